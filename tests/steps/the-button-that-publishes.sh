#!/usr/bin/env bash
# The button of the preview publishes the plan that it has shown; another origin, a rebound name and a shared preview cannot.
# limit: 150 s
set -eu
CHROMIUM="${CHROMIUM:-/usr/bin/chromium}" node tests/browser/publish.mjs "$PRONGSAI"
