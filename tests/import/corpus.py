#!/usr/bin/env python3
"""The seeded variants of the official forms (tests/reader) as Word papers and as web pages, imported and built: a figure that is
published is what was drawn, or a mark or an error tells to look.

    tests/import/corpus.py PRONGSAI [COUNT] [FIRST_SEED]
"""
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import docx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reader"))
from corpus import letters, satang  # noqa: E402
from shapes import MERGED, html, spans  # noqa: E402
from variants import Variant  # noqa: E402


def titles(variant):
    lines = ["รายงานผลการดำเนินการป้องกันการทุจริต", f"ประจำปีงบประมาณ พ.ศ. {variant.digits(variant.year)} รอบ {variant.digits(variant.round)} เดือน",
             "องค์การบริหารส่วนตำบลดอนแก้ว", "อำเภอแม่ริม จังหวัดเชียงใหม่"]
    return lines + ([f"(หน่วย : {variant.unit})"] if variant.unit and not variant.seed % 2 else [])


def write(variant, rows, path):
    shown = [[cell[1] if isinstance(cell, tuple) else cell for cell in row] for row in rows]
    if path.suffix == ".html":
        lines = "".join(f"<p>{line}</p>" for line in titles(variant))
        path.write_text(f"<!doctype html><html><body>{lines}{html(shown)}</body></html>", encoding="utf-8")
        return
    document = docx.Document()
    for line in titles(variant):
        document.add_paragraph(line)
    table = document.add_table(rows=len(shown), cols=len(shown[0]))
    cells = table._cells
    for (r, c), (tall, wide) in spans(shown).items():
        cell = cells[r * len(shown[0]) + c]
        if tall > 1 or wide > 1:
            cell = cell.merge(cells[(r + tall - 1) * len(shown[0]) + c + wide - 1])
        if shown[r][c] not in ("", *MERGED):
            cell.paragraphs[0].add_run(str(shown[r][c]))
    document.save(path)


def wrong_in(variant, items, folder):
    path = folder / "site/data/entries.csv"
    if not path.is_file():
        return None
    rows = [row for row in csv.DictReader(path.open(encoding="utf-8-sig")) if row["document"].startswith("report")]
    by_name = {}
    for row in rows:
        by_name.setdefault(letters(row["name"]), []).append(row)
    faults = [f"{len(rows)} rows for {len(items)}"] if len(rows) != len(items) else []
    for item in items:
        found = by_name.get(letters(item["name"]), [])
        if len(found) != 1:
            faults.append(f"{item['name']}: {len(found)} rows")
            continue
        row = found[0]
        if row["status"] != item["status"]:
            faults.append(f"{item['name']} is {row['status']} for {item['status']}")
        if row["dimension"] != str(item["dimension"]):
            faults.append(f"{item['name']} is of dimension {row['dimension']}")
        for field in ("plan", "ordinance", "disbursed"):
            stated = round(item[field] * 100) if isinstance(item[field], (int, float)) else None
            if satang(row[field + "_baht"]) != stated:
                faults.append(f"{item['name']} {field} {row[field + '_baht']} for {item[field]}")
    return faults


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    right = wrong = marked = refused = 0
    for seed in range(first, first + count):
        variant = Variant(seed)
        if variant.section == "heading":
            variant.section = "row"
        items = sorted(variant.items, key=lambda item: (item["dimension"], item["mission"] if variant.mission_rows else 0))
        rows = variant.report_table(items)
        for kind in ("docx", "html"):
            with tempfile.TemporaryDirectory() as work:
                work = Path(work)
                paper = work / f"paper.{kind}"
                write(variant, rows, paper)
                subprocess.run([program, "import", paper, "--into", work / "content"], capture_output=True)
                built = subprocess.run([program, "build", work / "content", "--out", work / "site", "--date", "2569-11-21"], capture_output=True, text=True)
                faults = wrong_in(variant, items, work) if built.returncode == 0 else None
                text = "".join(path.read_text(encoding="utf-8") for path in (work / "content").rglob("*.md") if ".import" not in path.parts)
            if faults is None:
                refused += 1
            elif not faults:
                right += 1
            elif "<!-- import:" in text:
                marked += 1
            else:
                wrong += 1
                print(f"WRONG {kind} {variant.shape()}\n    " + "; ".join(faults[:4]))
    print(f"{right} right, {marked} marked, {refused} refused, {wrong} wrong without a mark, of {2 * count} papers")
    print(f"{right + marked + refused} passed, {wrong} failed")
    sys.exit(wrong > 0)


main()
