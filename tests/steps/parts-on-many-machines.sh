#!/usr/bin/env bash
# The examples of examples/distributed/, run by Dask, GNU parallel and Slurm on this machine; installs what is missing.
# limit: 300 s
set -u
packages=(distributed==2026.8.0 kubernetes-validate==1.37.0 check-jsonschema==0.39.0)
missing=()
command -v parallel >/dev/null || missing+=(parallel)
command -v sbatch >/dev/null || missing+=(slurmctld slurmd slurm-client munge)
command -v pkill >/dev/null || missing+=(procps)
if [ ${#missing[@]} != 0 ]; then
  sudo=(); [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" || exit 1
fi
home=$TOOLS/distributed
work=$WORK/machines
mkdir -p "$work"
if [ "$(cat "$home/taken" 2>/dev/null)" != "${packages[*]}" ]; then
  python3 -m venv "$home" && "$home/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" &&
    echo "${packages[*]}" >"$home/taken" || exit 1
fi

# Slurm on one machine: a key of this run for munge, a controller and one node, all of it thrown away afterwards. It needs
# to be root, as in a container; elsewhere that part is left out, and said.
slurm='' slurm_pids=()
if [ "$(id -u)" = 0 ]; then
  . tests/distributed/slurm_here.sh "$work" && slurm=--slurm
else
  echo "not root: the Slurm array is left out"
fi
"$home/bin/python" tests/distributed/prove.py "$PRONGSAI" content "$work" $slurm
ended=$?
[ ${#slurm_pids[@]} = 0 ] || slurm_ends
exit $ended
