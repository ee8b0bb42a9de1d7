#!/usr/bin/env bash
# The pictures that chat programs show are there, are pictures, and set Thai as a browser does.
# limit: 120 s
exec node tests/browser/cards.mjs "$SITE" "$PRONGSAI"
