#!/usr/bin/env bash
# Build a site in parts under GNU parallel, then join them: parallel.sh CONTENT OUT PARTS DATE
#
# On one machine it starts as many parts at once as there are cores. With `--sshloginfile nodes` in PARALLEL_OPTIONS it
# starts them on other machines that see the same disk. A part that fails is tried twice more; one that has failed three
# times ends the run, and OUT stays as it was.
set -eu
content=$1 out=$2 parts=$3 date=$4
prongsai=${PRONGSAI:-prongsai}
mkdir -p "$out.parts"

# shellcheck disable=SC2086  # the options are words
parallel ${PARALLEL_OPTIONS:-} --will-cite --retries 3 --halt soon,fail=1 --joblog "$out.parts/log" \
  "$prongsai" build "$content" --shard "{}/$parts" --threads 1 --date "$date" --out "$out.parts/{}" --quiet \
  ::: $(seq "$parts")

# shellcheck disable=SC2046  # numbers
exec "$prongsai" merge $(seq -f "$out.parts/%.0f" "$parts") --content "$content" --out "$out"
