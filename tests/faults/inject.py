"""Faults at each file operation of what writes: build (beside and in place), ledger, import, publish to a folder and a zip.

A program under strace meets one fault at its Nth call of a kind: no room, not permitted, an error of the disk, interrupted
by a signal; or it is killed there. Afterwards what it writes to is wholly as before or wholly as wanted, unless the
message said that it is neither, and true to what the exit code says; and the same command run again, without a fault,
comes to what was wanted. FAULTS=all tries every call, else one in `step`.

Beside that, two things that somebody else does meanwhile, while each operation is held for an instant: a folder of the
program's is renamed underneath it, and that is all, or a link to a folder outside is put in its place. Nothing outside
changes either way: no name, no byte, no mode, no second name. Only what comes before the program holds its folders is left
out: a link that lay there when it began is what its owner chose, or is refused (tests/hostile).

    inject.py PRONGSAI [NAME OF A COMMAND…]        ONLY=meanwhile: no faults, only the folders
"""
import hashlib
import itertools
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

program = pathlib.Path(sys.argv[1]).resolve()
wanted = sys.argv[2:]
only = os.environ.get("ONLY")
every = os.environ.get("FAULTS") == "all"

AGENCY = "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\nbase_url: https://na-kok.example/\n---\nข้อความ {}\n"
PLAN = ("---\nkind: plan\nfiscal_years: 2569\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ |\n|---|---|---|\n"
        "| 1-01 | โครงการ {} | 1 |\n")
SHEET = "รหัส,โครงการ/กิจกรรม/มาตรการ,มิติ\n1-01,โครงการหนึ่ง,1\n1-02,โครงการสอง,1\n"

FAULTS = {
    "openat,openat2": ["ENOSPC", "EACCES", "EMFILE"],
    "write": ["ENOSPC", "EIO"],
    "rename,renameat,renameat2": ["EACCES", "EIO"],
    "mkdir,mkdirat": ["ENOSPC", "EACCES"],
    "unlink,unlinkat,rmdir": ["EACCES"],
    "fsync,fdatasync": ["EIO"],
    "link,linkat,symlink,symlinkat": ["EACCES"],
    "ftruncate,fchmod,chmod,fchmodat": ["EIO"],
    "copy_file_range,sendfile": ["ENOSPC"],
}
KILLED = ["openat,openat2", "write", "rename,renameat,renameat2", "unlink,unlinkat,rmdir", "mkdir,mkdirat"]


def state(folder):
    """Every file of a folder, without the program's own."""
    told = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and not path.name.endswith(".part") and not any(part.endswith(".prongsai") or part == ".prongsai" for part in path.relative_to(folder).parts):
            told.append((str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()))
    return told


def all_of(folder):
    """Every name below a folder, whoever wrote it, with its bytes, its rights and where it leads."""
    told = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        about = path.lstat()
        what = os.readlink(path) if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        told.append((str(path.relative_to(folder)), about.st_mode, about.st_nlink if path.is_file() else 0, what))
    return told


def write(room, old):
    (room / "content/2569").mkdir(parents=True, exist_ok=True)
    words = "เก่า" if old else "ใหม่"
    (room / "content/agency.md").write_text(AGENCY.format(words))
    (room / "content/2569/plan.md").write_text(PLAN.format(words))
    if not old:
        (room / "content/2569/report-6m.md").write_text("---\nkind: report\nfiscal_year: 2569\nround: 6\n---\nรายงาน\n")


class Command:
    def __init__(self, name, args, target, before):
        self.name, self.args, self.target, self.before = name, args, target, before

    def prepare(self, room):
        write(room, True)
        for name in ("host", "put", "outside"):
            (room / name).mkdir()
        (room / "outside/work.txt").write_text("three years")
        for args in self.before:
            run(room, args, check=True)
        write(room, False)
        (room / "plan.csv").write_text(SHEET)


DATE = ["--date", "2569-11-21"]
BUILD = ["build", *DATE, "--threads", "1", "--keep-going"]
COMMANDS = [
    Command("build", BUILD, "output", [BUILD]),
    Command("build-in-place", [*BUILD, "--in-place"], "output", [[*BUILD, "--in-place"]]),
    Command("ledger", ["ledger", *DATE], "content", [BUILD, ["ledger", *DATE]]),
    Command("publish", ["publish", "./host", *DATE, "--because", "เหตุ"], "host", [["publish", "./host", *DATE, "--because", "เหตุ"]]),
    Command("publish-zip", ["publish", "./put/site.zip", *DATE, "--because", "เหตุ"], "put", [["publish", "./put/site.zip", *DATE, "--because", "เหตุ"]]),
    Command("import", ["import", "plan.csv", "--into", "content"], "content", []),
]


def most_of(made, calls):
    return max((number for (name, _), number in made.items() if name in calls.split(",")), default=0)


def stops(last, wanted):
    """All of them, or a handful that are spread over the whole run."""
    return range(1, last + 1) if every else sorted({1 + (last - 1) * number // max(1, wanted - 1) for number in range(wanted)} if last else [])


# With this the program holds what it is going to write into.
HOLDS = {"ledger": '"content"', "import": '"content"', "publish-zip": '"./put"'}


def run(room, args, strace=(), check=False):
    done = subprocess.run([*strace, str(program), *args], cwd=room, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          timeout=120, env={"PATH": os.environ["PATH"], "HOME": str(room), "LANG": "C.UTF-8"})
    if check and done.returncode not in (0, 1):
        raise SystemExit(f"{args}: {done.returncode}\n{done.stderr}")
    return done


def fresh(command, base, name):
    room = pathlib.Path(base) / name
    shutil.copytree(pathlib.Path(base) / command.name, room, symlinks=True)
    return room


def one(command, base, old, new, calls, fault, at):
    room = fresh(command, base, f"{command.name}-{re.sub('[^a-z]', '', calls)[:12]}-{fault}-{at}")
    how = "signal=KILL" if fault == "KILL" else f"error={fault}"
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:{how}:when={at}"]
    try:
        done = run(room, command.args, strace)
        said, after = done.stderr + done.stdout, state(room / command.target)
        name = f"{command.name}: {calls.split(',')[0]} {fault} at {at}"
        faults = []
        if "panicked" in said:
            faults.append(f"panics: {said[-300:]}")
        if done.returncode == 0 and fault != "KILL" and after != new:
            faults.append("says that all is well, and it is not")
        whole = after in (old, new)
        # In place there is a time between; then it must be said, unless nothing could be said any more.
        may_mix = command.name in ("build-in-place", "publish", "import", "ledger")
        # What could not be read is left out where the author asked to keep going, and said with exit 1.
        if not whole and not may_mix and not (done.returncode == 1 and "S004" in said):
            faults.append(f"neither the old nor the new: {[a for a in after if a not in old and a not in new][:3]}")
        if "เว็บเดิมยังอยู่ครบ" in said and after != old:
            faults.append("says that the old site is whole, and it is not")
        if not whole and fault != "KILL" and done.returncode == 0:
            faults.append("a mixture with exit 0")
        again = run(room, [arg for arg in command.args if arg] if command.name != "import" else command.args)
        if command.name != "import" or fault == "KILL":
            if again.returncode not in (0, 1) and not (command.name == "import" and whole) and "--break-lock" not in again.stderr:
                faults.append(f"cannot be run again: {again.stderr[-300:]}")
            elif command.name not in ("import",) and state(room / command.target) != new:
                faults.append("run again it does not come to what was wanted")
        return name, faults
    finally:
        shutil.rmtree(room, ignore_errors=True)


MOVED = {
    "build": ["output", ".output.prongsai", ".output.prongsai/tree", "content", ".prongsai"],
    "build-in-place": ["output", ".output.prongsai", ".output.prongsai/tree", "output/2569"],
    "ledger": ["content", "content/2569"],
    "publish": ["host", ".host.prongsai", ".prongsai", ".prongsai/published", "output"],
    "publish-zip": ["put", ".prongsai", "output"],
    "import": ["content", "content/2569", "content/.import"],
}
followed, tried = [], []
STOPS = ["openat", "openat2", "write", "rename,renameat,renameat2", "unlink,unlinkat,rmdir", "mkdir,mkdirat", "link,linkat,symlink,symlinkat"]


def meanwhile(command, base, calls, at, folder, how):
    """The program is held at its Nth call of a kind; a folder is renamed underneath it, or becomes a link, and it goes on."""
    room = fresh(command, base, f"{command.name}-{calls[:5]}-{at}-{folder.replace('/', '_')}-{how}")
    name = f"{command.name}: {folder} {how} at {calls.split(',')[0]} {at}"
    outside = all_of(room / "outside")
    log = room / "home/calls"
    log.parent.mkdir(exist_ok=True)
    child = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={calls},openat", "-e", f"inject={calls}:signal=STOP:when={at}", str(program), *command.args],
        cwd=room, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(room / "home"), "LANG": "C.UTF-8"})
    try:
        done, seen, until = False, 0, time.time() + 60
        while child.poll() is None and time.time() < until:
            # Only strace knows a thread that stands still at this call from one that it looks at for a moment.
            so_far = log.read_text(errors="replace") if log.exists() else ""
            if so_far.count("--- stopped by SIGSTOP ---") > seen:
                seen = so_far.count("--- stopped by SIGSTOP ---")
                if not done and HOLDS.get(command.name, '"."') in so_far and (room / folder).is_dir():
                    (room / folder).rename(room / "away")
                    if how == "link":
                        (room / folder).symlink_to(room / "outside")
                    done = True
            for pid in pathlib.Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split() if seen else []:
                try:
                    os.kill(int(pid), signal.SIGCONT)
                except ProcessLookupError:
                    pass
            time.sleep(0.002)
        if child.poll() is None:
            child.kill()
            return name, ["does not come to an end"]
        said = child.communicate()[0]
        faults = []
        if "panicked" in said or child.returncode not in (0, 1, 2):
            faults.append(f"ends with {child.returncode}: {said[-300:]}")
        tried.append(done)
        after = all_of(room / "outside")
        if after != outside:
            followed.append(name)
            faults.append(f"writes outside: {[path for path, *_ in after if path != 'work.txt'][:3] or 'work.txt'}")
        return name, faults
    finally:
        shutil.rmtree(room, ignore_errors=True)


def main():
    passed, failed = 0, []
    with tempfile.TemporaryDirectory() as base:
        for command in COMMANDS:
            if wanted and command.name not in wanted:
                continue
            room = pathlib.Path(base) / command.name
            room.mkdir()
            command.prepare(room)
            old = state(room / command.target) if (room / command.target).exists() else []
            trial = fresh(command, base, "trial")
            count = trial / "count"
            all_calls = ",".join(FAULTS)
            done = run(trial, command.args, ["strace", "-f", "-qq", "-o", str(count), "-e", f"trace={all_calls}"], check=True)
            new = state(trial / command.target)
            if old == new:
                raise SystemExit(f"{command.name}: nothing changes: {done.stderr}")
            # What a call is counted by is the thread that makes it.
            made = {}
            for line in count.read_text(errors="replace").splitlines():
                found = re.match(r"(\d+)\s+(\w+)\(", line)
                if found:
                    key = (found[2], found[1])
                    made[key] = made.get(key, 0) + 1
            shutil.rmtree(trial)
            jobs = []
            for calls, faults in [] if only == "meanwhile" else FAULTS.items():
                most = most_of(made, calls)
                step = 1 if every else max(1, most // (3 if command.name.startswith("publish") else 12))
                kinds = faults + (["KILL"] if calls in KILLED else [])
                jobs += [(calls, fault, at) for fault, at in itertools.product(kinds, range(1, most + 1, step))]
            with ThreadPoolExecutor(2) as pool:
                results = list(pool.map(lambda job: one(command, base, old, new, *job), jobs))
                moved = [
                    (calls, at, folder, how)
                    for calls in STOPS
                    for at in stops(most_of(made, calls), 3 if command.name.startswith("publish") else 6)
                    for folder in MOVED.get(command.name, [])
                    for how in ("renamed", "link")
                ]
                results += pool.map(lambda job: meanwhile(command, base, *job), moved)
            bad = [(name, faults) for name, faults in results if faults]
            passed += len(results) - len(bad)
            failed += bad
            print(f"{command.name}: {len(results)} faults", flush=True)
    print(f"a folder was moved while the program held it {sum(tried)} times; something was changed outside {len(followed)} times: {', '.join(followed[:6])}")
    for name, faults in failed[:40]:
        print(f"✗ {name}\n  " + "\n  ".join(faults))
    print(f"{passed} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
