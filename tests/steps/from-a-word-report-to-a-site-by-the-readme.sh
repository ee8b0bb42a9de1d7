#!/usr/bin/env bash
# A Word report in an empty folder becomes a built site with nothing but the commands of README.md.
# limit: 60 s
set -eu
exec "$TOOLS/python/bin/python" tests/import/walk.py "$PRONGSAI" README.md
