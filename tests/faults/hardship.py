#!/usr/bin/env python3
"""Builds that are killed, builds that run at once, clocks that jump: what stands afterwards is one site and no mixture.

    tests/faults/hardship.py PRONGSAI [--kills N] [--pairs N] [--clocks N]

Every state is also built from nothing into a folder of its own; a tree must equal one of those, file by file."""
import argparse, hashlib, os, random, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

arguments = argparse.ArgumentParser()
arguments.add_argument("prongsai")
arguments.add_argument("--kills", type=int, default=40)
arguments.add_argument("--pairs", type=int, default=8)
arguments.add_argument("--clocks", type=int, default=8)
arguments.add_argument("--seed", type=int, default=25691126)
given = arguments.parse_args()
PRONGSAI = str(Path(given.prongsai).resolve())
work = Path(tempfile.mkdtemp(prefix="hardship-"))
dice = random.Random(given.seed)
passed, failed = 0, []


def expect(right, text):
    global passed
    if right:
        passed += 1
    else:
        failed.append(text)
        print(f"failed: {text}", flush=True)


def tree(folder):
    """Each public file and its hash; what the program keeps for itself lies in folders of its own."""
    found = {}
    for path in Path(folder).rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith(".prongsai/"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def content(root, amount, agencies=3):
    """A small portal whose every plan says the amount."""
    (root / "portal.md").parent.mkdir(parents=True, exist_ok=True)
    (root / "portal.md").write_text("---\nkind: portal\ntitle: จังหวัดสมมติ\nbase_url: https://example.go.th/\n---\nสวัสดี\n")
    for number in range(agencies):
        home = root / f"agency-{number}"
        (home / "2569").mkdir(parents=True, exist_ok=True)
        (home / "agency.md").write_text(f"---\nkind: agency\nname: องค์การบริหารส่วนตำบลสมมติ {number}\ntype: sao\n---\nก\n")
        rows = "".join(f"| 1-{item:02} | โครงการที่ {item} | {amount + item:,} |\n" for item in range(1, 13))
        (home / "2569/plan.md").write_text(
            "---\nkind: plan\nfiscal_years: 2569\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ | งบประมาณ (บาท) |\n|---|---|---|\n" + rows)


def command(out, *more):
    return [PRONGSAI, "build", "content", "--out", out, "--date", "2569-11-21", "-q", "--keep-going", *more]


def built(home, out, *more, environment=None):
    done = subprocess.run(command(out, *more), cwd=home, capture_output=True, text=True, env={**os.environ, **(environment or {})})
    return done.returncode, done.stdout + done.stderr


def states(home, amounts):
    """The tree of each state, made from nothing."""
    trees = {}
    for amount in amounts:
        content(home / "content", amount)
        code, said = built(home, "reference", "--cold")
        expect(code in (0, 1) and (home / "reference/index.html").exists(), f"state {amount}: {code} {said[-300:]}")
        trees[amount] = tree(home / "reference")
    expect(len({tuple(sorted(one.items())) for one in trees.values()}) == len(amounts), "the states differ")
    return trees


def kills():
    home = work / "kills"
    trees = states(home, [10_000, 70_000])
    built(home, "out")
    start = time.time()
    content(home / "content", 10_000)
    built(home, "out")
    whole = max(time.time() - start, 0.02)
    cut = 0
    for number in range(given.kills):
        amount = [10_000, 70_000][number % 2]
        content(home / "content", amount)
        child = subprocess.Popen(command("out"), cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, whole * 1.3))
        child.send_signal(signal.SIGKILL)
        cut += child.wait() == -signal.SIGKILL
        expect(tree(home / "out") in trees.values(), f"kill {number}: a mixture")
        if number % 5 == 4:
            built(home, "out")
            expect(tree(home / "out") == trees[amount], f"kill {number}: the build after it is not the state")
    left = [path.name for path in home.iterdir() if path.name not in ("content", "out", "reference", ".prongsai", ".out.prongsai", ".reference.prongsai")]
    expect(not left, f"left behind: {left}")
    print(f"{given.kills} kills, {cut} of them in the middle, within {whole:.2f} s")


def pairs():
    home = work / "pairs"
    trees = states(home, [10_000, 70_000])
    for number in range(given.pairs):
        amount = [10_000, 70_000][number % 2]
        content(home / "content", amount)
        both = [subprocess.Popen(command("out"), cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
        said = [child.communicate()[1].decode(errors="replace") for child in both]
        expect(all("panicked" not in text for text in said), f"pair {number}: {said}")
        expect(tree(home / "out") == trees[amount], f"pair {number}: not the state; {[child.returncode for child in both]} {said}")
    print(f"{given.pairs} pairs of builds at once")


def clocks():
    """Times of files that go back, stand still or lie ahead, the sizes alike; and, where faketime is here, a machine in another year."""
    home = work / "clocks"
    amounts = [10_000 * step for step in range(1, 10)]
    trees = states(home, amounts)
    fake = shutil.which("faketime")
    for number in range(given.clocks):
        amount = dice.choice(amounts)
        content(home / "content", amount)
        at = dice.choice([0, 1_500_000_000, 1_600_000_000, 2_500_000_000, 4_000_000_000, time.time()])
        for path in (home / "content").rglob("*.md"):
            os.utime(path, (at, at))
        if fake:
            year = dice.choice([1999, 2020, 2026, 2040])
            subprocess.run([fake, f"{year}-02-03 04:05:06", *command("out")], cwd=home, capture_output=True)
        else:
            built(home, "out")
        expect(tree(home / "out") == trees[amount], f"clock {number}: files of {at:.0f} are not read anew")
    print(f"{given.clocks} clocks{'' if fake else ', without faketime'}")


try:
    for part in (kills, pairs, clocks):
        part()
finally:
    shutil.rmtree(work, ignore_errors=True)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
