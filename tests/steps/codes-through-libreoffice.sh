#!/usr/bin/env bash
# Our own open data, opened and saved again by LibreOffice and dropped back: codes are what they were.
# limit: 240 s
set -eu
[ -x "$TOOLS/python/bin/python" ] || { echo "no Python with openpyxl in $TOOLS"; exit 1; }
exec "$TOOLS/python/bin/python" tests/reader/round_trip.py "$PRONGSAI"
