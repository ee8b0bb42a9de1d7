#!/usr/bin/env bash
# Runs them all over the built sample portal: run.sh SITE PRONGSAI WORK. See README.md.
set -u
cd "$(dirname "$0")/../.."
site=$1 prongsai=$2 work=$3
mkdir -p "$work"
{
  node tests/outside/files.mjs "$site"
  tests/.tools/outside/python/bin/python tests/outside/graphs.py "$site"
  node tests/outside/pages.mjs "$site"
  node tests/outside/web.mjs "$prongsai" "$work"
} >"$work/remarks" 2>"$work/errors"
tail -n 20 "$work/errors"
node tests/outside/judge.mjs 4 <"$work/remarks"
