#!/usr/bin/env bash
# A head of an office's own in `_standards/forms/` is heard by import and by build; broken rules are told.
# limit: 60 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/wordings.py "$PRONGSAI" src/standards/forms
