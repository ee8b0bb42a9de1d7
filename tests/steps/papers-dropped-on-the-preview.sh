#!/usr/bin/env bash
# A paper dropped on a page of the preview is imported after a look; another origin, a changed file and a shared preview cannot.
# limit: 150 s
set -eu
CHROMIUM="${CHROMIUM:-/usr/bin/chromium}" node tests/browser/drop.mjs "$PRONGSAI" tests/import/papers/a-row-too-short.txt
