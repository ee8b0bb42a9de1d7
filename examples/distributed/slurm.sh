#!/usr/bin/env bash
# Build a site in parts as a Slurm array, then join them: slurm.sh CONTENT OUT PARTS DATE
#
# `auto/PARTS` takes its part from SLURM_ARRAY_TASK_ID. The joining waits for every part (`afterok`); if one fails, Slurm
# does not start it and OUT stays as it was. A part whose node dies is started again by Slurm (`--requeue`).
set -eu
content=$1 out=$2 parts=$3 date=$4
prongsai=${PRONGSAI:-prongsai}
mkdir -p "$out.parts"

# shellcheck disable=SC2016  # the job's shell knows the number, this one does not
array=$(sbatch --parsable --requeue --array "1-$parts" --output "$out.parts/%a.log" --export ALL --wrap \
  "exec '$prongsai' build '$content' --shard auto/$parts --threads 1 --date '$date' --quiet --out '$out.parts/'\$SLURM_ARRAY_TASK_ID")

folders=$(seq -f "'$out.parts/%.0f'" "$parts" | tr '\n' ' ')
exec sbatch --parsable --wait --dependency "afterok:$array" --kill-on-invalid-dep yes --output "$out.parts/merge.log" \
  --export ALL --wrap "exec '$prongsai' merge $folders --content '$content' --out '$out'"
