#!/usr/bin/env python3
"""sheet → filled with openpyxl → import → build: the open data equals what was filled.

    tests/import/round_trip.py PRONGSAI CONTENT
"""
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

program, content = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
STATUS = ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่สามารถดำเนินการได้"]
KEY = {"ดำเนินการแล้วเสร็จ": "done", "อยู่ระหว่างดำเนินการ": "in_progress", "ไม่สามารถดำเนินการได้": "not_done"}
passed = failed = 0


def run(*words):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:])
        raise SystemExit(f"{words[0]} ended with {done.returncode}\n0 passed, 1 failed")
    return done.stdout


def check(name, left, right):
    global passed, failed
    if left == right:
        passed += 1
    else:
        failed += 1
        print(f"{name}: filled {left!r}, read {right!r}")


def rows_of(sheet):
    head = next(row for row in sheet.iter_rows() if row[0].value == "รหัส")
    columns = {cell.value: cell.column for cell in head}
    return columns, range(head[0].row + 1, sheet.max_row + 1)


with tempfile.TemporaryDirectory() as work:
    site = Path(work) / "content"
    shutil.copytree(content, site)
    for agency, document, extra in [("na-kok", "2564/plan.md", ["--round", "6"]), ("tha-samet", "2563/report-6m.md", [])]:
        form = Path(work) / f"{agency}.xlsx"
        run("sheet", site / agency / document, *extra, "--out", form)
        book = openpyxl.load_workbook(form)
        sheet = book["รายการ"]
        columns, lines = rows_of(sheet)
        wanted = {}
        for number, line in enumerate(lines):
            status, spent = STATUS[number % 3], number * 125 + 50
            sheet.cell(line, columns["สถานะ"]).value = status
            # A column that the document does not have is told, not made.
            if extra:
                sheet.cell(line, columns["ผู้รับผิดชอบ"]).value = "กองคลัง"
            if "เบิกจ่าย" in columns and extra:
                sheet.cell(line, columns["เบิกจ่าย"]).value = spent
            wanted[sheet.cell(line, 1).value] = (KEY[status], spent)
        lists = [rule for rule in sheet.data_validations.dataValidation]
        check(f"{agency}: lists to choose from", len(lists) >= 2, True)
        check(f"{agency}: codes are locked", sheet.cell(lines[0], 1).protection.locked and sheet.protection.sheet, True)
        book.save(form)
        run("import", form, "--into", site, "--agency", agency)
        found = list((site / agency).glob("*/report-6m.md"))
        check(f"{agency}: the report is there", len(found), 1)
        again = run("import", form, "--into", site, "--agency", agency, "--diff")
        check(f"{agency}: a second import changes nothing", again.strip(), "")
        run("build", site, "--out", Path(work) / "out", "--date", "2569-11-21", "--keep-going")
        table = next(path for path in (Path(work) / "out" / agency).rglob("report_6m/entries.csv"))
        read = {row["code"]: row for row in csv.DictReader(table.open(encoding="utf-8-sig"))}
        for code, (status, spent) in wanted.items():
            row = read.get(code)
            check(f"{agency} {code}: status", status, row and row["status"])
            if extra:
                check(f"{agency} {code}: disbursed", float(spent), row and float(row["disbursed_baht"] or "nan"))

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
