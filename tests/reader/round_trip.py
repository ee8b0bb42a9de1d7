#!/usr/bin/env python3
"""Our own items.csv and workbook, opened and saved again by LibreOffice and dropped back as a report: every code is the one
that was written, whether the program saved them as CSV, XLSX or ODS.

    tests/reader/round_trip.py PRONGSAI
"""

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

NAME = "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\n---\n"
# Codes that Excel and its kin take for dates, and some that they do not.
ITEMS = [("1-01", "โครงการอบรมคุณธรรม"), ("1-12", "มาตรการเปิดเผยข้อมูลข่าวสาร"), ("2-03", "กิจกรรมจิตอาสา"), ("2-29", "กิจกรรมปลูกป่า"),
         ("3-10", "กิจกรรมรับฟังความเห็น"), ("4-04", "มาตรการตรวจสอบพัสดุ"), ("2.2.3-1", "โครงการมอบรางวัลคนดี")]
KEPT = ["code", "name", "dimension", "status"]
# UTF-8, commas.
WRITING = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76"}
REPORT = "---\nkind: report\nfiscal_year: 2569\nround: 12\n---\n\n"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def office(kind, source, out):
    with tempfile.TemporaryDirectory() as profile:
        # UTF-8, commas; every special number that it knows is looked for, as a person does who says yes to all.
        reading = ["--infilter=CSV:44,34,76,1,,1033,false,true"] if source.suffix == ".csv" else []
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *reading, "--convert-to", WRITING.get(kind, kind),
                        "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=120)
    return out / f"{source.stem}.{kind}"


def rows_of(path):
    if path.suffix == ".csv":
        return list(csv.reader(path.open(encoding="utf-8-sig")))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def codes_of(program, work, name, write):
    """What the program publishes of these rows as the report of an agency without codes of its own."""
    content = work / f"again-{name}"
    put(content / "agency.md", NAME)
    put(content / "2569/report-12m.md", REPORT + "ตารางอยู่ในไฟล์แนบ\n")
    write(content / "2569")
    out = work / f"out-{name}"
    told = subprocess.run([program, "build", content, "--out", out, "--date", "2569-11-21", "--quiet"], capture_output=True, text=True)
    assert told.returncode == 0, f"{name}: {told.stdout}{told.stderr}"
    return {row["name"]: (row["code"], row["status"]) for row in csv.DictReader((out / "2569/data/items.csv").open(encoding="utf-8-sig"))}


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        put(work / "content/agency.md", NAME)
        table = "| รหัส | โครงการ | สถานะ |\n|---|---|---|\n"
        lines = "".join(f"| {code} | {name} | ดำเนินการแล้ว |\n" for code, name in ITEMS)
        put(work / "content/2569/report-12m.md", REPORT + table + lines)
        subprocess.run([program, "build", work / "content", "--out", work / "out", "--date", "2569-11-21", "--quiet"], check=True)
        data = work / "out/2569/data"
        right = {name: (code, "done") for code, name in ITEMS}
        for source, kind in [("items.csv", "csv"), ("items.csv", "xlsx"), ("workbook.xlsx", "xlsx"), ("workbook.xlsx", "csv")]:
            saved = work / f"saved-{source}-{kind}"
            saved.mkdir()
            rows = rows_of(office(kind, data / source, saved))
            # Heads of people or of programs: the columns stand in one order.
            plain = next(csv.reader((data / "items.csv").open(encoding="utf-8-sig")))
            at = [plain.index(name) for name in KEPT]
            cut = [KEPT] + [[row[column] for column in at] for row in rows[1:]]

            def write_csv(folder, cut=cut):
                with (folder / "report-12m.csv").open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file).writerows(cut)

            def write_xlsx(folder, cut=cut):
                book = openpyxl.Workbook()
                for row in cut:
                    book.active.append(row)
                book.save(folder / "report-12m.xlsx")

            for name, write in [("csv", write_csv), ("xlsx", write_xlsx)]:
                found = codes_of(program, work, f"{source}-{kind}-{name}", write)
                assert found == right, (source, kind, name, found)
        print(f"codes through LibreOffice: {len(ITEMS)} codes come back as they were, by 8 ways")


main()
