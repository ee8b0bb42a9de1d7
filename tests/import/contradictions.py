#!/usr/bin/env python3
"""The raw papers of five authorities, imported and checked: what does not add up is found at the same place, by kind, document and
item, as in the sample content made by hand. `contradictions.known` lists what differs and why; the list may only shrink.

    tests/import/contradictions.py PRONGSAI CONTENT SEEDS
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = {"000_": "na-kok", "001_": "phipun", "002_": "na-liang", "003_": "mueang-noi", "004_": "tha-samet"}
# What does not add up: figures, names and days against one another. Spelling and layout are counted, not held.
HELD = ("T1", "T2", "T3", "T5", "M0")


def check(program, folder):
    told = subprocess.run([program, "check", folder, "--date", "2569-11-21", "--format", "json"], capture_output=True, text=True, timeout=300)
    return json.loads(told.stdout)["findings"]


def main():
    program, content, seeds = os.path.abspath(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    if not seeds.is_dir():
        print("no raw papers here: nothing compared")
        return
    known = {line.split(" # ")[0].strip() for line in (HERE / "contradictions.known").read_text(encoding="utf-8").splitlines() if line.strip()}
    sample = check(program, content)
    failed, held, seen = [], 0, set()
    with tempfile.TemporaryDirectory() as work:
        for start, slug in SEEDS.items():
            paper = next(path for path in sorted(seeds.iterdir()) if path.name.startswith(start))
            into = Path(work) / slug
            into.mkdir()
            subprocess.run([program, "import", paper, "--into", into], capture_output=True, timeout=120)
            places = lambda findings, cut: collections.Counter(
                f"{found['code']} {found['path'][cut:]} {found['item'] or '-'}" for found in findings if found["path"])
            expected = places([found for found in sample if (found["path"] or "").startswith(f"{slug}/")], len(slug) + 1)
            found = places(check(program, into), 0)
            here = {place: count for place, count in expected.items() if place.startswith(HELD)}
            held += sum(here.values())
            missing = {f"{slug} {place}" for place, count in here.items() if found[place] < count}
            more = sum((found - expected).values())
            seen |= missing
            failed += sorted(missing - known)
            same = sum((expected & found).values())
            print(f"{slug:<12} {sum(expected.values()):>3} findings in the sample, {same} at the same place, {more} more; held {sum(here.values())}, missing {len(missing)}")
    failed += [f"{line}: is found now; take it off the list" for line in sorted(known - seen)]
    for line in failed:
        print("  differs:", line)
    print(f"{held - len(seen)} passed, {len(failed)} failed")
    sys.exit(bool(failed))


main()
