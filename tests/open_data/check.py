"""Reads a built site's data files with readers that are not ours, and compares the totals with the pages.

    python tests/open_data/check.py OUTPUT [--all]

frictionless, openpyxl, jsonschema and LibreOffice are used where they are installed; what is skipped is said.
With --all, as tests/run calls it, nothing may be skipped.
"""
import csv
import glob
import html
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tally import Tally

site = sys.argv[1]
tally = Tally()
check, skip = tally.expect, tally.skip


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        skip(f"{name} is not installed")
        return None


def files(pattern):
    return sorted(glob.glob(os.path.join(site, "**", pattern), recursive=True))


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def read_json(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text, parse_float=Decimal)


def words(path):
    with open(path, encoding="utf-8") as text:
        page = re.sub(r"<(script|style)\b.*?</\1>", " ", text.read(), flags=re.S)
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


frictionless = module("frictionless")
packages = files("datapackage.json")
check(len(packages) > 0, "there are data packages")
if frictionless:
    for package in packages:
        report = frictionless.validate(package)
        check(report.valid, f"{package}: {report.flatten(['type', 'note'])[:3]}")

# Every CSV has its bytes' mark, English heads, and the same rows in JSON.
tables = [path for path in files("*.csv") if os.sep + "data" + os.sep in path]
check(len(tables) > 0, "there are tables")
for path in tables:
    with open(path, "rb") as raw:
        check(raw.read(3) != b"\xef\xbb\xbf", f"{path}: a byte-order mark, which readers of packages take for a head")
    rows = read_csv(path)
    data = read_json(path[:-4] + ".json")
    check(data["count"] == len(rows) == len(data["rows"]), f"{path}: {len(rows)} rows, JSON {data['count']}")
    unlike = []
    for row, record in zip(rows, data["rows"]):
        for name, cell in row.items():
            value = record[name]
            shown = "" if value is None else str(value)
            # An apostrophe keeps a spreadsheet from running text as a formula.
            same = cell == shown or cell == "'" + shown
            if not same:
                try:
                    same = Decimal(cell) == Decimal(shown)
                except ArithmeticError:
                    pass
            if not same:
                unlike.append(f"{name} is {cell!r} and in JSON {shown!r}")
    check(not unlike, f"{path}: {unlike[:3]}")

jsonschema = module("jsonschema")
if jsonschema:
    for path in tables:
        name = os.path.basename(path)[:-4]
        schema = read_json(os.path.join(site, "api", "v1", "schema", name + ".json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        with open(path[:-4] + ".json", encoding="utf-8") as text:
            errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.load(text)))
        check(not errors, f"{path}: {errors[:1]}")


def total(rows, column):
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def book_rows(sheet):
    rows = sheet.iter_rows(values_only=True)
    heads = next(rows)
    return [dict(zip(heads, row)) for row in rows]


openpyxl = module("openpyxl")
office = shutil.which("soffice")
if not office:
    skip("LibreOffice is not installed")
for path in files("items.csv"):
    folder = os.path.dirname(path)
    rows = read_csv(path)
    if not rows:
        continue
    sums = {column: total(rows, column) for column in ("plan_baht", "ordinance_baht", "disbursed_baht")}
    heads = {"plan_baht": "งบตามแผน (บาท)", "ordinance_baht": "งบตามข้อบัญญัติ (บาท)", "disbursed_baht": "เบิกจ่าย (บาท)"}
    if openpyxl:
        book = openpyxl.load_workbook(os.path.join(folder, "workbook.xlsx"))
        sheet = book["รายการตามแผน ติดตามถึงผล"]
        own = book_rows(sheet)
        check(len(own) == len(rows), f"{folder}: rows of the workbook")
        for column, head in heads.items():
            values = [row[head] for row in own if row[head] is not None]
            check(all(isinstance(value, (int, float)) for value in values), f"{folder}: {column} is typed")
            check(round(sum(map(float, values)) * 100) == int(sums[column] * 100), f"{folder}: {column} of the workbook")
    year = os.path.basename(os.path.dirname(folder))
    if year.isdigit():
        page = words(os.path.join(os.path.dirname(folder), "index.html"))
        counts = {}
        for row in rows:
            counts[row["status"]] = counts.get(row["status"], 0) + 1
        names = {"done": "แล้วเสร็จ", "in_progress": "อยู่ระหว่างดำเนินการ", "not_done": "ไม่ได้ดำเนินการ"}
        for status, name in names.items():
            if counts.get(status):
                found = re.search(rf"{name}\s+{counts[status]}(?!\d)", page)
                check(found, f"{folder}: the page does not say {name} {counts[status]}")
        for column in ("plan_baht", "disbursed_baht"):
            if sums[column]:
                shown = f"{sums[column]:,.2f}".removesuffix(".00")
                check(re.search(rf"(?<![\d,]){re.escape(shown)}(?![\d,])", page), f"{folder}: the page does not say {column} {shown}")
        whole = next(row for row in read_csv(os.path.join(folder, "tally.csv")) if row["basis"] == "year" and row["dimension"] == "all")
        for column in ("score_percent", "completion_percent"):
            if whole[column]:
                # The score is told as papers print it, a share of what was done as a whole number.
                rounded = str(int(float(whole[column]) + 0.5))
                said = whole[column] if column == "score_percent" else rf"(?:{whole[column]}|{rounded}(?![\d.]))"
                check(re.search(rf"(?<!\d){said}", page), f"{folder}: the page does not say {column} {whole[column]}")

if office:
    books = [path for path in files("workbook.xlsx")]
    with tempfile.TemporaryDirectory() as folder:
        # One run: starting the office is what takes its time.
        copies = []
        for number, path in enumerate(books):
            copy = os.path.join(folder, f"{number}.xlsx")
            shutil.copy(path, copy)
            copies.append(copy)
        subprocess.run(
            [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
             "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir", folder, *copies],
            check=True, capture_output=True, timeout=400)
        for number, path in enumerate(books):
            made = [name for name in os.listdir(folder) if re.fullmatch(rf"{number}(-.*)?\.csv", name)]
            check(made, f"{path}: LibreOffice reads it")
            for name in made[:1]:
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as text:
                    rows = list(csv.reader(text))
                check(len(rows) > 1 and all(rows[0]), f"{path}: LibreOffice finds heads and rows")

# The API: every link of the index leads to a file.
base = None
index = read_json(os.path.join(site, "api", "v1", "index.json"))


def at(address):
    """The file behind an address of this site."""
    path = re.sub(r"^https?://[^/]+/", "", address)
    for known in (path, os.path.join(path, "index.html")):
        if os.path.isfile(os.path.join(site, known)):
            return os.path.join(site, known)
    return None


listed = read_json(at(index["agencies"]))
check(listed["count"] == len(listed["agencies"]) > 0, "the API lists agencies")
for agency in listed["agencies"]:
    for name in ("api", "page", "data"):
        check(at(agency[name]), f"{agency[name]} is missing")
    one = read_json(at(agency["api"]))
    for link in [one["findings"], one["catalog"], *one["files"]]:
        check(at(link), f"{link} is missing")
    for year in one["years"]:
        data = read_json(at(year["api"]))
        check(len(data["items"]) == year["items"] == len(data["item_files"]), f"{year['api']}: items")
        for link in data["item_files"]:
            item = read_json(at(link))
            check(item["item"] in data["items"], f"{link}: the item is that of the year")

for path in files("metadata.json"):
    fields = read_json(path)
    wanted = ("data_type title owner_org maintainer maintainer_email tag_string notes objective update_frequency_unit "
              "geo_coverage data_source data_format data_category license_id").split()
    check(all(name in fields for name in wanted), f"{path}: the 14 fields")
for path in files("catalog.jsonld"):
    read_json(path)
for path in files("*.html"):
    with open(path, encoding="utf-8") as text:
        page = text.read()
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.S):
        check(json.loads(block).get("@context") == "https://schema.org", f"{path}: structured data")

if "--all" in sys.argv[2:]:
    for reason in tally.skipped:
        tally.expect(False, reason)
tally.end()
