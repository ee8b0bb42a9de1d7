#!/usr/bin/env bash
# A fault at every few file operations of build, ledger, import and publish: the old or the new stands, or the message says what does.
# limit: 1800 s
command -v strace >/dev/null || {
  [ "$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace
} >/dev/null || exit 1
# In place and to a zip, and at every call: FAULTS=all … build-in-place publish-zip, by hand.
exec python3 tests/faults/inject.py "$PRONGSAI" build ledger import publish
