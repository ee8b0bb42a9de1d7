"""One seeded variant of the official forms: an agency's plan and report, their truth drawn first, then written down in
one of many shapes. What the program makes of it is compared by corpus.py."""

import datetime
import os
import random

from shapes import html, markdown, put, tabs, write_csv, write_ods, write_xlsx

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
STATUS = {
    "done": ["ดำเนินการแล้ว", "ดำเนินการแล้วเสร็จ", "แล้วเสร็จ"],
    "in_progress": ["อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ"],
    "not_done": ["ไม่ได้ดำเนินการ", "ไม่สามารถดำเนินการได้"],
}
OTHER_STATUS = {
    "done": ["เสร็จสิ้น", "ดำเนินการเสร็จสิ้น", "ดำเนินการแล้ว ", "ดำเนินการเรียบร้อยแล้ว", "ดำเนินการแล้วเสร็จ ๑๐๐%", "เสร็จสมบูรณ์", "แล้วเสร็จ (100%)", "ดำเนินการแล้ว\nเสร็จ"],
    "in_progress": ["อยู่ระหว่างการดำเนินการ", "อยู่ระหว่าง\nดำเนินการ", "ระหว่างดำเนินการ", "อยู่ระหว่างดำเนินงาน"],
    "not_done": ["ยังไม่ได้ดำเนินการ", "ยังไม่ดำเนินการ", "ไม่มีการดำเนินการ", "ยกเลิกโครงการ", "ไม่ดำเนินการ"],
}
KINDS = ["โครงการ", "กิจกรรม", "มาตรการ"]
SUBJECTS = [
    "อบรมคุณธรรมจริยธรรม", "ส่งเสริมเยาวชนคนดี", "วันต่อต้านการทุจริต", "จัดทำคู่มือป้องกันผลประโยชน์ทับซ้อน", "ประกาศเจตจำนงสุจริต",
    "เผยแพร่ข้อมูลจัดซื้อจัดจ้าง", "รับฟังความคิดเห็นของประชาชน", "ศูนย์รับเรื่องร้องทุกข์", "ตรวจสอบภายใน", "ควบคุมการเบิกจ่ายเงิน",
    "ลดขั้นตอนการปฏิบัติงาน", "อบต. พบประชาชน", "จิตอาสาพัฒนาตำบล", "ปลูกป่าชายเลน", "ค่ายพุทธบุตร", "เกษตรพอเพียง",
    "ยกย่องเชิดชูเกียรติ", "พัฒนาเว็บไซต์", "ประเมินความพึงพอใจ", "แต่งตั้งคณะกรรมการตรวจรับ", "ประชาคมหมู่บ้าน", "ส่งเสริมการมีส่วนร่วมของสตรี",
    "บริหารงานบุคคลอย่างโปร่งใส", "ติดตามประเมินผลแผน",
]
OWN_NAMES = ["รวมพลังต่อต้านการทุจริต", "รวมใจภักดิ์รักท้องถิ่น", "การจัดทำแผนอัตรากำลัง", "จัดทำข้อตกลงการปฏิบัติราชการ", "แผนพัฒนาบุคลากร", "วันสำคัญของชาติ", "นายกพบประชาชน", "5 ส เพื่อหน่วยงานโปร่งใส"]
PLACES = ["", " ประจำปี", "ในสถานศึกษา", "ของบุคลากร", "ในชุมชน", "เพื่อประชาชน"]
OWNERS = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"]
TOTALS = ["รวม", "รวมเงิน", "รวมทั้งสิ้น", "รวมทั้งสิ้น (บาท)", "ผลรวม", "รวม {n} โครงการ", "ยอดรวมทั้งสิ้น", "Total", "รวมเป็นเงินทั้งสิ้น", "รวม ๔ มิติ", "รวมงบประมาณ", "**รวม**"]
OTHER_TOTALS = ["รวมเป็นเงิน", "รวมทั้งหมด {n} โครงการ/กิจกรรม/มาตรการ", "รวมงบประมาณทั้งสิ้น", "รวมจำนวนโครงการทั้งสิ้น", "ยอดรวม", "รวมสุทธิ", "รวมทั้ง 4 มิติ", "Grand Total", "รวมทุกมิติ", "จำนวนรวม", "สรุปรวม", "รวมยอดเงิน", "รวมงบประมาณ (บาท)", "รวม…", "รวม :", "รวมทั้งปี", "ผลรวมทั้งหมด"]
TICKS = ["√", "✓", "/", "☑", ("Wingdings", "ü"), ("Wingdings 2", "P"), ("Wingdings", "\uf0fc"), "✔"]
FORMATS = ["xlsx", "ods", "csv", "md", "html", "tabs", "xlsx", "csv"]
DIMENSIONS = ["การสร้างวัฒนธรรมสุจริต", "การบริหารราชการด้วยความโปร่งใส", "การส่งเสริมการมีส่วนร่วม", "การเสริมสร้างกลไกการตรวจสอบ"]
MONEY_HEADS = [
    ("แผนป้องกันฯ", "ข้อบัญญัติ", "เบิกจ่ายจริง"), ("ตามแผน", "ข้อบัญญัติ", "เบิกจ่าย"),
    ("งบตามแผน", "งบตามข้อบัญญัติ", "จ่ายจริง"), ("งบประมาณที่ตั้งไว้", "เทศบัญญัติ", "ใช้จริง"),
    ("วงเงินงบประมาณ", "ข้อบัญญัติ/เทศบัญญัติ", "เบิกจ่ายจริง"),
]
OTHER_MONEY_HEADS = [
    ("งบประมาณตามแผน", "งบประมาณตามข้อบัญญัติ", "งบประมาณที่เบิกจ่าย"), ("ตามแผนฯ", "ตามข้อบัญญัติฯ", "เบิกจ่ายจริง (บาท)"),
    ("งบประมาณ (บาท)", "ข้อบัญญัติงบประมาณ", "ผลการเบิกจ่าย (บาท)"), ("ตั้งไว้", "ข้อบัญญัติ", "ใช้ไป"),
    ("งบประมาณในแผน", "งบที่ได้รับอนุมัติ", "ใช้จ่ายจริง (บาท)"), ("แผน", "ข้อบัญญัติ", "จ่าย"),
]
NAME_HEADS = ["โครงการ/กิจกรรม/มาตรการ"]
OTHER_NAME_HEADS = [
    "ชื่อโครงการ/กิจกรรม", "รายการ", "โครงการ / กิจกรรม", "ชื่อโครงการ", "โครงการ/มาตรการ/กิจกรรม", "กิจกรรม/โครงการ/มาตรการ", "งาน/โครงการ/กิจกรรม",
    "มาตรการ/โครงการ", "ชื่อ", "โครงการ กิจกรรม มาตรการ", "ชื่อมาตรการ/โครงการ/กิจกรรม", "โครงการ/กิจกรรม/มาตรการ\n(ตามแผน)", "โครงการ\nกิจกรรม\nมาตรการ", "รายละเอียดโครงการ", "โครงการ/\nกิจกรรม/\nมาตรการ",
]
STATUS_HEADS = ["ผลการดำเนินงาน", "ผลการดำเนินการ", "สถานะการดำเนินโครงการ", "ความก้าวหน้า", "สถานะ/ผลการดำเนินงาน", "การดำเนินการ", "ผลดำเนินการ", "สถานะปัจจุบัน"]
TICK_HEADS = [
    ("แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"), ("ดำเนินการแล้วเสร็จ", "ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ"),
    ("ดำเนินการแล้ว", "กำลังดำเนินการ", "ไม่ดำเนินการ"), ("เสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ"), ("ดำเนินการแล้ว", "อยู่ระหว่าง\nดำเนินการ", "ไม่สามารถดำเนินการได้"),
]
OWNER_HEADS = ["หน่วยงานที่รับผิดชอบ", "ผู้รับผิดชอบ/หน่วยงาน", "ส่วนราชการ", "กอง/สำนัก", "หน่วยงานเจ้าของโครงการ", "ผู้รับผิดชอบหลัก"]
SIGNATURES = [
    ["ผู้รายงาน ........................................"], ["ตำแหน่ง นักวิเคราะห์นโยบายและแผนชำนาญการ"], ["วันที่ ๓๐ กันยายน ๒๕๖๙"], ["ตรวจแล้วถูกต้อง"], ["เรียน นายกองค์การบริหารส่วนตำบล"], ["- ทราบ"],
    ["(นายตัวอย่าง ใจดี)", "", "(นางตัวอย่าง ใจงาม)"], ["ปลัดองค์การบริหารส่วนตำบลตัวอย่าง"], ["ข้อมูล ณ วันที่ 30 กันยายน 2569"], ["*ไม่ใช้งบประมาณ หมายถึง ใช้บุคลากรภายใน"], ["หมายเหตุ", "1. ตัวเลขเบื้องต้น", ""], ["ลงชื่อ", "", "ผู้ตรวจสอบ"],
    ["หน้า 1/2"], ["แบบ ปปช. 01"], ["จัดทำโดย สำนักปลัด"], ["ที่มา: ระบบ e-LAAS"],
]
# What may be odd about a variant, with the formats it can be odd in (all where None).
SHEETS = ("xlsx", "ods", "csv")
BOOKS = ("xlsx", "ods")
ODDITIES = {
    "name_head": None, "money_heads": None, "owner_head": None, "tick_heads": None, "status_head": None, "status_words": None,
    "totals": None, "extra_columns": None, "percent_column": None, "left_column": None, "baht": None, "satang": None,
    "thousands": None, "mission_totals": None, "next_page": SHEETS + ("html",), "blank_columns": SHEETS, "blank_rows": SHEETS,
    "unit_row": SHEETS, "summary_table": SHEETS, "plan_table": ("md",), "seq_restart": None, "line_breaks": ("xlsx", "ods", "csv", "html", "md"),
    "bold": ("md",), "odd_spaces": None, "signatures": SHEETS + ("html",), "no_item": None, "own_names": None, "percent_row": None,
    "counts_in_total": None, "stars": None, "sheet_names": BOOKS, "kind_column": None, "dimension_words": None, "date_codes": ("xlsx", "csv"),
    "hidden_column": ("xlsx",), "zeroes": None, "none_words": None, "title_in_table": SHEETS + ("html",), "no_mark": None, "status_and_reason": None,
    "plan_sheet": None, "official_plan": None, "code_forms": None, "both_rounds": None, "count_head": None, "part_rows": None,
}
# Together they make no form that anybody fills in.
APART = [
    ("code_forms", "date_codes"), ("plan_sheet", "official_plan"), ("thousands", "satang"), ("thousands", "baht"), ("thousands", "unit_row"), ("thousands", "money_heads"), ("code_forms", "plan_sheet"), ("code_forms", "official_plan"), ("left_column", "thousands"), ("percent_column", "left_column"),
    ("both_rounds", "status_head"), ("both_rounds", "tick_heads"), ("both_rounds", "sheet_names"), ("tick_heads", "status_head"), ("date_codes", "own_names"), ("plan_table", "official_plan"), ("plan_table", "plan_sheet"),
]


class Variant:
    def __init__(self, seed, most_odd=5):
        self.rng = rng = random.Random(seed)
        self.seed = seed
        self.year = rng.choice([2566, 2567, 2568, 2569])
        self.round = rng.choice([6, 12])
        self.format = rng.choice(FORMATS)
        self.draw_oddities(most_odd)
        odd = self.odd
        self.has_codes = rng.random() < 0.45 or odd & {"date_codes", "code_forms"} != set()
        self.thai_digits = rng.random() < 0.5
        self.section = rng.choice(["row", "row", "column", "heading", "merged"])
        if self.section == "heading" and self.format not in ("md", "html", "tabs"):
            self.section = "row"
        if self.section == "merged" and self.format in ("md", "tabs"):
            self.section = "column"
        if "dimension_words" in odd:
            self.section = "column"
        self.mission_rows = self.section == "row" and (rng.random() < 0.4 or odd & {"mission_totals", "no_item"} != set())
        self.status = "word" if odd & {"status_head", "status_words"} else "ticks" if odd & {"tick_heads", "counts_in_total", "no_mark"} else rng.choice(["word", "ticks", "ticks"])
        self.tick = rng.choice(TICKS)
        if isinstance(self.tick, tuple) and self.format not in BOOKS:
            self.tick = "√"
        self.head_rows = rng.choice([1, 1, 2, 2, 3])
        if "both_rounds" in odd:
            self.head_rows = 2
        self.titles = rng.choice([0, 1, 3]) if self.format in SHEETS else 0
        self.total = rng.choice([None, "all", "each"])
        if odd & {"totals", "percent_row", "counts_in_total"}:
            self.total = "all"
        if "mission_totals" in odd:
            self.total = "each"
        self.total_word = rng.choice(OTHER_TOTALS if "totals" in odd else TOTALS)
        self.signature = rng.random() < 0.4
        self.shuffled = rng.random() < 0.4
        self.numbers_as_text = rng.random() < 0.5
        self.numbered_names = rng.random() < 0.15
        self.repeat_head = rng.random() < 0.2
        self.column_numbers = rng.random() < 0.1
        self.continued = rng.random() < 0.15
        self.has_seq = self.continued or odd & {"own_names", "stars", "seq_restart"} != set() or rng.random() < 0.7
        self.sheets = rng.choice(["one", "one", "rounds", "cover"]) if self.format in BOOKS else "one"
        self.multi_year = "official_plan" in odd or rng.random() < 0.15
        self.unit = rng.choice(["พันบาท", "พันบาท", "ล้านบาท"]) if "thousands" in odd else None
        self.money_heads = rng.choice(OTHER_MONEY_HEADS if "money_heads" in odd else MONEY_HEADS)
        self.name_head = rng.choice(OTHER_NAME_HEADS if "name_head" in odd else NAME_HEADS)
        self.owner_head = rng.choice(OWNER_HEADS) if "owner_head" in odd else "ผู้รับผิดชอบ"
        self.tick_heads = rng.choice(TICK_HEADS) if "tick_heads" in odd else tuple(STATUS[status][0] for status in STATUS)
        self.status_head = rng.choice(STATUS_HEADS) if "status_head" in odd else "สถานะ"
        self.extra = rng.sample([
            ("สถานที่", lambda: rng.choice(["ศาลาประชาคม", "ห้องประชุม อบต.", ""])), ("วันที่ดำเนินการ", lambda: rng.choice(["15 ม.ค. 2569", "๓ กุมภาพันธ์ ๒๕๖๙", "ตลอดปี"])),
            ("ผู้เข้าร่วม (คน)", lambda: rng.randint(10, 200)), ("แหล่งงบประมาณ", lambda: rng.choice(["รายได้", "เงินอุดหนุน"])), ("ตัวชี้วัด", lambda: rng.choice(["ร้อยละ 80", "จำนวน 1 ครั้ง"])),
            ("หมายเหตุ", lambda: rng.choice(["", "เลื่อนจากปีก่อน", "-"])), ("ปัญหา/อุปสรรค", lambda: rng.choice(["", "ไม่มี", "งบประมาณจำกัด"])), ("ลิงก์", lambda: rng.choice(["", "https://example.com/1"])),
            ("กลุ่มเป้าหมาย", lambda: rng.choice(["บุคลากร", "ประชาชน 50 คน"])), ("ระยะเวลา", lambda: rng.choice(["ต.ค. 68 - ก.ย. 69", "ไตรมาส 2"])),
        ], 2)
        self.items = self.draw()

    def draw_oddities(self, most):
        rng = self.rng
        possible = sorted(name for name, formats in ODDITIES.items() if formats is None or self.format in formats)
        self.odd = set(rng.sample(possible, rng.randint(0, most)))
        for one, other in APART:
            if one in self.odd and other in self.odd:
                self.odd.discard(other)

    def draw(self):
        rng, items, seen = self.rng, [], set()
        own = list(OWN_NAMES)
        rng.shuffle(own)
        for dimension in range(1, 5):
            for number in range(1, rng.randint(3, 8)):
                while True:
                    name = rng.choice(KINDS) + rng.choice(SUBJECTS) + rng.choice(PLACES)
                    if name not in seen:
                        break
                if "own_names" in self.odd and number == 2 and own:
                    name = own.pop()
                seen.add(name)
                plan = rng.choice([None, "none", rng.randint(1, 90) * 500])
                if isinstance(plan, int) and "satang" in self.odd:
                    plan = plan + rng.choice([0.25, 0.5, 0.75])
                if isinstance(plan, int) and "thousands" in self.odd:
                    plan = rng.randint(1, 90) * (10000 if self.unit == "ล้านบาท" else 500)
                amount = plan if isinstance(plan, (int, float)) else None
                ordinance = amount - (amount // 10000 * 1000) if amount and rng.random() < 0.7 else None
                disbursed = rng.choice([amount, amount // 1000 * 500]) if amount and rng.random() < 0.7 else None
                if "zeroes" in self.odd and disbursed and rng.random() < 0.5:
                    disbursed = 0
                items.append({
                    "code": f"{dimension}-{number:02}", "name": name, "dimension": dimension, "plan": plan, "ordinance": ordinance,
                    "disbursed": disbursed, "status": rng.choice(list(STATUS)), "owner": rng.choice(OWNERS), "mission": rng.randint(1, 2),
                })
        if self.mission_rows:
            items.sort(key=lambda item: (item["dimension"], item["mission"]))
            counts = {}
            for item in items:
                counts[item["dimension"]] = counts.get(item["dimension"], 0) + 1
                item["code"] = f"{item['dimension']}-{counts[item['dimension']]:02}"
        return items

    def digits(self, text):
        return str(text).translate(THAI) if self.thai_digits else str(text)

    def money(self, amount):
        if amount is None:
            return "" if "no_mark" in self.odd else "-"
        if amount == "none":
            return self.rng.choice(["ไม่ใช้งบ", "ไม่มีงบประมาณ", "ไม่ได้ใช้งบประมาณ", "(ไม่ใช้งบประมาณ)", "ไม่ใช้\nงบประมาณ" if self.format in BOOKS else "ไม่ใช้งบประมาณ"]) if "none_words" in self.odd else "ไม่ใช้งบประมาณ"
        if self.unit:
            amount = amount / (1000 if self.unit == "พันบาท" else 1000000)
            amount = int(amount) if amount == int(amount) else amount
        if self.format in BOOKS and not self.numbers_as_text:
            return amount
        text = f"{amount:,}" if isinstance(amount, int) else f"{amount:,.6f}".rstrip("0") if self.unit else f"{amount:,.2f}"
        if isinstance(amount, int) and self.seed % 5 == 0 and not self.unit:
            text += ".00"
        if "baht" in self.odd:
            text += self.rng.choice([" บาท", ".-", "บาท", " .-"] if "." not in text else [" บาท", "บาท"])
        if "odd_spaces" in self.odd:
            text = "\u00a0" + text + " "
        return self.digits(text)

    def code(self, code, at=0):
        if "code_forms" in self.odd:
            dimension, number = code.split("-")
            return [f"{dimension}-{int(number)}", code.translate(THAI), f"{dimension} - {number}", f"{dimension}–{number}"][self.seed % 4]
        if "date_codes" in self.odd:
            dimension, number = (int(part) for part in code.split("-"))
            if self.format == "xlsx":
                return datetime.date(2026, number, dimension)
            months = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค."]
            return f"{dimension}-{months[number - 1]}"
        return code

    def columns(self, of_plan=False):
        rng, odd = self.rng, self.odd
        columns = []
        if self.has_codes and not of_plan or of_plan == "coded":
            columns.append(("code", ["รหัส"]))
        if self.has_seq:
            columns.append(("seq", [rng.choice(["ที่", "ลำดับ", "ลำดับที่", "ลําดับที่", "ข้อ"])]))
        if self.section in ("column", "merged") or of_plan:
            columns.append(("dimension", [rng.choice(["มิติ", "มิติที่"])]))
        if "kind_column" in odd:
            columns.append(("kind", ["ประเภท"]))
        columns.append(("name", [self.name_head]))
        if "count_head" in odd and not of_plan:
            columns.append(("count", ["จำนวน (ครั้ง)"]))
        if "extra_columns" in odd:
            columns.append((self.extra[0], [self.extra[0][0]]))
        plan, ordinance, disbursed = self.money_heads
        group = "งบประมาณ" + (f" ({self.unit})" if self.unit and self.seed % 2 else "")
        columns.append(("plan", [group, plan]))
        if of_plan:
            return columns + [("owner", [self.owner_head])]
        columns += [("ordinance", [group, ordinance]), ("disbursed", [group, disbursed])]
        if "left_column" in odd:
            columns.append(("left", [group, rng.choice(["คงเหลือ", "งบประมาณคงเหลือ", "เงินเหลือจ่าย", "คงเหลือ (บาท)"])]))
        if "percent_column" in odd:
            columns.append(("percent", [group, rng.choice(["ร้อยละ", "ร้อยละการเบิกจ่าย", "คิดเป็นร้อยละ", "% เบิกจ่าย", "ร้อยละของงบประมาณ"])]))
        if "both_rounds" in odd:
            for months in (6, 12):
                group = f"รอบ {self.digits(months)} เดือน"
                columns += [(f"tick_{status}" if months == self.round else f"other_{status}", [group, STATUS[status][0]]) for status in STATUS]
        elif self.status == "word":
            columns.append(("status", [self.status_head]))
        else:
            group = rng.choice(["สถานะการดำเนินการ", "สถานะ", "ผลการดำเนินงาน"])
            columns += [("tick_" + status, [group, head]) for status, head in zip(STATUS, self.tick_heads)]
        columns.append(("owner", [self.owner_head]))
        if "extra_columns" in odd:
            columns.append((self.extra[1], [self.extra[1][0]]))
        if "status_and_reason" in odd:
            columns.append(("reason", [rng.choice(["เหตุผล", "หมายเหตุ", "ปัญหา/อุปสรรค"])]))
        return columns

    def report_table(self, items):
        columns = self.columns()
        head = self.head([names for _, names in columns])
        rows = list(head)
        self.head_height = len(head)
        if self.column_numbers and self.format != "md":
            rows.append([self.digits(f"({at + 1})") for at in range(len(columns))])
        rows += self.body(columns, items, head)
        if "blank_columns" in self.odd:
            at = self.rng.choice([0, len(columns)])
            rows = [row[:at] + [""] + row[at:] for row in rows]
        return rows

    def head(self, names):
        depth = self.head_rows if self.format != "md" or self.head_rows == 1 else 2
        if depth == 1:
            unit = f" ({self.unit})" if self.unit and self.seed % 2 else ""
            return [[name[-1] + (unit if len(name) == 2 and name[0].startswith("งบประมาณ") else "") for name in names]]
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

    def cell(self, column, item, seq, since, status=None):
        rng = self.rng
        if column == "code":
            return self.code(item["code"])
        if column == "seq":
            return self.digits(len(since) + 1 if "seq_restart" in self.odd else seq) + ("." if self.seed % 7 == 0 else "")
        if column == "dimension":
            if self.section == "merged" and status is not None:
                return "^" if since else self.digits(f"มิติที่ {item['dimension']}")
            if "dimension_words" in self.odd:
                return self.digits(f"มิติที่ {item['dimension']}") + " " + DIMENSIONS[item["dimension"] - 1]
            return self.digits(item["dimension"])
        if column == "kind":
            return next((kind for kind in KINDS if item["name"].startswith(kind)), "กิจกรรม")
        if column == "name":
            name = item["name"]
            if "line_breaks" in self.odd and len(name) > 12:
                cut = next((at for at in range(len(name)) if name[at] == " "), None)
                name = name[:cut] + "\n" + name[cut + 1 :] if cut else name
            if "stars" in self.odd and seq % 4 == 0:
                name += "*"
            if "odd_spaces" in self.odd:
                name = name.replace(" ", "\u00a0 ") + "\u200b "
            if "bold" in self.odd:
                name = f"**{name}**"
            return (self.digits(f"{len(since) + 1}) ") if self.numbered_names else "") + name
        if column in ("plan", "ordinance", "disbursed"):
            return self.money(item[column])
        if column == "left":
            known = isinstance(item["plan"], (int, float)) and item["disbursed"] is not None
            return self.money(item["plan"] - item["disbursed"]) if known else "-"
        if column == "percent":
            known = isinstance(item["plan"], (int, float)) and item["disbursed"] is not None
            return self.digits(f"{100 * item['disbursed'] / item['plan']:.2f}") + ("%" if self.seed % 3 else "") if known else "-"
        if column == "status":
            words = OTHER_STATUS if "status_words" in self.odd else STATUS
            return rng.choice(words[item["status"]])
        if column.startswith("tick_"):
            if column == "tick_" + item["status"]:
                return self.tick
            return rng.choice(["", "-"]) if not isinstance(self.tick, tuple) else ""
        if column.startswith("other_"):
            return self.tick if column == "other_in_progress" else ""
        if column == "reason":
            return "งบประมาณไม่เพียงพอ" if item["status"] == "not_done" else rng.choice(["", "-"])
        if column == "count":
            return self.digits(rng.randint(1, 12))
        return item["owner"]

    def body(self, columns, items, whole_head):
        rng, rows = self.rng, []
        width = len(columns)
        keys = [name for name, _ in columns]
        name_at = keys.index("name")
        section = lambda text: [text] + ([""] * (width - 1))
        in_name = lambda text: [""] * name_at + [text] + [""] * (width - name_at - 1)
        seq, dimension, mission, since, of_mission, everything = 0, None, None, [], [], []
        head = self.head([names for _, names in columns])[-1]
        if "part_rows" in self.odd:
            rows.append(section("ส่วนที่ ๒ ผลการดำเนินงานตามแผนปฏิบัติการ"))
        for at, item in enumerate(items):
            if item["dimension"] != dimension:
                if self.total == "each" and since:
                    rows.append(self.total_row(columns, since, f"รวมมิติที่ {self.digits(dimension)}"))
                if "next_page" in self.odd and dimension == 2:
                    rows.append(section("- 2 -") if self.seed % 2 else section("รายงานผลการดำเนินการป้องกันการทุจริต (ต่อ)"))
                    rows += whole_head
                dimension, mission, since = item["dimension"], None, []
                if "blank_rows" in self.odd:
                    rows.append([""] * width)
                if self.section == "row":
                    text = self.digits(f"มิติที่ {dimension}") + " " + DIMENSIONS[dimension - 1]
                    rows.append(section(text) if self.seed % 3 else in_name(text))
                if self.repeat_head and at and self.format != "md" and self.head_rows == 1:
                    rows.append(head)
            if self.mission_rows and item["mission"] != mission:
                if "mission_totals" in self.odd and of_mission:
                    rows.append(self.total_row(columns, of_mission, f"รวมภารกิจที่ {self.digits(f'{dimension}.{mission}')}"))
                mission, of_mission = item["mission"], []
                if "no_item" in self.odd and mission == 2:
                    rows.append(section(f"ภารกิจที่ {self.digits(f'{dimension}.3')} การส่งเสริมบทบาท"))
                    rows.append(in_name(rng.choice(["- ไม่มี -", "ไม่มีโครงการ", "-ไม่มี-", "(ไม่มี)"])))
                rows.append(section(f"ภารกิจที่ {self.digits(f'{dimension}.{mission}')} การสร้างจิตสำนึก"))
            seq += 1
            row = []
            for column, _ in columns:
                if isinstance(column, tuple):
                    row.append(column[1]())
                else:
                    row.append(self.cell(column, item, seq, since, status=True))
            is_plain = not self.odd & {"line_breaks", "stars", "odd_spaces", "bold"}
            if self.continued and self.has_seq and at % 5 == 2 and len(item["name"]) > 14 and is_plain and "own_names" not in self.odd:
                cut = len(item["name"]) - 5
                row[name_at] = row[name_at][:-5]
                rows.append(row)
                more = [""] * width
                more[name_at] = item["name"][cut:]
                rows.append(more)
            else:
                rows.append(row)
            since.append(item)
            of_mission.append(item)
            everything.append(item)
        if self.total == "each":
            rows.append(self.total_row(columns, since, f"รวมมิติที่ {self.digits(dimension)}"))
        if self.total:
            rows.append(self.total_row(columns, everything, self.total_word.format(n=self.digits(len(everything)))))
        if "percent_row" in self.odd:
            row = [""] * width
            row[0] = rng.choice(["คิดเป็นร้อยละ", "ร้อยละ"])
            for at, key in enumerate(keys):
                if key == "disbursed" or str(key).startswith("tick_"):
                    row[at] = self.digits(f"{rng.randint(10, 90)}.50")
            rows.append(row)
        if self.signature:
            rows.append(section("หมายเหตุ: ตัวเลข ณ วันสิ้นรอบ"))
            if self.format not in ("md", "tabs"):
                rows.append(section("(ลงชื่อ)……………………ผู้รายงาน"))
                rows.append(section("(นางสาวตัวอย่าง ใจดี)"))
        if "signatures" in self.odd:
            for line in rng.sample(SIGNATURES, 3):
                at = rng.choice([0, name_at]) if len(line) == 1 else 0
                rows.append(([""] * at + line + [""] * width)[:width])
        return rows

    def total_row(self, columns, items, word):
        row, said = [], False
        for column, _ in columns:
            if column in ("plan", "ordinance", "disbursed"):
                row.append(self.money(sum(item[column] for item in items if isinstance(item[column], (int, float)))))
            elif column == "left":
                row.append(self.money(sum(item["plan"] - item["disbursed"] for item in items if isinstance(item["plan"], (int, float)) and item["disbursed"] is not None)))
            elif column == "name" or (not said and self.seed % 2 and column in ("seq", "dimension", "code")):
                row.append("" if said else word)
                said = True
            elif "counts_in_total" in self.odd and str(column).startswith("tick_"):
                row.append(self.digits(sum(item["status"] == column[5:] for item in items)))
            else:
                row.append("")
        return row

    # The plan.

    def plan_money(self, amount):
        return "-" if amount is None else "ไม่ใช้งบประมาณ" if amount == "none" else self.digits(f"{amount:,}" if isinstance(amount, int) else f"{amount:,.2f}")

    def plan_table(self):
        """Clean, with codes; of several years where the variant says so."""
        if self.multi_year:
            rows = [["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ"] + [f"ปี {self.digits(self.year + more)} งบประมาณ (บาท)" for more in range(2)]]
            for item in self.items:
                rows.append([item["code"], item["name"], self.digits(item["dimension"]), self.plan_money(item["plan"]), self.plan_money(self.next_year(item))])
        else:
            rows = [["รหัส", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบตามแผน"]]
            rows += [[item["code"], item["name"], self.digits(item["dimension"]), self.plan_money(item["plan"])] for item in self.items]
        return rows

    def next_year(self, item):
        return None if item["plan"] is None else item["plan"] if item["plan"] == "none" else item["plan"] * 2

    def official_plan(self):
        """ส่วนที่ ๒ of a plan of several years, as it is printed."""
        years = [self.year + more for more in range(3)]
        text = []
        for dimension in range(1, 5):
            items = [item for item in self.items if item["dimension"] == dimension]
            rows = [["ภารกิจตามมิติ", "โครงการ/กิจกรรม/มาตรการ"] + [f"ปี {self.digits(year)}\nงบประมาณ (บาท)" for year in years] + ["หมายเหตุ"]]
            if self.seed % 2:
                rows = [
                    ["ภารกิจตามมิติ", "โครงการ/กิจกรรม/มาตรการ"] + [f"ปี {self.digits(year)}" for year in years] + ["หมายเหตุ"],
                    ["", ""] + ["งบประมาณ (บาท)"] * 3 + [""],
                ]
            for at, item in enumerate(items):
                mission = self.digits(f"{dimension}.1") + " การสร้างจิตสำนึกและความตระหนัก" if at == 0 else ""
                rows.append([mission, self.digits(f"{at + 1}) ") + item["name"], self.plan_money(item["plan"]), self.plan_money(self.next_year(item)), "-", ""])
            amounts = [sum(item["plan"] for item in items if isinstance(item["plan"], (int, float))), sum(item["plan"] * 2 for item in items if isinstance(item["plan"], (int, float)))]
            rows.append([self.digits(f"มิติที่ {dimension}"), f"รวม {self.digits(len(items))} โครงการ/กิจกรรม/มาตรการ", self.plan_money(amounts[0]), self.plan_money(amounts[1]), "-", ""])
            text.append(self.digits(f"## มิติที่ {dimension}") + f" {DIMENSIONS[dimension - 1]}\n\n{markdown(rows)}\n")
        return "\n".join(text)

    def write_plan(self, year):
        path = os.path.join(year, "plan.md")
        if "official_plan" in self.odd:
            put(path, f"---\nkind: plan\nfiscal_years: {self.year}-{self.year + 2}\n---\n\n{self.official_plan()}\n")
            return
        years = f"fiscal_years: {self.year}-{self.year + 1}" if self.multi_year else f"fiscal_year: {self.year}"
        front = f"---\nkind: plan\n{years}\n---\n\n"
        if "plan_sheet" in self.odd and not self.multi_year:
            put(path, front + "แผนอยู่ในตาราง\n")
            rows = [[f"แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {self.digits(self.year)}"]]
            head = [["ลำดับ", "มิติ", "โครงการ/กิจกรรม/มาตรการ", "งบประมาณ (บาท)", "ผู้รับผิดชอบ"]]
            dimension = None
            for at, item in enumerate(self.items):
                cell = "^" if item["dimension"] == dimension else self.digits(f"มิติที่ {item['dimension']}")
                dimension = item["dimension"]
                amount = item["plan"] if isinstance(item["plan"], (int, float)) else self.plan_money(item["plan"])
                head.append([at + 1, cell, item["name"], amount, item["owner"]])
            total = sum(item["plan"] for item in self.items if isinstance(item["plan"], (int, float)))
            write_xlsx(os.path.join(year, "plan.xlsx"), [("แผน", rows + head + [["", "", "รวมทั้งสิ้น", total, ""]])], self.rng)
            return
        put(path, f"{front}{markdown(self.plan_table())}\n")

    # The files.

    def write(self, folder):
        year = os.path.join(folder, str(self.year))
        os.makedirs(year)
        put(os.path.join(folder, "agency.md"), f"---\nname: องค์การบริหารส่วนตำบลตัวอย่างที่ {self.seed}\ntype: sao\n---\n")
        self.write_plan(year)
        items = list(self.items)
        if self.shuffled and "date_codes" not in self.odd:
            by = {}
            for item in items:
                by.setdefault((item["dimension"], item["mission"] if self.mission_rows else 0), []).append(item)
            items = []
            for key in sorted(by):
                self.rng.shuffle(by[key])
                items += by[key]
        name = f"report-{self.round}m"
        front = f"---\nkind: report\nfiscal_year: {self.year}\nround: {self.round}\n---\n\n"
        if "plan_table" in self.odd:
            front += f"## แผนประจำปี\n\n{markdown([['โครงการ/กิจกรรม/มาตรการ', 'มิติ', 'งบประมาณ']] + [[item['name'], item['dimension'], self.plan_money(item['plan'])] for item in self.items])}\n\n## ผลการดำเนินงาน\n\n"
        if self.unit and not self.seed % 2:
            front += f"(หน่วย : {self.unit})\n\n" if self.format not in SHEETS else ""
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
        width = len(rows[0])
        titles = ["รายงานผลการดำเนินการป้องกันการทุจริต", f"ประจำปีงบประมาณ พ.ศ. {self.digits(self.year)} รอบ {self.digits(self.round)} เดือน", "องค์การบริหารส่วนตำบลตัวอย่าง"][: self.titles]
        titles = [[title] + (["<"] * (width - 1) if "title_in_table" in self.odd else [""] * (width - 1)) for title in titles]
        if "unit_row" in self.odd or (self.unit and not self.seed % 2):
            titles.append([""] * (width - 1) + [f"(หน่วย : {self.unit or 'บาท'})"])
        rows = titles + rows
        if "summary_table" in self.odd:
            rows += [[""] * width] + [(row + [""] * width)[:width] for row in self.summary()]
        path = os.path.join(year, f"{name}.{self.format}")
        if self.format == "csv":
            write_csv(path, rows, self.rng)
            return
        sheets = [("Sheet1", rows)]
        if "sheet_names" in self.odd:
            other = 18 - self.round
            wrong = self.report_table([dict(item, status="not_done", disbursed=None) for item in items])
            names = self.rng.choice([lambda months: f"{months} เดือน", lambda months: f"รอบ{months}เดือน", lambda months: f"{months}M", lambda months: f"ผล {str(months).translate(THAI)} เดือน"])
            sheets = [(names(other), wrong), (names(self.round), rows)]
            self.rng.shuffle(sheets)
            sheets.append(self.rng.choice([("สรุป", self.summary()), ("Sheet3", [["", ""]]), ("แผน", [["แผน"]] + self.plan_table())]))
        elif self.sheets == "rounds":
            other = 18 - self.round
            wrong = [dict(item, status="not_done", disbursed=None) for item in items]
            sheets = [(f"รอบ {other} เดือน", self.report_table(wrong)), (f"รอบ {self.round} เดือน", rows)]
            self.rng.shuffle(sheets)
        elif self.sheets == "cover":
            sheets = [("ปก", [["รายงานผล"], ["องค์การบริหารส่วนตำบลตัวอย่าง"]]), ("ตาราง", rows)]
        if self.format == "xlsx":
            write_xlsx(path, sheets, self.rng, ["B"] if "hidden_column" in self.odd and not self.has_seq else ())
        else:
            write_ods(path, sheets)

    def summary(self):
        rows = [["มิติ", "จำนวนโครงการ", "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ", "ร้อยละ"]]
        for dimension in range(1, 5):
            own = [item for item in self.items if item["dimension"] == dimension]
            counts = [sum(item["status"] == status for item in own) for status in STATUS]
            rows.append([self.digits(f"มิติที่ {dimension}")] + [self.digits(count) for count in [len(own), *counts]] + [self.digits(f"{100 * counts[0] / len(own):.2f}")])
        return rows

    def text(self, rows):
        if self.format == "tabs":
            return tabs(rows)
        if self.format == "html":
            return html(rows, self.head_height if self.seed % 2 else 0)
        return markdown(rows)

    def truth(self):
        return {item["code"]: item for item in self.items}

    def shape(self):
        return (
            f"seed {self.seed}: {self.format} heads {self.head_rows} sections {self.section} status {self.status} tick {self.tick!r} codes {self.has_codes} "
            f"seq {self.has_seq} total {self.total} {self.total_word} sheets {self.sheets} odd {' '.join(sorted(self.odd))}"
        )
