#!/usr/bin/env bash
# LibreOffice opens the form to fill in and its lists are there; an old .xls comes in through it.
# limit: 300 s
set -eu
exec python3 tests/import/sheet_in_office.py "$PRONGSAI" content
