"""Build a site in parts on the workers of Dask, then join them.

    pip install distributed
    python dask_build.py CONTENT OUT --parts 16 --workers 4
    python dask_build.py CONTENT OUT --parts 64 --scheduler tcp://10.0.0.1:8786

Dask schedules, watches its workers and gives the part of a worker that died to another one: nothing here does that.
With workers on other machines, CONTENT and the folder of the parts (--shared) must be on a disk that all of them see.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

from distributed import Client, LocalCluster, as_completed


def build_part(number, of, settings):
    """One part, in a folder of this attempt alone: an earlier attempt may have died in the middle of its own."""
    folder = tempfile.mkdtemp(prefix=f"part-{number}-", dir=settings["shared"])
    command = [settings["prongsai"], "build", settings["content"], "--shard", f"{number}/{of}", "--threads", "1"]
    done = subprocess.run(
        command + ["--date", settings["date"], "--out", folder, "--quiet"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"part {number}/{of} ended with {done.returncode}:\n{done.stderr}")
    return folder


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("content")
    ask.add_argument("out")
    ask.add_argument("--parts", type=int, default=16)
    ask.add_argument("--workers", type=int, default=2, help="worker processes to start here")
    ask.add_argument("--scheduler", help="use a cluster that runs already")
    ask.add_argument("--shared", default=None, help="where the parts go; default beside OUT")
    ask.add_argument("--date", required=True, help="one day for all parts, such as 2569-11-21")
    ask.add_argument("--prongsai", default="prongsai")
    given = ask.parse_args()

    shared = pathlib.Path(given.shared or f"{given.out}.parts").resolve()
    shared.mkdir(parents=True, exist_ok=True)
    settings = {
        "content": str(pathlib.Path(given.content).resolve()),
        "shared": str(shared),
        "date": given.date,
        "prongsai": given.prongsai,
    }
    cluster = None if given.scheduler else LocalCluster(
        n_workers=given.workers, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with Client(given.scheduler or cluster) as client:
        # What fails for good (an error in the content) is told at once; what dies with its worker is tried again.
        waiting = [
            client.submit(build_part, number, given.parts, settings, pure=False)
            for number in range(1, given.parts + 1)
        ]
        if cluster:
            print("workers", *(worker.pid for worker in cluster.workers.values()), flush=True)
        for finished in as_completed(waiting):
            print("part", finished.result(), flush=True)
        folders = [future.result() for future in waiting]
    if cluster:
        cluster.close()
    merge = [given.prongsai, "merge", *folders, "--content", given.content, "--out", given.out]
    return subprocess.run(merge, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
