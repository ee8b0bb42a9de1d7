#!/usr/bin/env python3
"""Makes the fixtures that other programs have to write. Needs openpyxl, LibreOffice Calc, Chromium and a Thai font.

Run it in this folder; the files are committed, so tests need none of this. All names and numbers are invented.
"""
import datetime
import pathlib
import shutil
import subprocess
import tempfile

import openpyxl

HERE = pathlib.Path(__file__).parent
PAGE = """<html lang="th"><head><meta charset="utf-8"><title>ประกาศ ทดสอบ</title></head>
<body style="font-family:'Noto Sans Thai'"><h1>ประกาศองค์การบริหารส่วนตำบลตัวอย่าง</h1>
<p>เลข ๑-๑๐๓๗-๐๐๐๐๐-๐๐-๑ และ 1103700000001 โทร. ๐๘๑-๒๓๔-๕๖๗๘ เรื่องที่ ๑ ผู้รับผิดชอบ น้ำ กำลัง</p>
<table border="1"><tr><td>โครงการ</td><td>๓๗๐,๐๐๐.๐๐</td></tr></table></body></html>"""
TABLE = (
    "\ufeffรหัส,โครงการ,งบ\n3-04,โครงการจัดทำเว็บไซต์ น้ำ กำลัง,\"๑๐,๐๐๐\"\n,1103700000001,โทร ๐๘๑-๒๓๔-๕๖๗๘\n"
)


def convert(source: pathlib.Path, kind: str, *more: str) -> pathlib.Path:
    subprocess.run(
        ["soffice", "--headless", "--convert-to", kind, *more, "--outdir", source.parent / "out", source],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return source.parent / "out" / f"{source.stem}.{kind.split(':')[0]}"


def form(path: pathlib.Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "คำชี้แจง"
    first["A1"] = "แผ่นนี้ไม่ใช่ข้อมูล"
    sheet = book.create_sheet("ข้อมูล")
    sheet.append(["รายงานผลการดำเนินการ"])
    sheet.merge_cells("A1:H1")
    sheet.append(["รหัส", "โครงการ", "งบประมาณ", None, None, "ร้อยละ", "วันที่", "แล้วเสร็จ"])
    sheet.merge_cells("C2:E2")
    for column in "ABFGH":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet["C3"], sheet["D3"], sheet["E3"] = "แผนฯ", "ข้อบัญญัติ", "เบิกจ่าย"
    rows = [
        ["1-01", "โครงการอบรม", 370000, 110000.5, "=C4-D4", 0.8095, datetime.date(2021, 10, 1), True],
        ["1-02", "กิจกรรม\nสองบรรทัด", 0.1, 0.2, "=C5+D5", 1, datetime.datetime(2021, 9, 30, 13, 30), False],
        ["1-03", "เลขยาว", 1103700000001, 80.950000001, "=80.9+0.05", 0, "๑ ตุลาคม ๒๕๖๔", None],
    ]
    for row in rows:
        sheet.append(row)
    for line in (4, 5, 6):
        sheet[f"F{line}"].number_format = "0.00%"
        if line < 6:
            sheet[f"G{line}"].number_format = "d mmm yyyy"
    hidden = book.create_sheet("ซ่อน")
    hidden.sheet_state = "hidden"
    hidden["C9"] = "คำในแผ่นที่ซ่อนไว้"
    book.save(path)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "page.html").write_text(PAGE, "utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--no-pdf-header-footer",
                f"--print-to-pdf={folder / 'page.pdf'}",
                folder / "page.html",
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        shutil.copy(folder / "page.pdf", HERE / "chromium.pdf")
        (folder / "table.csv").write_text(TABLE, "utf-8")
        shutil.copy(convert(folder / "table.csv", "pdf", "--infilter=CSV:44,34,76,1"), HERE / "libreoffice.pdf")
        form(folder / "form.xlsx")
        shutil.copy(folder / "form.xlsx", HERE / "openpyxl.xlsx")
        # LibreOffice computes the formulas, which openpyxl leaves without a value.
        shutil.copy(convert(folder / "form.xlsx", "xlsx"), HERE / "form.xlsx")
        shutil.copy(convert(folder / "form.xlsx", "ods"), HERE / "form.ods")


main()
