#!/usr/bin/env bash
# .doc .rtf .odt .xls give what .docx and .xlsx give; LibreOffice missing, hanging or crashing is told and bounded.
# limit: 400 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/office.py "$PRONGSAI" content
