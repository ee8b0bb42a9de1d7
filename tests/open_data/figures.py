"""Takes the figures of a built site's pages and finds each in the data files beside them.

    python tests/open_data/figures.py OUTPUT

A figure is what the site itself states: sentences of results, the facts under them, tables of charts, columns of numbers.
Words of an authority's own documents are its own, and years, dates, codes and numbers of dimensions are names.
A page of a year must find its figures in the files of that year, an authority's in the authority's, the portal's in the portal's.
"""
import csv
import html.parser
import os
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

site = sys.argv[1]
NUMBER = re.compile(r"(?<![\d.,/-])\d[\d,]*(?:\.\d+)?(?![\d/])")
# What stands before a number that is a name.
NAMES = re.compile(r"(?:ปีงบประมาณ|ปี|พ\.ศ\.|รอบ|มิติที่|มิติ|ไตรมาสที่|ไตรมาส|ข้อ|รหัส|ภารกิจ|วันที่|ระยะที่)\s*(?:พ\.ศ\.\s*)?\d[\d.–-]*(?:\s*[–-]\s*\d+)?(?:\s*เดือน)?")
DATES = re.compile(r"\d{1,2}\s+(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|[ก-ฮ]\.[ก-ฮ]\.)\s+\d{2,4}|\d{1,2}\s*(?:เม\.ย\.|มิ\.ย\.)\s*\d{2,4}")
VOID = {"meta", "link", "br", "hr", "img", "input", "source", "col", "wbr"}


class Figures(html.parser.HTMLParser):
    """Texts of the elements in which the site states figures."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.texts, self.main = [], [], False

    def handle_starttag(self, tag, attributes):
        classes = set((dict(attributes).get("class") or "").split())
        states = tag == "main" and "main" or None
        if "say" in classes or (tag == "td" and "num" in classes) or (tag == "dd" and any(one[1] == "stats" for one in self.open)):
            states = "figure"
        if tag == "p" and any(one[1] == "chart" for one in self.open):
            states = "figure"
        if "stats" in classes:
            states = "stats"
        if tag == "div" and "figure" in classes:
            states = "chart"
        # An authority's words, and lists of other pages.
        if tag in ("svg", "script", "nav", "textarea") or {"prose", "get", "answer", "findings"} & classes:
            states = "other"
        if tag not in VOID:
            self.open.append((tag, states))
            if states == "figure":
                self.texts.append("")

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        states = [state for _, state in self.open if state]
        if "main" in states and "figure" in states and "other" not in states:
            self.texts[-1] += data


def arabic(text):
    return text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


def numbers(text):
    """Each number, and whether it is a whole per cent, which pages round and files do not."""
    text = DATES.sub(" ", NAMES.sub(" ", arabic(text)))
    return [
        (Decimal(found[0].replace(",", "")), "." not in found[0] and text[: found.start()].rstrip().endswith("ร้อยละ"))
        for found in NUMBER.finditer(text)
    ]


def stands_in(files, number, rounded):
    return number in files or rounded and any(one.quantize(Decimal(1), ROUND_HALF_UP) == number for one in files)


pools = {}


def pool(folder):
    """Every number of the CSV files in the data and chart folders at and below a folder."""
    if folder not in pools:
        found = set()
        for path, _, names in os.walk(folder):
            parts = os.path.relpath(path, site).split(os.sep)
            if not ({"data", "charts"} & set(parts)):
                continue
            for name in names:
                if not name.endswith(".csv"):
                    continue
                with open(os.path.join(path, name), encoding="utf-8-sig", newline="") as text:
                    rows = list(csv.reader(text))
                # How many rows there are can be counted.
                found.add(Decimal(len(rows) - 1))
                columns = list(zip(*rows[1:])) if len(rows) > 1 else []
                for column in columns:
                    found.add(Decimal(len({cell for cell in column if cell})))
                for row in rows[1:]:
                    for cell in row:
                        if re.fullmatch(r"-?\d+(\.\d+)?", arabic(cell)):
                            found.add(Decimal(arabic(cell)))
        pools[folder] = found
    return pools[folder]


checked, pages, failed = 0, 0, []
for path, folders, names in os.walk(site):
    folders.sort()
    here = os.path.relpath(path, site)
    parts = [] if here == "." else here.split(os.sep)
    if "index.html" not in names or (parts and parts[0] in ("en", "assets", "api")) or "embed" in parts:
        continue
    with open(os.path.join(path, "index.html"), encoding="utf-8") as text:
        page = text.read()
    if 'http-equiv="refresh"' in page:
        continue
    reader = Figures()
    reader.feed(page)
    depth = 2 if len(parts) > 1 and re.fullmatch(r"25\d\d", parts[1]) else 1 if parts and os.path.isdir(os.path.join(site, parts[0], "data")) else 0
    # A plan of several years is told whole on its page; its files are those of its years.
    if parts[2:] == ["plan"]:
        depth = 1
    files = pool(os.path.join(site, *parts[:depth]))
    stated = [(*number, text) for text in reader.texts for number in numbers(text)]
    pages += bool(stated)
    for number, rounded, text in stated:
        checked += 1
        if not stands_in(files, number, rounded):
            failed.append(f"{here}: {number} of “{' '.join(text.split())[:90]}”")

if pages < 20 or checked < 500:
    failed.append(f"only {checked} figures on {pages} pages were found")
for what in failed[:40]:
    print("failed:", what)
print(f"{pages} pages with figures")
print(f"{checked - len(failed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
