#!/usr/bin/env bash
# What was understood of each table, by `check --read` and in the panel of the preview.
# limit: 150 s
set -eu
CHROMIUM="${CHROMIUM:-/usr/bin/chromium}" node tests/browser/tables.mjs "$PRONGSAI"
