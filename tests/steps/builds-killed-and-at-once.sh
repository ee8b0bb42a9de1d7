#!/usr/bin/env bash
# Builds that are killed, builds at once, clocks that jump: one site stands afterwards. A thousand kills: --kills 1000.
# limit: 240 s
set -u
command -v faketime >/dev/null || {
  sudo=(); [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends faketime >/dev/null 2>&1
}
exec python3 tests/faults/hardship.py "$PRONGSAI"
