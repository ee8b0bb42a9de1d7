# To be sourced: starts munge, slurmctld and slurmd on this machine, with files in the folder $1; `slurm_ends` ends them.
slurm_ends() {
  kill "${slurm_pids[@]}" 2>/dev/null
  wait "${slurm_pids[@]}" 2>/dev/null
}

slurm_pids=()
slurm_home=$1/slurm
mkdir -p "$slurm_home"/{state,spool,munge}
chmod 700 "$slurm_home/munge"
dd if=/dev/urandom of="$slurm_home/munge/key" bs=1024 count=1 status=none
chmod 600 "$slurm_home/munge/key"
export SLURM_CONF=$slurm_home/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=here
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm_home/munge/socket
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$slurm_home/state
SlurmdSpoolDir=$slurm_home/spool
SlurmctldPidFile=$slurm_home/slurmctld.pid
SlurmdPidFile=$slurm_home/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
munged --foreground --force --key-file "$slurm_home/munge/key" --socket "$slurm_home/munge/socket" \
  --pid-file "$slurm_home/munge/pid" --log-file "$slurm_home/munge/log" --seed-file "$slurm_home/munge/seed" >/dev/null 2>&1 &
slurm_pids+=($!)
sleep 1
slurmctld -D >"$slurm_home/slurmctld.log" 2>&1 &
slurm_pids+=($!)
slurmd -D >"$slurm_home/slurmd.log" 2>&1 &
slurm_pids+=($!)
for _ in $(seq 60); do
  sinfo --noheader --format %t 2>/dev/null | grep -q idle && return 0
  sleep 0.5
done
tail -n 20 "$slurm_home"/*.log
return 1
