#!/usr/bin/env python3
"""Nothing of a paper is lost: every word that another tool finds in it (python-docx, openpyxl, an HTML parser, pdftotext) stands in
the content files or in the account of the import.

    tests/import/offices/lost.py PRONGSAI
"""
import html.parser
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn

HERE = Path(__file__).resolve().parent
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def squeeze(text):
    return re.sub(r"\s+", "", text.translate(DIGITS))


class Letters(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.skipped = [], 0

    def handle_starttag(self, tag, attributes):
        self.skipped += tag in ("title", "style", "script")

    def handle_endtag(self, tag):
        self.skipped -= tag in ("title", "style", "script")

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def pieces(path):
    """The texts of a paper: paragraphs, cells, lines."""
    if path.suffix == ".docx":
        document = docx.Document(path)
        for paragraph in document.element.iter(qn("w:p")):
            own = [run for run in paragraph.iter(qn("w:r")) if next(run.iterancestors(qn("w:p"))) is paragraph]
            # Texts of one run are parted by a break; a run that is struck or raised is told by itself.
            words = [(is_plain(run), " ".join(text.text or "" for text in run.findall(qn("w:t")))) for run in own]
            yield from ("".join(text for plain, text in words if plain == wanted) for wanted in (True, False))
    elif path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path, data_only=True):
            for row in sheet.iter_rows():
                yield from (str(cell.value) for cell in row if cell.value is not None)
    elif path.suffix == ".html":
        letters = Letters()
        letters.feed(path.read_text(encoding="utf-8"))
        yield from letters.words
    else:
        yield from subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout.splitlines()


def is_plain(run):
    properties = run.find(qn("w:rPr"))
    return properties is None or all(properties.find(qn(name)) is None for name in ("w:strike", "w:vertAlign", "w:vanish"))


def main():
    program = os.path.abspath(sys.argv[1])
    lost, looked = [], 0
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        subprocess.run([sys.executable, HERE / "make.py", work / "papers"], check=True, capture_output=True)
        for paper in sorted((work / "papers").iterdir()):
            into = work / paper.stem
            told = subprocess.run([program, "import", paper, "--into", into, "--format", "json"], capture_output=True, text=True).stdout
            whole = squeeze(told + "".join(path.read_text(encoding="utf-8") for path in into.rglob("*.md")))
            for piece in pieces(paper):
                for word in piece.split():
                    word = word.strip("().,:;-–•✓☑☐☒")
                    looked += bool(word)
                    if squeeze(word) not in whole:
                        lost.append(f"{paper.name}: {word}")
    for line in lost:
        print("lost", line)
    print(f"{looked - len(lost)} passed, {len(lost)} failed")
    sys.exit(bool(lost))


main()
