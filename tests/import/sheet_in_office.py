#!/usr/bin/env python3
"""LibreOffice opens the sheet that `prongsai sheet` writes, and its lists are there: saved again as .ods, the choices of status,
dimension and owner are read back, each over the cells of its column. And old formats come in through it.

    tests/import/sheet_in_office.py PRONGSAI CONTENT
"""
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def office(kind, source, out):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", kind,
                        "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=240)


def main():
    program, content = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        sheet = work / "sheet.xlsx"
        subprocess.run([program, "sheet", str(content / "na-kok/2564/report-12m.md"), "--out", str(sheet)], check=True, capture_output=True)
        office("ods", sheet, work)
        text = zipfile.ZipFile(work / "sheet.ods").read("content.xml").decode("utf-8")
        lists = re.findall(r'<table:content-validation [^>]*table:condition="of:cell-content-is-in-list\(([^"]*)\)"', text)
        choices = " ".join(lists)
        used = len(re.findall(r"table:content-validation-name=", text))
        rows = text.count("<table:table-row")
        # Of status, dimension and owner; each names the cells that hold its choices.
        assert len(lists) >= 3 and all("$" in one for one in lists) and used >= 3, (lists, used)
        print(f"ok LibreOffice: {len(lists)} lists over {used} runs of cells in {rows} rows: {choices[:160]}")
        # Old formats: the sheet's own paper as .xls comes in through LibreOffice.
        office("xls", sheet, work)
        into = work / "into"
        into.mkdir()
        told = subprocess.run([program, "import", str(work / "sheet.xls"), "--into", str(into), "--dry-run"], capture_output=True, text=True)
        assert told.returncode in (0, 1) and "LibreOffice" not in told.stderr, told.stderr
        print("ok .xls through LibreOffice")


main()
