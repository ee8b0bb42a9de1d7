#!/usr/bin/env bash
# Forms as offices make them, written by hand with what is right: read rightly, or refused.
# limit: 180 s
set -eu
[ -x "$TOOLS/python/bin/python" ] || { echo "no Python with openpyxl in $TOOLS"; exit 1; }
"$TOOLS/python/bin/python" tests/reader/forms.py "$PRONGSAI"
