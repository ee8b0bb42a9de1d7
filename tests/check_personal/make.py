"""Writes the lines of FOLDER/lines.txt into files, each by the program that offices make such files with.

    python tests/check_personal/make.py FOLDER
"""
import base64
import html
import os
import pathlib
import shutil
import subprocess
import sys

import docx
import openpyxl

folder = pathlib.Path(sys.argv[1])
lines = (folder / "lines.txt").read_text(encoding="utf-8").split("\n")

document = docx.Document()
for line in lines[::2]:
    document.add_paragraph(line)
table = document.add_table(rows=0, cols=2)
# Row by row the library gets slow; the cells of one row are asked for at once.
for line in lines[1::2][:400]:
    cells = table.add_row().cells
    cells[0].text, cells[1].text = "รายการ", line
for line in lines[1::2][400:]:
    document.add_paragraph(line)
document.save(folder / "word.docx")

book = openpyxl.Workbook()
sheet = book.active
sheet.column_dimensions["B"].width = 90
for number, line in enumerate(lines, 1):
    sheet.append([f"รายการที่ {number}", line])
book.save(folder / "openpyxl.xlsx")


def office(kind, name):
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder.absolute()}/profile", "--convert-to", kind,
         "--outdir", out, folder / "openpyxl.xlsx"],
        check=True, stdout=subprocess.DEVNULL, timeout=300)
    shutil.move(next(out.iterdir()), folder / name)


office("xls:MS Excel 97", "old.xls")
office("ods", "calc.ods")
office("pdf:calc_pdf_Export", "calc.pdf")
office("xlsx:Calc MS Excel 2007 XML", "calc.xlsx")
shutil.rmtree(folder / "profile")
shutil.rmtree(folder / "out")

rows = "".join(f"<tr><td>รายการ</td><td>{html.escape(line)}</td></tr>" for line in lines[::2])
paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1::2])
# A face that has every Thai letter: what a machine falls back to may lack some, and then no reader finds them in the PDF.
face = pathlib.Path(__file__).resolve().parents[2] / "themes/prongsai/assets/fonts/sarabun-400.woff2"
face = base64.b64encode(face.read_bytes()).decode()
(folder / "page.html").write_text(
    f"<!doctype html><meta charset=utf-8><style>@font-face{{font-family:S;src:url(data:font/woff2;base64,{face})}}</style>"
    f"<body style='font-family:S'>"
    f"<table border=1>{rows}</table>{paragraphs}", encoding="utf-8")
chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
subprocess.run(
    [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
     f"--print-to-pdf={folder.absolute()}/chromium.pdf", f"file://{folder.absolute()}/page.html"],
    check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
