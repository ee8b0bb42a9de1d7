#!/usr/bin/env bash
# Every word that python-docx, openpyxl, an HTML parser and pdftotext find in a paper stands in what import makes or tells.
# limit: 180 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/offices/lost.py "$PRONGSAI"
