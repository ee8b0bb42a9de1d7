"""Forty states of an authority: drawn from a seed, written as content files, and kept as the truth about them."""

import itertools
import random

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ROUNDS = {"none": [], "six": [6], "twelve": [12], "both": [6, 12]}
AXES = {
    "statuses": ["all", "some", "none", "awaiting"],
    "rounds": ["none", "six", "twelve", "both"],
    "lists": ["table", "eplan", "two"],
    "declared": ["no", "same", "other"],
    "money": ["amounts", "some", "unused", "mixed", "absent"],
    "years": ["one", "three", "several", "reported"],
}
SYLLABLES = "กอ ขาว คำ แคน งาม จาน ชุม ซำ ดง ดู่ แดง ตาล ทราย ธง นาค บัว ปลา ผือ ฝาง พาน ฟาก มอญ ยาง รำ ลาด วัง สวย หมื่น หลวง อ้อ เขียว เพ็ญ โพธิ์ ไร่ ส้ม บ่อ ท่อ สูง ต่ำ เย็น".split()
NAMES = [
    "โครงการอบรมคุณธรรม", "กิจกรรมวันต่อต้านการทุจริต", "มาตรการเผยแพร่ราคากลาง", "โครงการปรับปรุงศูนย์ข้อมูลข่าวสาร",
    "กิจกรรมประชาคมหมู่บ้าน", "มาตรการรับเรื่องร้องทุกข์", "โครงการตรวจสอบภายใน", "กิจกรรมประเมินความเสี่ยง",
]
OWNERS = ["สำนักปลัด", "กองคลัง"]
UNUSED, ABSENT = "none_used", "not_stated"
STATUS_WORDS = {
    "done": "ดำเนินการแล้วเสร็จ", "in_progress": "อยู่ระหว่างดำเนินการ", "not_done": "ไม่ได้ดำเนินการ", "awaiting": "รอรายงาน",
    None: "-",
}


def thai(text):
    return str(text).translate(THAI)


def states(count=40, seed=13):
    """States that hold as many pairs of two axes as so few can."""
    rng = random.Random(seed)
    axes = list(AXES)
    pairs = lambda state: {(a, state[a], b, state[b]) for a, b in itertools.combinations(axes, 2)}
    seen, chosen = set(), []
    while len(chosen) < count:
        drawn = [{axis: rng.choice(values) for axis, values in AXES.items()} for _ in range(300)]
        best = max(drawn, key=lambda state: len(pairs(state) - seen))
        seen |= pairs(best)
        chosen.append(best)
    return chosen


class Row:
    def __init__(self, code, name, owner, status=None, plan=ABSENT, ordinance=ABSENT, disbursed=ABSENT, reason=None):
        self.code, self.name, self.owner, self.status = code, name, owner, status
        self.plan, self.ordinance, self.disbursed, self.reason = plan, ordinance, disbursed, reason
        self.by_year = {}

    @property
    def dimension(self):
        return int(self.code[0])


class Report:
    def __init__(self, months):
        self.months, self.table, self.eplan, self.declared = months, [], [], {}


class Year:
    def __init__(self, year):
        self.year, self.plan, self.reports = year, None, {}


class Authority:
    """`plans`: first year → (last year, rows, declared); `years`: those of which there is a document."""

    def __init__(self, number, state):
        self.rng = random.Random(1000 + number)
        self.state, self.slug = state, f"a{number:02}"
        self.place = "นา" + SYLLABLES[number]
        self.name, self.short = f"องค์การบริหารส่วนตำบล{self.place}", f"อบต.{self.place}"
        self.plans, self.reports = {}, {}
        first = 2566
        kind = state["years"]
        if kind == "several":
            self.several_years(first)
        for year in {"one": [first], "three": [first, first + 1, first + 2], "several": [first], "reported": [first]}[kind]:
            rows = [self.row(at) for at in range(8)]
            if kind in ("one", "three"):
                self.plans[year] = (year, rows, self.declared(rows, of_plan=True))
            elif kind == "several":
                rows = [row for row in self.plans[first][1] if not row.by_year or year in row.by_year]
            for months in ROUNDS[state["rounds"]]:
                self.reports[year, months] = self.report(rows, months, extra=year == first)
        if kind == "reported" and not self.reports:
            rows = [self.row(at) for at in range(8)]
            self.plans[first] = (first, rows, self.declared(rows, of_plan=True))

    def money(self, part=1.0):
        kind = self.state["money"]
        amount = self.rng.randrange(1, 200) * 50000 + self.rng.choice([0, 0, 0, 50])
        amount = int(amount * part)
        return {
            "amounts": amount,
            "some": self.rng.choice([amount, ABSENT]),
            "unused": UNUSED,
            "mixed": self.rng.choice([amount, UNUSED, ABSENT, 0]),
            "absent": ABSENT,
        }[kind]

    def row(self, at):
        code = f"{at // 2 + 1}-{at % 2 + 1:02}"
        return Row(code, NAMES[at], OWNERS[at % 2], plan=self.money())

    def several_years(self, first):
        rows = [self.row(at) for at in range(8)]
        for at, row in enumerate(rows):
            row.plan = ABSENT
            if at != 5:
                of = [[first], [first, first + 1], [first + 1], [first, first + 1, first + 2]][at % 4]
                amounts = {year: self.money() for year in of}
                row.by_year = {year: amount for year, amount in amounts.items() if amount != ABSENT}
        self.plans[first] = (first + 2, rows, self.declared(rows, of_plan=True))

    def status(self):
        kind = self.state["statuses"]
        word = self.rng.choice(["done", "done", "in_progress", "not_done"])
        return {"all": word, "some": self.rng.choice([word, None, "awaiting"]), "none": None, "awaiting": "awaiting"}[kind]

    def report(self, rows, months, extra):
        report = Report(months)
        for at, row in enumerate(rows):
            # Of both rounds the later is silent on what was done by the first.
            if months == 12 and at == 1 and self.state["rounds"] == "both":
                continue
            status = self.status()
            reason = "ไม่ได้รับการจัดสรรเงิน" if status == "not_done" and at % 2 == 0 else None
            report.table.append(Row(row.code, row.name, row.owner, status, self.money(), self.money(0.5), self.money(0.25), reason))
            other = self.status() if at % 3 == 0 else status
            report.eplan.append(Row(row.code, row.name, None, other, self.money(), ABSENT, self.money(0.2)))
        if extra:
            code = "4-09"
            report.table.append(Row(code, "โครงการนอกแผน", OWNERS[0], self.status(), self.money(), ABSENT, self.money(0.1)))
        if self.state["lists"] == "table":
            report.eplan = []
        if self.state["lists"] == "eplan":
            report.table = []
        report.declared = self.declared(report.eplan or report.table)
        return report

    def declared(self, rows, of_plan=False):
        kind = self.state["declared"]
        if kind == "no":
            return {}
        off = 0 if kind == "same" else self.rng.randrange(1, 4)
        count = lambda status: sum(row.status == status for row in rows)
        amounts = [row.plan for row in rows if isinstance(row.plan, int)]
        amounts += [amount for row in rows for amount in row.by_year.values() if isinstance(amount, int)]
        figures = {"items": len(rows) + off, "plan": sum(amounts) + off * 100000}
        if not of_plan:
            figures |= {"done": count("done") + off, "not_done": count("not_done")}
            disbursed = [row.disbursed for row in rows if isinstance(row.disbursed, int)]
            figures["disbursed"] = sum(disbursed) + off * 5000
            ordinance = [row.ordinance for row in rows if isinstance(row.ordinance, int)]
            figures["ordinance"] = sum(ordinance) + off * 20000
        return figures

    # What an author would write.

    def files(self):
        yield f"{self.slug}/agency.md", (
            f"---\nkind: agency\nname: {self.name}\nshort_name: {self.short}\ntype: sao\namphoe: นาแก\nprovince: นครพนม\n"
            "contact:\n  phone: [\"042-000-000\"]\n---\nหน่วยงานที่แต่งขึ้นเพื่อทดสอบ\n"
        )
        for first, (last, rows, declared) in self.plans.items():
            yield f"{self.slug}/{first}/plan.md", self.plan_file(first, last, rows, declared)
        for (year, months), report in self.reports.items():
            yield f"{self.slug}/{year}/report-{months}m.md", self.report_file(year, report)

    def plan_file(self, first, last, rows, declared):
        years = f"{first}" if first == last else f"{first}-{last}"
        columns = [f"งบประมาณ {year}" for year in range(first, last + 1)] if first != last else ["งบประมาณ"]
        lines = [f"| รหัส | โครงการ/กิจกรรม/มาตรการ | {' | '.join(columns)} | ผู้รับผิดชอบ |", "|---|---|" + "---|" * (len(columns) + 1)]
        for row in rows:
            cells = [row.by_year.get(year, ABSENT) for year in range(first, last + 1)] if first != last else [row.plan]
            lines.append(f"| {row.code} | {row.name} | {' | '.join(map(written, cells))} | {row.owner} |")
        return (
            f"---\nkind: plan\ntitle: แผนปฏิบัติการป้องกันการทุจริต\nfiscal_years: {years}\nframework: 2566\n{front(declared)}---\n"
            + "\n".join(lines) + "\n"
        )

    def report_file(self, year, report):
        text = (
            f"---\nkind: report\ntitle: รายงานผลการดำเนินการป้องกันการทุจริต\nfiscal_year: {year}\nround: {report.months}\n"
            f"{front(report.declared)}---\n"
        )
        if report.table:
            text += "## ตารางรายการ {.items}\n\n| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | ข้อบัญญัติ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ | เหตุผล |\n|---|---|---|---|---|---|---|---|\n"
            for row in report.table:
                cells = [row.code, row.name, *map(written, [row.plan, row.ordinance, row.disbursed]), STATUS_WORDS[row.status], row.owner, row.reason or "-"]
                text += "| " + " | ".join(cells) + " |\n"
        if report.eplan:
            text += "\n## รายการในระบบ e-PlanNACC {.eplan}\n\n| รหัส | โครงการ/กิจกรรม/มาตรการ | งบประมาณ (บาท) | เบิกจ่าย (บาท) | สถานะ |\n|---|---|---|---|---|\n"
            for row in report.eplan:
                cells = [row.code, row.name, *map(written, [row.plan, row.disbursed]), STATUS_WORDS[row.status]]
                text += "| " + " | ".join(cells) + " |\n"
        return text


def baht(satang):
    whole, part = divmod(satang, 100)
    return f"{whole:,}" + (f".{part:02}" if part else "")


def written(money):
    return {UNUSED: "ไม่ใช้งบประมาณ", ABSENT: "-"}.get(money) or baht(money) if not isinstance(money, int) else baht(money)


def front(declared):
    if not declared:
        return ""
    lines = ["declared:"]
    lines += [f"  {key}: {declared[key]}" for key in ("items", "done", "not_done") if key in declared]
    budget = [key for key in ("plan", "ordinance", "disbursed") if key in declared]
    if budget:
        lines += ["  budget:"] + [f"    {key}: {baht(declared[key])}" for key in budget]
    return "\n".join(lines) + "\n"
