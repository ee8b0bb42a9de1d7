"""The examples of `examples/distributed/`, run: parts made by Dask (a worker killed with SIGKILL in the middle, another one
stopped for a while), by GNU parallel (a part killed in the middle) and by a Slurm array are, joined, the very files of one
build; a part that fails for good leaves the old site. What needs a cluster is held to its schema.

    prove.py PRONGSAI CONTENT WORK [--slurm]
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import Tally, tree

HERE = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = HERE / "examples" / "distributed"
DATE = "2569-11-21"
TOOLS = pathlib.Path(sys.executable).parent

tally = Tally()
hold = tally.expect


def make_portal(sample, content, copies):
    """The sample's authorities, many times under other addresses."""
    content.mkdir()
    head = "---\nkind: portal\ntitle: หลายเครื่อง\nbase_url: https://example.go.th\nlanguages: [th, en]\n---\n"
    (content / "portal.md").write_text(head, encoding="utf-8")
    for agency in sorted(path.parent for path in sample.glob("*/agency.md")):
        for copy in range(copies):
            shutil.copytree(agency, content / f"{agency.name}-{copy}")


def same(site, one, what):
    made = tree(site) if site.exists() else {}
    odd = [name for name in one.keys() | made.keys() if one.get(name) != made.get(name)]
    hold(len(made) > 1000 and not odd, f"{what}: {len(made)} files, {len(odd)} differ: {odd[:5]}")
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(f"{site}.parts", ignore_errors=True)


def dask(prongsai, content, out, parts, workers, hurt):
    """Runs the example; when the first part is there, kills one worker and stops another for two seconds."""
    command = [sys.executable, EXAMPLES / "dask_build.py", content, out, "--parts", str(parts)]
    command += ["--workers", str(workers), "--date", DATE, "--prongsai", prongsai]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        pids, said, hurt_one = [], [], False
        for line in running.stdout:
            said.append(line)
            if line.startswith("workers "):
                pids = [int(word) for word in line.split()[1:]]
            if line.startswith("part ") and hurt and not hurt_one:
                hurt_one = True
                os.kill(pids[0], signal.SIGKILL)
                os.kill(pids[1], signal.SIGSTOP)
                time.sleep(2)
                os.kill(pids[1], signal.SIGCONT)
    if running.returncode != 0:
        print("".join(said)[-2000:])
    hold(running.returncode == 0, f"Dask, {parts} parts: ended with {running.returncode}")
    hold(hurt_one == hurt, "the worker was killed in the middle")


def parallel(prongsai, content, out, parts, kill):
    environment = {**os.environ, "PRONGSAI": prongsai}
    command = [EXAMPLES / "parallel.sh", content, out, str(parts), DATE]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        killed = False
        while kill and running.poll() is None and not killed:
            killed = subprocess.run(["pkill", "-KILL", "-f", f"^{re.escape(prongsai)} .*--shard 2/{parts}"], check=False).returncode == 0
            time.sleep(0.01)
        told = running.stderr.read()
    hold(killed == kill, "a part was killed in the middle")
    return running.returncode, told


def slurm(prongsai, content, out, parts):
    environment = {**os.environ, "PRONGSAI": prongsai}
    command = [EXAMPLES / "slurm.sh", content, out, str(parts), DATE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        print(done.stdout, done.stderr)
        for log in pathlib.Path(f"{out}.parts").glob("*.log"):
            print(log.name, log.read_text()[-500:])
    hold(done.returncode == 0, f"Slurm: ended with {done.returncode}")


def schemas():
    """Files for clusters that this machine does not have."""
    for name, schema in [("github-matrix.yml", "vendor.github-workflows"), ("gitlab-parallel.yml", "vendor.gitlab-ci")]:
        command = [TOOLS / "check-jsonschema", "--builtin-schema", schema, EXAMPLES / name]
        if schema == "vendor.gitlab-ci":
            command.insert(1, "--data-transform=gitlab-ci")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        hold(done.returncode == 0, f"{name}: {done.stdout}{done.stderr}")
    done = subprocess.run([TOOLS / "kubernetes-validate", EXAMPLES / "kubernetes.yaml"], capture_output=True, text=True, check=False)
    hold(done.returncode == 0, f"kubernetes.yaml: {done.stdout}{done.stderr}")


def main():
    prongsai, sample, work = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
    content = work / "content"
    make_portal(sample, content, copies=2)
    site = work / "one"
    subprocess.run([prongsai, "build", content, "--date", DATE, "--out", site, "--quiet"], check=True)
    one = tree(site)

    dask(prongsai, content, work / "dask", parts=16, workers=3, hurt=True)
    same(work / "dask", one, "Dask, 16 parts, a worker killed")
    dask(prongsai, content, work / "dask", parts=4, workers=2, hurt=False)
    same(work / "dask", one, "Dask, 4 parts")

    for parts, kill in [(4, True), (16, False)]:
        ended, told = parallel(prongsai, content, work / "parallel", parts, kill)
        hold(ended == 0, f"GNU parallel, {parts} parts: ended with {ended}: {told[-500:]}")
        same(work / "parallel", one, f"GNU parallel, {parts} parts")

    if "--slurm" in sys.argv:
        slurm(prongsai, content, work / "array", parts=4)
        same(work / "array", one, "Slurm, 4 parts")

    # An error in one authority's files: the run says so and the old site stays.
    old = work / "old"
    shutil.copytree(site, old)
    broken = next(content.glob("*/agency.md"))
    broken.write_text("---\nkind: agency\nname: [\n---\n", encoding="utf-8")
    ended, told = parallel(prongsai, content, old, 4, False)
    hold(ended != 0 and tree(old) == one, f"an error stops the run and leaves the old site: {ended}")
    hold(broken.parent.name in told, f"the error is told: {told[-500:]}")

    schemas()
    tally.end()


if __name__ == "__main__":
    main()
