#!/usr/bin/env python3
"""Import beside what a person would use instead, on the same files in the same run: pandoc and markitdown for Word, pandas
over openpyxl and markitdown for Excel, pdfplumber, PyMuPDF and markitdown for PDF. Prints a table in Markdown.

    tests/import/beside.py PRONGSAI CONTENT WRAPPED SHUFFLED

WRAPPED is of wrap.py (the PDFs), SHUFFLED of shuffled.py (Word and Excel). Needs pandoc, and from PyPI pdfplumber, markitdown
with its readers, pandas and PyMuPDF. A cell is right when the row that bears the item's name holds it: words without their spaces,
numbers by their value; where it stands in the row is not asked, and every cell of a row counts once.
"""
import html.parser
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import shuffled
import wrap

TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
GLYPHS = str.maketrans({"\uf70a": "\u0e48", "\uf70b": "\u0e49", "\uf70e": "\u0e4c"})


def mended(text):
    """Signs that look alike on paper count as the same, whoever read them."""
    text = str(text).replace("\u0e4d\u0e32", "ำ").replace("เเ", "แ")
    text = re.sub("[\u200b-\u200d\u2060\ufeff\u00ad]", "", text).translate(GLYPHS)
    return re.sub("([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39])", r"\2\1", text)


def value(text):
    """A number as its value, words as themselves without spaces."""
    text = mended(text)
    plain = str(text).translate(TO_ARABIC).strip()
    number = re.fullmatch(r"([\d,]+(?:\.\d+)?)\s*(?:บาท|\.-)?", plain)
    if number:
        return float(number[1].replace(",", ""))
    return re.sub(r"\s+", "", str(text).replace("<br>", "").replace("\\", "")).translate(TO_ARABIC)


def name_of(text):
    return re.sub(r"^[\d.()]+", "", str(value(text)))


def columns_of_names(form):
    return {"na-kok": 1, "phipun": 0, "na-liang": 0, "mueang-noi": 0, "tha-samet": 2}[form.slug]


def truth(form):
    """Rows of the form: the name, and the other cells that say anything."""
    at = columns_of_names(form)
    for part in form.parts:
        for row in part[1]:
            if isinstance(row, str) or len(name_of(row[at])) < 6:
                continue
            yield name_of(row[at]), [value(cell) for column, cell in enumerate(row) if column != at and cell.strip()]


def measured(form, rows):
    """Cells and numbers: right and all."""
    by_name = {}
    for row in rows:
        for cell in row:
            by_name.setdefault(name_of(cell), [value(other) for other in row])
    cells, numbers = [0, 0], [0, 0]
    for name, expected in truth(form):
        found = by_name.get(name)
        cells[1] += 1
        cells[0] += found is not None
        left = list(found or [])
        for one in expected:
            is_number = isinstance(one, float)
            is_right = one in left
            if is_right:
                left.remove(one)
            cells[0] += is_right
            cells[1] += 1
            numbers[0] += is_right and is_number
            numbers[1] += is_number
    return cells, numbers


class Tables(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.cell = [], None

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def of_html(text):
    tables = Tables()
    tables.feed(text)
    return tables.rows


def of_markdown(text):
    lines = [line for line in text.splitlines() if line.lstrip().startswith("|")]
    cell = lambda text: re.sub(r"<!--.*?-->", "", text).strip()
    return [[cell(part) for part in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]


def pandoc(path):
    return of_html(subprocess.run(["pandoc", str(path), "-t", "html"], capture_output=True, text=True, check=True).stdout)


def markitdown(path):
    from markitdown import MarkItDown

    return of_markdown(MarkItDown().convert(str(path)).text_content)


def pandas(path):
    import pandas

    sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=str)
    return [["" if cell != cell else str(cell) for cell in row] for sheet in sheets.values() for row in sheet.values.tolist()]


def pdfplumber(path):
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [[cell or "" for cell in row] for page in document.pages for table in page.extract_tables() for row in table]


def pymupdf(path):
    import pymupdf

    with pymupdf.open(path) as document:
        return [[cell or "" for cell in row] for page in document for table in page.find_tables().tables for row in table.extract()]


def ours(program):
    def read(path):
        with tempfile.TemporaryDirectory() as work:
            subprocess.run([program, "import", str(path), "--into", work], capture_output=True, check=False)
            texts = [file.read_text(encoding="utf-8") for file in sorted(Path(work).glob("*/*.md"))]
            # A report is read before the plan that was made of it.
            texts.sort(key=lambda text: "kind: plan" in text)
            return [row for text in texts for row in of_markdown(text)]

    return read


def main():
    program, content, wrapped, variants = os.path.abspath(sys.argv[1]), *map(Path, sys.argv[2:5])
    forms = {make(content).slug: make(content) for make in (wrap.na_kok, wrap.phipun, wrap.na_liang, wrap.mueang_noi, wrap.tha_samet)}
    kinds = [
        ("Word, shuffled", sorted(variants.glob("*.docx")), [("prongsai", ours(program)), ("pandoc", pandoc), ("markitdown", markitdown)]),
        ("Excel, shuffled", sorted(variants.glob("*.xlsx")), [("prongsai", ours(program)), ("pandas over openpyxl", pandas), ("markitdown", markitdown)]),
        ("web page, shuffled", sorted(variants.glob("*.html")), [("prongsai", ours(program)), ("pandoc", pandoc), ("markitdown", markitdown)]),
        ("PDF of LibreOffice", sorted(wrapped.glob("*.libreoffice.pdf")), [("prongsai", ours(program)), ("pdfplumber", pdfplumber), ("PyMuPDF", pymupdf), ("markitdown", markitdown)]),
        ("PDF of Chromium", sorted(wrapped.glob("*.chromium.pdf")), [("prongsai", ours(program)), ("pdfplumber", pdfplumber), ("PyMuPDF", pymupdf), ("markitdown", markitdown)]),
    ]
    print("| files | read by | cells right | numbers right |")
    print("|---|---|---:|---:|")
    behind = []
    for kind, files, readers in kinds:
        shares = []
        for who, read in readers:
            cells, numbers = [0, 0], [0, 0]
            for path in files:
                form = forms[next(slug for slug in forms if slug in path.name)]
                try:
                    rows = read(path)
                except Exception as error:
                    print(f"{who}: {path.name}: {error}", file=sys.stderr)
                    rows = []
                for sums, more in zip((cells, numbers), measured(form, rows)):
                    sums[0] += more[0]
                    sums[1] += more[1]
            share = [100 * right / max(1, all_) for right, all_ in (cells, numbers)]
            shares.append(share)
            print(f"| {kind} ({len(files)}) | {who} | {cells[0]} of {cells[1]} ({share[0]:.1f} %) | {numbers[0]} of {numbers[1]} ({share[1]:.1f} %) |", flush=True)
        if any(share[0] >= shares[0][0] or share[1] > shares[0][1] for share in shares[1:]):
            behind.append(kind)
    if behind:
        print("not ahead on: " + ", ".join(behind), file=sys.stderr)
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
