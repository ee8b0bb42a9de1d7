#!/usr/bin/env python3
"""Seeded variants of the official forms: does the program read what stands there, or say that it did not?

    tests/reader/corpus.py PRONGSAI [COUNT] [FIRST_SEED]

Each variant (variants.py) is an agency of its own; a portal holds a hundred of them. What the program has understood is
taken from its open data and compared with what was drawn. Prints three figures, and ends with 1 when one published figure
is wrong without an error, or when less than 97 % was read wholly right. SHOW=20 tells more of them; KEEP=DIR keeps the files.
"""

import csv as csv_module
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from shapes import put
from variants import Variant

BATCH = 100


def published(out, slug, year):
    path = os.path.join(out, slug, str(year), "data", "items.csv")
    if not os.path.exists(path):
        return None
    return list(csv_module.DictReader(io.StringIO(open(path, encoding="utf-8-sig").read())))


def satang(text):
    return None if text in ("", None) else round(float(text) * 100)


def letters(text):
    return "".join(letter for letter in text if letter.isalnum() or "\u0e31" <= letter <= "\u0e4e")


def wrong_in(variant, rows):
    """What of the published figures is not so."""
    if rows is None:
        return ["nothing published"]
    truth, faults = variant.truth(), []
    if len(rows) != len(truth):
        faults.append(f"{len(rows)} items for {len(truth)}")
    # A plan without codes has those that are made for it, in its own order.
    by_name = {letters(row["name"]): row for row in rows}
    for code, item in truth.items():
        row = by_name.get(letters(item["name"]))
        if row is None:
            faults.append(f"{code} {item['name']} missing")
            continue
        if row["code"] != code:
            faults.append(f"{item['name']} has the code {row['code']} for {code}")
        if row["status"] != item["status"]:
            faults.append(f"{code} is {row['status']} for {item['status']}")
        if row["dimension"] != str(item["dimension"]):
            faults.append(f"{code} is of dimension {row['dimension']}")
        for field in ("plan", "ordinance", "disbursed"):
            stated = round(item[field] * 100) if isinstance(item[field], (int, float)) else None
            got = satang(row[field + "_baht"])
            if got != stated:
                faults.append(f"{code} {field} {got} for {stated} satang")
        if field == "plan" and item["plan"] == "none" and row["plan_state"] != "none_used":
            faults.append(f"{code} plan is {row['plan_state']}")
    return faults


def tried(program, seeds):
    """Of each variant of a batch: its shape, the errors told, the faults published."""
    work = tempfile.mkdtemp(dir=os.environ.get("KEEP"))
    content, out = os.path.join(work, "content"), os.path.join(work, "out")
    os.makedirs(content)
    put(os.path.join(content, "portal.md"), "---\ntitle: ตัวอย่าง\n---\n")
    variants = [Variant(seed) for seed in seeds]
    for variant in variants:
        variant.write(os.path.join(content, f"v{variant.seed}"))
    common = ["--date", "2569-11-21", "--threads", "1"]
    check = subprocess.run([program, "check", content, "--format", "json", *common], capture_output=True, text=True)
    report = json.loads(check.stdout)
    errors = {}
    for finding in report["findings"] if isinstance(report, dict) else report:
        if finding["severity"] == "error":
            path = finding.get("path") or finding.get("file") or finding["primary"]["path"]
            errors.setdefault(path.split("/")[0], []).append(finding)
    subprocess.run([program, "build", content, "--out", out, "--keep-going", "--quiet", "--cold", *common], capture_output=True)
    results = []
    for variant in variants:
        slug = f"v{variant.seed}"
        results.append((variant.shape(), errors.get(slug, []), wrong_in(variant, published(out, slug, variant.year))))
    shutil.rmtree(out)
    if not os.environ.get("KEEP"):
        shutil.rmtree(work)
    return results


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    batches = [range(start, min(start + BATCH, first + count)) for start in range(first, first + count, BATCH)]
    right = wrong = refused_well = refused_badly = 0
    to_show = int(os.environ.get("SHOW", "12"))
    with ThreadPoolExecutor(2) as pool:
        results = [result for batch in pool.map(lambda seeds: tried(program, seeds), batches) for result in batch]
    for shape, told, faults in results:
        if len(told) == 1:
            refused_well += 1
        elif told:
            refused_badly += 1
        elif faults:
            wrong += 1
        else:
            right += 1
        if (told or faults) and to_show > 0:
            to_show -= 1
            print(("REFUSED " if told else "WRONG ") + shape)
            for finding in told[:3]:
                print("   ", finding["code"], finding["message"][:200])
            if not told:
                print("   ", "; ".join(faults[:4]))
    total = right + wrong + refused_well + refused_badly
    print(f"wrong figures without an error: {wrong} of {total}")
    print(f"read wholly right: {right} of {total} ({100 * right / total:.1f} %)")
    print(f"refused with one finding: {refused_well}; with more than one: {refused_badly}")
    return 1 if wrong or right < 0.97 * total else 0


if __name__ == "__main__":
    sys.exit(main())
