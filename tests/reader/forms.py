#!/usr/bin/env python3
"""Forms as offices make them, written by hand with what is right beside them: is each read rightly, or refused?

    tests/reader/forms.py PRONGSAI [WORDS…]

A form is a file of forms/ (README.md there). Each is an agency of its own in one portal. What the program has understood
is taken from its open data. Ends with 1 when a form is not as it says: a wrong figure, a refusal where it is readable.
"""

import csv as csv_module
import glob
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.styles import Font, PatternFill

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from shapes import put, spans, write_ods


class Form:
    def __init__(self, path):
        self.name = os.path.basename(path)[:-5]
        self.year, self.round, self.plan_years = 2569, 12, None
        self.files, self.expected, self.refused, self.told = [], {}, None, []
        head, *parts = re.split(r"^--- (.*?) ---\n", open(path, encoding="utf-8").read(), flags=re.M)
        for line in head.splitlines():
            if line.startswith("told: "):
                self.told = line.split()[1:]
            if match := re.match(r"(year|round|plan_years): (.*)", line):
                value = match[2].strip()
                setattr(self, match[1], int(value) if value.isdigit() else value)
        for title, body in zip(parts[::2], parts[1::2]):
            if title.startswith("expect"):
                year = int(title.split()[1]) if " " in title else self.year
                self.expected[year] = [[cell.strip() for cell in line.split("|")] for line in body.strip().splitlines()]
            elif title.startswith("refused"):
                self.refused = title.split()[1:]
            else:
                self.files.append((title, body))

    def write(self, folder):
        name = "เทศบาลตำบลตัวอย่าง"
        os.makedirs(folder)
        put(os.path.join(folder, "agency.md"), f"---\nname: {name}ที่ {self.name}\ntype: municipality\n---\n")
        year = os.path.join(folder, str(self.year))
        os.makedirs(year)
        books = {}
        for title, body in self.files:
            file, _, sheet = title.partition(" » ")
            if file.endswith(".md"):
                put(os.path.join(year, file), body if body.startswith("---") else self.front(file) + body)
            else:
                books.setdefault(file, []).append((sheet or "Sheet1", body))
        for file, sheets in books.items():
            stem, kind = file.rsplit(".", 1)
            if not os.path.exists(os.path.join(year, stem + ".md")):
                put(os.path.join(year, stem + ".md"), self.front(file) + "ตารางอยู่ในไฟล์แนบ\n")
            path = os.path.join(year, file)
            if kind == "csv":
                text = io.StringIO()
                csv_module.writer(text).writerows([[plain(cell) for cell in row] for row in rows_of(sheets[0][1])])
                put(path, text.getvalue())
            elif kind == "ods":
                write_ods(path, [(title, rows_of(body)) for title, body in sheets])
            else:
                write_book(path, sheets)

    def front(self, file):
        if file.startswith("plan"):
            years = f"fiscal_years: {self.plan_years}" if self.plan_years else f"fiscal_year: {self.year}"
            return f"---\nkind: plan\n{years}\n---\n\n"
        return f"---\nkind: report\nfiscal_year: {self.year}\nround: {self.round}\n---\n\n"


def rows_of(body):
    lines = [line for line in body.split("\n") if not line.startswith("%%")]
    while lines and not lines[-1].strip():
        lines.pop()
    rows = [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def plain(cell):
    return "" if cell in ("<", "^") else re.sub(r"^(#|!\w+ ?|~)", "", cell)


def write_book(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, body in sheets:
        sheet = book.create_sheet(title)
        rows = rows_of(body)
        for (r, c), (tall, wide) in spans(rows).items():
            cell, place = rows[r][c], sheet.cell(r + 1, c + 1)
            if match := re.match(r"!([0-9A-F]{6}) ?", cell):
                place.fill = PatternFill("solid", fgColor="FF" + match[1])
                cell = cell[match.end():]
            if cell.startswith("~"):
                place.font = Font(strike=True)
                cell = cell[1:]
            if match := re.match(r"#([-\d.]+)(%|;(.*))?$", cell):
                place.number_format = "0%" if match[2] == "%" else match[3] or "#,##0"
                cell = float(match[1]) if "." in match[1] else int(match[1])
            if cell != "":
                place.value = cell
            if tall > 1 or wide > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + tall, end_column=c + wide)
        for line in re.findall(r"^%% hide (.*)$", body, flags=re.M):
            for what in line.split():
                if what.isdigit():
                    sheet.row_dimensions[int(what)].hidden = True
                else:
                    sheet.column_dimensions[what].hidden = True
    book.save(path)


def letters(text):
    return "".join(letter for letter in text if letter.isalnum() or "\u0e31" <= letter <= "\u0e4e")


def satang(text):
    return None if text in ("", None) else round(float(text) * 100)


def faults_of(expected, rows):
    faults = [] if len(rows) == len(expected) else [f"{len(rows)} items for {len(expected)}: " + "; ".join(row["name"] for row in rows)[:300]]
    left = list(rows)
    for name, *facts in expected:
        row = next((row for row in left if letters(row["name"]) == letters(name)), None)
        if row is None:
            faults.append(f"{name} missing")
            continue
        left.remove(row)
        for field, fact in zip(("dimension", "status", "plan", "ordinance", "disbursed", "target"), facts):
            if fact == "?":
                continue
            if field == "target":
                if row[field] != (fact if fact != "-" else ""):
                    faults.append(f"{name}: {field} {row[field]!r} for {fact!r}")
            elif field in ("dimension", "status"):
                if row[field] != fact and not (fact == "-" and row[field] in ("", "awaiting", "not_stated")):
                    faults.append(f"{name}: {field} {row[field]!r} for {fact!r}")
            elif satang(row[field + "_baht"]) != (None if fact in ("-", "none") else satang(fact)):
                faults.append(f"{name}: {field} {row[field + '_baht']!r} for {fact}")
            elif (row[field + "_state"] == "none_used") != (fact == "none"):
                faults.append(f"{name}: {field} {row[field + '_state']}")
    return faults


def published(out, slug, year):
    path = os.path.join(out, slug, str(year), "data", "items.csv")
    return list(csv_module.DictReader(io.StringIO(open(path, encoding="utf-8-sig").read()))) if os.path.exists(path) else []


def main():
    program, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    forms = [Form(path) for path in sorted(glob.glob(os.path.join(HERE, "forms", "*.form")))]
    forms = [form for form in forms if not words or any(word in form.name for word in words)]
    work = os.environ.get("KEEP") or tempfile.mkdtemp()
    content, out = os.path.join(work, "content"), os.path.join(work, "out")
    os.makedirs(content)
    put(os.path.join(content, "portal.md"), "---\ntitle: ตัวอย่าง\n---\n")
    for form in forms:
        form.write(os.path.join(content, form.name))
    common = ["--date", "2569-11-21", "--threads", "2"]
    check = subprocess.run([program, "check", content, "--format", "json", *common], capture_output=True, text=True)
    told = {}
    for finding in json.loads(check.stdout)["findings"]:
        path = finding.get("path") or finding.get("file") or finding["primary"]["path"]
        told.setdefault(path.split("/")[0], []).append(finding)
    subprocess.run([program, "build", content, "--out", out, "--keep-going", "--quiet", "--cold", *common], capture_output=True)
    wrong = refused = right = 0
    for form in forms:
        findings = told.get(form.name, [])
        errors = [finding for finding in findings if finding["severity"] == "error"]
        codes = [finding["code"] for finding in errors]
        faults = [fault for year, rows in form.expected.items() for fault in faults_of(rows, published(out, form.name, year))]
        if form.refused is not None:
            bad = [] if codes and set(codes) <= set(form.refused) else [f"told {codes or 'nothing'} for {form.refused}"]
            refused += not bad
        else:
            silent = [f"{code} is not told" for code in form.told if code not in {finding["code"] for finding in findings}]
            bad = ["refused: " + "; ".join(f"{error['code']} {error['message'][:140]}" for error in errors)] if errors else faults + silent
            right += not bad
        if bad:
            wrong += 1
            quiet = "QUIET " if not errors else "LOUD  "
            print(quiet + form.name)
            for fault in bad[:6]:
                print("   ", fault)
        if bad or os.environ.get("SHOW"):
            for finding in findings:
                if finding["severity"] != "error" and (os.environ.get("SHOW") or finding["code"][0] not in "O"):
                    print("      ", finding["severity"], finding["code"], finding["message"][:150])
    print(f"forms of offices: {right} read rightly, {refused} refused as they must be, {wrong} not as they say, of {len(forms)}")
    if not os.environ.get("KEEP"):
        shutil.rmtree(work)
    return 1 if wrong or not forms else 0


if __name__ == "__main__":
    sys.exit(main())
