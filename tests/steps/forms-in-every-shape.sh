#!/usr/bin/env bash
# Twelve hundred seeded variants of the official forms: no wrong figure without an error, 97 % read wholly right.
# limit: 400 s
set -eu
[ -x "$TOOLS/python/bin/python" ] || { echo "no Python with openpyxl in $TOOLS"; exit 1; }
"$TOOLS/python/bin/python" tests/reader/corpus.py "$PRONGSAI" 1200
