#!/usr/bin/env bash
# Three portals that are not the sample, forty authorities and 500 promises among them, are as short and as whole on a phone.
# limit: 400 s
set -e
python3 tests/browser/pages/portals.py "$WORK/portals"
failed=0
for name in many long alone; do
  "$PRONGSAI" build "$WORK/portals/$name" --out "$WORK/portals/$name-out/site" > "$WORK/portals/$name.log" 2>&1 || { cat "$WORK/portals/$name.log"; exit 1; }
  node tests/browser/pages/portals.mjs "$WORK/portals/$name-out/site" "$name" || failed=1
done
exit $failed
