#!/usr/bin/env bash
# Twenty papers unlike the sample, imported and built: the open data holds what was typed by hand, no other money.
# limit: 240 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/offices/check.py "$PRONGSAI"
