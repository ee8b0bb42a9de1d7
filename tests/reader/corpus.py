#!/usr/bin/env python3
"""Seeded variants of the official forms: does the program read what stands there, or say that it did not?

    tests/reader/corpus.py PRONGSAI [COUNT] [FIRST_SEED]

Each variant is an agency of its own: a plan and a report whose truth this script draws first and then writes down in
one of many shapes (xlsx, ods, csv, Markdown, tabs, HTML; heads of one to three rows; sections; totals; ticks; codes or
none; several sheets). A portal holds a hundred of them. What the program has understood is taken from its open data
and compared with the truth. Prints three figures, and ends with 1 when one published figure is wrong without an error.
"""

import csv as csv_module
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Font

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
STATUS = {
    "done": ["ดำเนินการแล้ว", "ดำเนินการแล้วเสร็จ", "แล้วเสร็จ"],
    "in_progress": ["อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ"],
    "not_done": ["ไม่ได้ดำเนินการ", "ไม่สามารถดำเนินการได้"],
}
KINDS = ["โครงการ", "กิจกรรม", "มาตรการ"]
SUBJECTS = [
    "อบรมคุณธรรมจริยธรรม", "ส่งเสริมเยาวชนคนดี", "วันต่อต้านการทุจริต", "จัดทำคู่มือป้องกันผลประโยชน์ทับซ้อน", "ประกาศเจตจำนงสุจริต",
    "เผยแพร่ข้อมูลจัดซื้อจัดจ้าง", "รับฟังความคิดเห็นของประชาชน", "ศูนย์รับเรื่องร้องทุกข์", "ตรวจสอบภายใน", "ควบคุมการเบิกจ่ายเงิน",
    "ลดขั้นตอนการปฏิบัติงาน", "อบต. พบประชาชน", "จิตอาสาพัฒนาตำบล", "ปลูกป่าชายเลน", "ค่ายพุทธบุตร", "เกษตรพอเพียง",
    "ยกย่องเชิดชูเกียรติ", "พัฒนาเว็บไซต์", "ประเมินความพึงพอใจ", "แต่งตั้งคณะกรรมการตรวจรับ", "ประชาคมหมู่บ้าน", "ส่งเสริมการมีส่วนร่วมของสตรี",
    "บริหารงานบุคคลอย่างโปร่งใส", "ติดตามประเมินผลแผน",
]
PLACES = ["", " ประจำปี", "ในสถานศึกษา", "ของบุคลากร", "ในชุมชน", "เพื่อประชาชน"]
OWNERS = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"]
TOTALS = ["รวม", "รวมเงิน", "รวมทั้งสิ้น", "รวมทั้งสิ้น (บาท)", "ผลรวม", "รวม {n} โครงการ", "ยอดรวมทั้งสิ้น", "Total", "รวมเป็นเงินทั้งสิ้น", "รวม ๔ มิติ", "รวมงบประมาณ", "**รวม**"]
TICKS = ["√", "✓", "/", "☑", ("Wingdings", "ü"), ("Wingdings 2", "P"), ("Wingdings", "\uf0fc"), "✔"]
FORMATS = ["xlsx", "ods", "csv", "md", "html", "tabs", "xlsx", "csv"]
DIMENSIONS = ["การสร้างวัฒนธรรมสุจริต", "การบริหารราชการด้วยความโปร่งใส", "การส่งเสริมการมีส่วนร่วม", "การเสริมสร้างกลไกการตรวจสอบ"]


class Variant:
    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.seed = seed
        self.year = rng.choice([2566, 2567, 2568, 2569])
        self.round = rng.choice([6, 12])
        self.format = rng.choice(FORMATS)
        self.has_codes = rng.random() < 0.45
        self.thai_digits = rng.random() < 0.5
        self.section = rng.choice(["row", "row", "column", "heading", "merged"])
        if self.section == "heading" and self.format not in ("md", "html", "tabs"):
            self.section = "row"
        if self.section == "merged" and self.format in ("md", "tabs"):
            self.section = "column"
        self.mission_rows = self.section == "row" and rng.random() < 0.4
        self.status = rng.choice(["word", "ticks", "ticks"])
        self.tick = rng.choice(TICKS)
        if isinstance(self.tick, tuple) and self.format not in ("xlsx", "ods"):
            self.tick = "√"
        self.head_rows = rng.choice([1, 1, 2, 2, 3])
        self.titles = rng.choice([0, 1, 3]) if self.format in ("xlsx", "ods", "csv") else 0
        self.total = rng.choice([None, "all", "each"])
        self.total_word = rng.choice(TOTALS)
        self.signature = rng.random() < 0.4
        self.shuffled = rng.random() < 0.4
        self.numbers_as_text = rng.random() < 0.5
        self.numbered_names = rng.random() < 0.15
        self.repeat_head = rng.random() < 0.2
        self.column_numbers = rng.random() < 0.1
        self.continued = rng.random() < 0.15
        self.has_seq = self.continued or rng.random() < 0.7
        self.sheets = rng.choice(["one", "one", "rounds", "cover"]) if self.format in ("xlsx", "ods") else "one"
        self.multi_year = rng.random() < 0.15
        self.unknown_money = False
        self.money_heads = rng.choice([
            ("แผนป้องกันฯ", "ข้อบัญญัติ", "เบิกจ่ายจริง"), ("ตามแผน", "ข้อบัญญัติ", "เบิกจ่าย"),
            ("งบตามแผน", "งบตามข้อบัญญัติ", "จ่ายจริง"), ("งบประมาณที่ตั้งไว้", "เทศบัญญัติ", "ใช้จริง"),
            ("วงเงินงบประมาณ", "ข้อบัญญัติ/เทศบัญญัติ", "เบิกจ่ายจริง"),
        ])
        self.items = self.draw()

    def draw(self):
        rng, items, seen = self.rng, [], set()
        for dimension in range(1, 5):
            for number in range(1, rng.randint(3, 8)):
                while True:
                    name = rng.choice(KINDS) + rng.choice(SUBJECTS) + rng.choice(PLACES)
                    if name not in seen:
                        break
                seen.add(name)
                plan = rng.choice([None, "none", rng.randint(1, 90) * 500])
                amount = plan if isinstance(plan, int) else None
                items.append({
                    "code": f"{dimension}-{number:02}", "name": name, "dimension": dimension, "plan": plan,
                    "ordinance": amount - amount // 10 if amount and rng.random() < 0.7 else None,
                    "disbursed": rng.randint(1, amount) if amount and rng.random() < 0.7 else None,
                    "status": rng.choice(list(STATUS)), "owner": rng.choice(OWNERS),
                })
        return items

    def digits(self, text):
        return str(text).translate(THAI) if self.thai_digits else str(text)

    def money(self, amount):
        if amount is None:
            return "-"
        if amount == "none":
            return "ไม่ใช้งบประมาณ"
        if self.format in ("xlsx", "ods") and not self.numbers_as_text:
            return amount
        return self.digits(f"{amount:,}" + (".00" if self.seed % 5 == 0 else ""))

    # A table is rows of cells; a cell is text, a number, ("font", text) for a tick, and "<" / "^" for merged into the
    # cell on the left / above.
    def report_table(self, items):
        rng = self.rng
        columns = []
        if self.has_codes:
            columns.append(("code", ["รหัส"]))
        if self.has_seq:
            columns.append(("seq", [rng.choice(["ที่", "ลำดับ", "ลำดับที่"])]))
        if self.section in ("column", "merged"):
            columns.append(("dimension", [rng.choice(["มิติ", "มิติที่"])]))
        columns.append(("name", ["โครงการ/กิจกรรม/มาตรการ"]))
        plan, ordinance, disbursed = self.money_heads
        columns += [("plan", ["งบประมาณ", plan]), ("ordinance", ["งบประมาณ", ordinance]), ("disbursed", ["งบประมาณ", disbursed])]
        if self.status == "word":
            columns.append(("status", ["สถานะ"]))
        else:
            group = rng.choice(["สถานะการดำเนินการ", "สถานะ", "ผลการดำเนินงาน"])
            for status in STATUS:
                columns.append(("tick_" + status, [group, STATUS[status][0]]))
        columns.append(("owner", ["ผู้รับผิดชอบ"]))
        head = self.head([names for _, names in columns])
        rows = list(head)
        self.head_height = len(head)
        if self.column_numbers and self.format not in ("md",):
            rows.append([self.digits(f"({at + 1})") for at in range(len(columns))])
        rows += self.body(columns, items)
        return rows

    def head(self, names):
        depth = self.head_rows if self.format not in ("md",) or self.head_rows == 1 else 2
        if depth == 1:
            return [[name[-1] for name in names]]
        rows = [[], []]
        for at, name in enumerate(names):
            if len(name) == 1:
                rows[0].append(name[0])
                rows[1].append("^")
            else:
                same = at > 0 and len(names[at - 1]) == 2 and names[at - 1][0] == name[0]
                rows[0].append("<" if same else name[0])
                rows[1].append(name[1])
        if depth == 3 and self.format in ("xlsx", "ods", "html"):
            top = [cell if len(names[at]) == 1 else ("<" if at and len(names[at - 1]) == 2 else "ผลตามแผน") for at, cell in enumerate(rows[0])]
            middle = ["^" if len(names[at]) == 1 else cell for at, cell in enumerate(rows[0])]
            return [top, middle, rows[1]]
        return rows

    def body(self, columns, items):
        rng, rows = self.rng, []
        width = len(columns)
        name_at = [name for name, _ in columns].index("name")
        section = lambda text: [text] + ([""] * (width - 1))
        seq, dimension, since = 0, None, []
        everything = []
        head = [names[-1] for _, names in columns]
        for at, item in enumerate(items):
            if item["dimension"] != dimension:
                if self.total == "each" and since:
                    rows.append(self.total_row(columns, since, f"รวมมิติที่ {self.digits(dimension)}"))
                dimension, since = item["dimension"], []
                if self.section == "row":
                    rows.append(section(f"มิติที่ {self.digits(dimension)} {DIMENSIONS[dimension - 1]}"))
                    if self.mission_rows:
                        rows.append(section(f"ภารกิจที่ {self.digits(f'{dimension}.1')} การสร้างจิตสำนึก"))
                if self.repeat_head and at and self.format != "md" and self.head_rows == 1:
                    rows.append(head)
            seq += 1
            row = []
            for column, _ in columns:
                if column == "code":
                    row.append(item["code"])
                elif column == "seq":
                    row.append(self.digits(seq))
                elif column == "dimension":
                    if self.section == "merged":
                        row.append("^" if len(since) > 0 else self.digits(f"มิติที่ {dimension}"))
                    else:
                        row.append(self.digits(dimension))
                elif column == "name":
                    row.append((self.digits(f"{len(since) + 1}) ") if self.numbered_names else "") + item["name"])
                elif column in ("plan", "ordinance", "disbursed"):
                    row.append(self.money(item[column]))
                elif column == "status":
                    row.append(rng.choice(STATUS[item["status"]]))
                elif column.startswith("tick_"):
                    row.append(self.tick if column == "tick_" + item["status"] else rng.choice(["", "-"]) if not isinstance(self.tick, tuple) else "")
                else:
                    row.append(item["owner"])
            if self.continued and self.has_seq and at % 5 == 2 and len(item["name"]) > 14:
                cut = len(item["name"]) - 5
                row[name_at] = row[name_at][:-5]
                rows.append(row)
                more = [""] * width
                more[name_at] = item["name"][cut:]
                rows.append(more)
            else:
                rows.append(row)
            since.append(item)
            everything.append(item)
        if self.total == "each":
            rows.append(self.total_row(columns, since, f"รวมมิติที่ {self.digits(dimension)}"))
        if self.total:
            rows.append(self.total_row(columns, everything, self.total_word.format(n=self.digits(len(everything)))))
        if self.signature:
            rows.append(section("หมายเหตุ: ตัวเลข ณ วันสิ้นรอบ"))
            if self.format not in ("md", "tabs"):
                rows.append(section("(ลงชื่อ)……………………ผู้รายงาน"))
                rows.append(section("(นางสาวตัวอย่าง ใจดี)"))
        return rows

    def total_row(self, columns, items, word):
        row, said = [], False
        for column, _ in columns:
            if column in ("plan", "ordinance", "disbursed"):
                row.append(self.money(sum(item[column] for item in items if isinstance(item[column], int))))
            elif column == "name" or (not said and self.seed % 2 and column in ("seq", "dimension", "code")):
                row.append("" if said else word)
                said = True
            else:
                row.append("")
        return row

    def plan_table(self):
        """The plan in Markdown, clean, with or without codes; of several years where the variant says so."""
        if self.multi_year:
            rows = [["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ"] + [f"ปี {self.digits(self.year + more)} งบประมาณ (บาท)" for more in range(2)]]
            for item in self.items:
                other = None if item["plan"] is None else item["plan"] if item["plan"] == "none" else item["plan"] * 2
                rows.append([item["code"], item["name"], self.digits(item["dimension"]), self.text_money(item["plan"]), self.text_money(other)])
        else:
            rows = [["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบตามแผน"]]
            rows += [[item["code"], item["name"], self.digits(item["dimension"]), self.text_money(item["plan"])] for item in self.items]
        return markdown(rows)

    def text_money(self, amount):
        return "-" if amount is None else "ไม่ใช้งบประมาณ" if amount == "none" else self.digits(f"{amount:,}")

    def write(self, folder):
        year = os.path.join(folder, str(self.year))
        os.makedirs(year)
        put(os.path.join(folder, "agency.md"), f"---\nname: องค์การบริหารส่วนตำบลตัวอย่างที่ {self.seed}\ntype: sao\n---\n")
        years = f"fiscal_years: {self.year}-{self.year + 1}" if self.multi_year else f"fiscal_year: {self.year}"
        put(os.path.join(year, "plan.md"), f"---\nkind: plan\n{years}\n---\n\n{self.plan_table()}\n")
        items = list(self.items)
        if self.shuffled:
            by = {}
            for item in items:
                by.setdefault(item["dimension"], []).append(item)
            items = []
            for dimension in sorted(by):
                self.rng.shuffle(by[dimension])
                items += by[dimension]
        name = f"report-{self.round}m"
        front = f"---\nkind: report\nfiscal_year: {self.year}\nround: {self.round}\n---\n\n"
        if self.section == "heading":
            pieces = []
            for dimension in range(1, 5):
                own = [item for item in items if item["dimension"] == dimension]
                if own:
                    pieces.append(f"### มิติที่ {self.digits(dimension)} {DIMENSIONS[dimension - 1]}\n\n{self.text(self.report_table(own))}\n")
            put(os.path.join(year, name + ".md"), front + "\n".join(pieces))
            return
        rows = self.report_table(items)
        if self.format in ("md", "html", "tabs"):
            put(os.path.join(year, name + ".md"), front + self.text(rows) + "\n")
            return
        put(os.path.join(year, name + ".md"), front + "ผลการดำเนินงานอยู่ในตาราง\n")
        titles = ["รายงานผลการดำเนินการป้องกันการทุจริต", f"ประจำปีงบประมาณ พ.ศ. {self.digits(self.year)} รอบ {self.digits(self.round)} เดือน", "องค์การบริหารส่วนตำบลตัวอย่าง"][: self.titles]
        rows = [[title] + [""] * (len(rows[0]) - 1) for title in titles] + rows
        path = os.path.join(year, f"{name}.{self.format}")
        if self.format == "csv":
            text = io.StringIO()
            writer = csv_module.writer(text, lineterminator="\r\n", delimiter=self.rng.choice([",", ";", "\t"]))
            writer.writerows([["" if cell in ("<", "^") else cell for cell in row] for row in rows])
            encoding = self.rng.choice(["utf-8-sig", "utf-8", "cp874", "utf-16"])
            data = text.getvalue()
            try:
                data = data.encode(encoding)
            except UnicodeEncodeError:
                data = data.encode("utf-8-sig")
            open(path, "wb").write(data)
            return
        sheets = [("Sheet1", rows)]
        if self.sheets == "rounds":
            other = 18 - self.round
            wrong = [dict(item, status="not_done", disbursed=None) for item in items]
            sheets = [(f"รอบ {other} เดือน", self.report_table(wrong)), (f"รอบ {self.round} เดือน", rows)]
            self.rng.shuffle(sheets)
        elif self.sheets == "cover":
            sheets = [("ปก", [["รายงานผล"], ["องค์การบริหารส่วนตำบลตัวอย่าง"]]), ("ตาราง", rows)]
        (write_xlsx if self.format == "xlsx" else write_ods)(path, sheets)

    def text(self, rows):
        if self.format == "tabs":
            return "\n".join("\t".join("" if cell in ("<", "^") else str(cell) for cell in row) for row in rows)
        if self.format == "html":
            return html(rows)
        return markdown([["" if cell in ("<", "^") else cell for cell in row] for row in rows])

    def truth(self):
        return {
            item["code"] if self.has_codes or True else None: {
                "name": item["name"], "dimension": item["dimension"], "status": item["status"],
                "plan": item["plan"], "ordinance": item["ordinance"], "disbursed": item["disbursed"],
            }
            for item in self.items
        }


def put(path, text):
    open(path, "w", encoding="utf-8").write(text)


def markdown(rows):
    line = lambda row: "| " + " | ".join(str(cell) for cell in row) + " |"
    return "\n".join([line(rows[0]), "|" + "---|" * len(rows[0])] + [line(row) for row in rows[1:]])


def spans(rows):
    """Anchor cells with how far they reach: (row, column) → (rows, columns)."""
    found = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            tall = 1
            while r + tall < len(rows) and c < len(rows[r + tall]) and rows[r + tall][c] == "^":
                tall += 1
            found[r, c] = (tall, wide)
    return found


def html(rows):
    found, lines = spans(rows), []
    for r, row in enumerate(rows):
        cells = []
        for c, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            tall, wide = found[r, c]
            attributes = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            cells.append(f"<td{attributes}>{escape(str(cell))}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def write_xlsx(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for (r, c), (tall, wide) in spans(rows).items():
            cell = rows[r][c]
            place = sheet.cell(r + 1, c + 1)
            if isinstance(cell, tuple):
                place.font = Font(name=cell[0])
                cell = cell[1]
            if cell != "":
                place.value = cell
            if tall > 1 or wide > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + tall, end_column=c + wide)
    book.save(path)


def write_ods(path, sheets):
    fonts = ["Wingdings", "Wingdings 2"]
    styles = "".join(
        f'<style:style style:name="f{at}" style:family="table-cell"><style:text-properties style:font-name="{font}"/></style:style>'
        for at, font in enumerate(fonts)
    )
    tables = []
    for title, rows in sheets:
        found, lines = spans(rows), []
        for r, row in enumerate(rows):
            cells = []
            for c, cell in enumerate(row):
                if cell in ("<", "^"):
                    cells.append("<table:covered-table-cell/>")
                    continue
                tall, wide = found[r, c]
                more = f' table:number-rows-spanned="{tall}" table:number-columns-spanned="{wide}"' if (tall, wide) != (1, 1) else ""
                if isinstance(cell, tuple):
                    more += f' table:style-name="f{fonts.index(cell[0])}"'
                    cell = cell[1]
                if cell == "":
                    cells.append(f"<table:table-cell{more}/>")
                elif isinstance(cell, (int, float)):
                    cells.append(f'<table:table-cell{more} office:value-type="float" office:value="{cell}"><text:p>{cell:,}</text:p></table:table-cell>')
                else:
                    cells.append(f'<table:table-cell{more} office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>')
            lines.append("<table:table-row>" + "".join(cells) + "</table:table-row>")
        tables.append(f'<table:table table:name="{escape(title)}">' + "".join(lines) + "</table:table>")
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")])
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')


def published(out, slug, year):
    path = os.path.join(out, slug, str(year), "data", "items.csv")
    if not os.path.exists(path):
        return None
    return list(csv_module.DictReader(io.StringIO(open(path, encoding="utf-8-sig").read())))


def amount(text):
    return None if text in ("", None) else round(float(text))


def wrong_in(variant, rows):
    """What of the published figures is not so."""
    if rows is None:
        return ["nothing published"]
    truth = variant.truth()
    faults = []
    if len(rows) != len(truth):
        faults.append(f"{len(rows)} items for {len(truth)}")
    by_code = {row["code"].lstrip("'").strip("="): row for row in rows}
    for code, item in truth.items():
        row = by_code.get(code)
        if row is None:
            faults.append(f"{code} missing")
            continue
        if row["name"].replace(" ", "") != item["name"].replace(" ", ""):
            faults.append(f"{code} is named {row['name']} for {item['name']}")
        if row["status"] != item["status"]:
            faults.append(f"{code} is {row['status']} for {item['status']}")
        if row["dimension"] != str(item["dimension"]):
            faults.append(f"{code} is of dimension {row['dimension']}")
        for field in ("plan", "ordinance", "disbursed"):
            stated = item[field] if isinstance(item[field], int) else None
            got = amount(row[field + "_baht"]) if field + "_baht" in row else amount(row.get("budget_" + field, ""))
            if got == 0 and stated is None:
                got = None
            if got != stated:
                faults.append(f"{code} {field} {got} for {stated}")
    return faults


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    batch = 100
    right = wrong = refused_well = refused_badly = 0
    shown = 0
    for start in range(first, first + count, batch):
        work = tempfile.mkdtemp()
        content, out = os.path.join(work, "content"), os.path.join(work, "out")
        os.makedirs(content)
        put(os.path.join(content, "portal.md"), "---\ntitle: ตัวอย่าง\n---\n")
        variants = [Variant(seed) for seed in range(start, min(start + batch, first + count))]
        for variant in variants:
            variant.write(os.path.join(content, f"v{variant.seed}"))
        check = subprocess.run([program, "check", content, "--format", "json", "--date", "2569-11-21"], capture_output=True, text=True)
        try:
            report = json.loads(check.stdout)
        except json.JSONDecodeError:
            print(check.stdout[:2000], check.stderr[:2000])
            return 2
        errors = {}
        for finding in report["findings"] if isinstance(report, dict) else report:
            if finding["severity"] == "error":
                path = finding.get("path") or finding.get("file") or finding["primary"]["path"]
                errors.setdefault(path.split("/")[0], []).append(finding)
        subprocess.run([program, "build", content, "--out", out, "--date", "2569-11-21", "--keep-going", "--quiet"], capture_output=True, text=True)
        for variant in variants:
            slug = f"v{variant.seed}"
            told = errors.get(slug, [])
            faults = wrong_in(variant, published(out, slug, variant.year))
            shape = f"seed {variant.seed}: {variant.format} heads {variant.head_rows} sections {variant.section} status {variant.status} tick {variant.tick!r} codes {variant.has_codes} seq {variant.has_seq} total {variant.total} {variant.total_word} sheets {variant.sheets}"
            if told and len(told) == 1:
                refused_well += 1
            elif told:
                refused_badly += 1
            elif faults:
                wrong += 1
            else:
                right += 1
            if (told or faults) and shown < int(os.environ.get("SHOW", "12")):
                shown += 1
                print(("REFUSED " if told else "WRONG ") + shape)
                for finding in told[:3]:
                    print("   ", finding["code"], finding["message"][:160])
                if not told:
                    print("   ", "; ".join(faults[:4]))
        shutil.rmtree(work)
    total = right + wrong + refused_well + refused_badly
    print(f"wrong figures without an error: {wrong} of {total}")
    print(f"read wholly right: {right} of {total} ({100 * right / total:.1f} %)")
    print(f"refused with one finding: {refused_well}; with more than one: {refused_badly}")
    return 1 if wrong or right < 0.97 * total else 0


if __name__ == "__main__":
    sys.exit(main())
