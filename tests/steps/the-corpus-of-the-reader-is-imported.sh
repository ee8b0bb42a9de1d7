#!/usr/bin/env bash
# Forty variants of the official forms, each as a Word paper and as a web page: no wrong figure without a mark or an error.
# limit: 500 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/corpus.py "$PRONGSAI" 40
