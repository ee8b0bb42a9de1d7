"""What every page and file must say of an authority, worked out a second time from the rows that were drawn."""

from decimal import ROUND_HALF_UP, Decimal

from authority import ABSENT, UNUSED, baht, thai

STATUSES = ["done", "in_progress", "not_done", "awaiting", None]
WORDS = {
    "done": "ดำเนินการแล้วเสร็จ", "in_progress": "อยู่ระหว่างดำเนินการ", "not_done": "ไม่ได้ดำเนินการ", "awaiting": "รอรายงาน",
    None: "ไม่ระบุสถานะ",
}
PICTURE_WORDS = WORDS | {"done": "แล้วเสร็จ"}
MONEY = ["plan", "ordinance", "disbursed"]
MONEY_WORDS = {"plan": "ตามแผน", "ordinance": "ตามข้อบัญญัติ", "disbursed": "เบิกจ่าย"}
LISTS = ["plan", "report_6m_table", "report_6m_eplan", "report_12m_table", "report_12m_eplan"]
LIST_WORDS = {
    "plan": "แผน", "report_6m_table": "ตารางรายการ รอบ ๖ เดือน", "report_6m_eplan": "รายการ e-PlanNACC รอบ ๖ เดือน",
    "report_12m_table": "ตารางรายการ รอบ ๑๒ เดือน", "report_12m_eplan": "รายการ e-PlanNACC รอบ ๑๒ เดือน",
}


def hundredths(part, whole):
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def total(amounts):
    """Amounts add up; that none is used is true of all or is not said; nothing stated is no zero."""
    amounts = list(amounts)
    numbers = [amount for amount in amounts if isinstance(amount, int)]
    if numbers:
        return sum(numbers)
    return UNUSED if amounts and all(amount == UNUSED for amount in amounts) else ABSENT


def money_words(money):
    return {UNUSED: "ไม่ใช้งบประมาณ", ABSENT: "ไม่ระบุ"}.get(money) if not isinstance(money, int) else f"{thai(baht(money))} บาท"


class Promise:
    def __init__(self, code, name):
        self.code, self.name, self.owner = code, name, None
        self.in_plan = False
        self.rounds = {}
        self.status, self.status_from, self.newest = None, "", None
        self.money = {kind: ABSENT for kind in MONEY}
        self.money_from = {kind: "" for kind in MONEY}
        self.reason = None

    @property
    def dimension(self):
        return int(self.code[0])


class YearTruth:
    def __init__(self, authority, year):
        self.authority, self.year = authority, year
        self.reports = {months: report for (of, months), report in authority.reports.items() if of == year}
        self.latest = self.reports.get(12) or self.reports.get(6)
        self.plan = next((plan for first, plan in authority.plans.items() if first <= year <= plan[0]), None)
        self.promises = self.gather()

    def planned(self, row):
        if self.plan and any(known.by_year for known in self.plan[1]):
            return row.by_year.get(self.year, ABSENT) if row.by_year else row.plan
        return row.plan

    def gather(self):
        promises = {}
        plan_money = {}
        for row in self.plan[1] if self.plan else []:
            if row.by_year and self.year not in row.by_year:
                continue
            promise = promises.setdefault(row.code, Promise(row.code, row.name))
            promise.in_plan, promise.owner = True, row.owner
            plan_money[row.code] = self.planned(row)
        for months in (6, 12):
            report = self.reports.get(months)
            for rows, key in ((report.table, "table"), (report.eplan, "eplan")) if report else ():
                for row in rows:
                    promise = promises.setdefault(row.code, Promise(row.code, row.name))
                    promise.rounds.setdefault(months, {})[key] = row
        for promise in promises.values():
            months = max(promise.rounds, default=None)
            promise.newest = months
            newest = promise.rounds.get(months, {})
            for key in ("eplan", "table"):
                row = newest.get(key)
                if row and row.status and not promise.status:
                    promise.status, promise.status_from = row.status, f"report_{months}m_{key}"
            for kind in MONEY:
                for key in ("table", "eplan"):
                    row = newest.get(key)
                    if row and getattr(row, kind) != ABSENT and promise.money[kind] == ABSENT:
                        promise.money[kind], promise.money_from[kind] = getattr(row, kind), f"report_{months}m_{key}"
            of_plan = plan_money.get(promise.code, ABSENT)
            if promise.money["plan"] == ABSENT and of_plan != ABSENT:
                promise.money["plan"], promise.money_from["plan"] = of_plan, "plan"
            if "table" in newest:
                promise.owner = newest["table"].owner or promise.owner
                promise.reason = newest["table"].reason
            if not self.latest:
                promise.status = "awaiting"
        return list(promises.values())

    @property
    def dimensions(self):
        return sorted({promise.dimension for promise in self.promises})

    def tally(self, dimension=None):
        return Tally([promise for promise in self.promises if dimension in (None, promise.dimension)])

    def when(self):
        words = f"ปีงบประมาณ {thai(self.year)}"
        return words + (f" รอบ {thai(self.latest.months)} เดือน" if self.latest else "")

    def has_two_lists(self):
        return bool(self.latest and self.latest.table and self.latest.eplan)


class Tally:
    """`rows`: promises, or rows of one list."""

    def __init__(self, rows):
        self.rows = rows
        self.items = len(rows)
        self.count = {status: sum(row.status == status for row in rows) for status in STATUSES}
        amounts = lambda kind: [row.money[kind] if isinstance(row, Promise) else getattr(row, kind) for row in rows]
        self.money = {kind: total(amounts(kind)) for kind in MONEY}
        self.stated = {kind: sum(amount != ABSENT for amount in amounts(kind)) for kind in MONEY}

    @property
    def is_told(self):
        return self.count["done"] + self.count["in_progress"] + self.count["not_done"] > 0

    @property
    def completion(self):
        return hundredths(self.count["done"], self.items) if self.is_told else None

    @property
    def score(self):
        return hundredths(self.count["done"] * 2 + self.count["in_progress"], self.items * 2) if self.is_told else None

    @property
    def spent(self):
        plan, spent = self.money["plan"], self.money["disbursed"]
        return hundredths(spent, plan) if isinstance(plan, int) and plan and isinstance(spent, int) else None

    def lists(self, kind):
        names = {row.status_from if kind == "status" else row.money_from[kind] for row in self.rows if isinstance(row, Promise)}
        return [name for name in LISTS if name in names]

    # The sentence of a year, a dimension or a report.

    def sentence(self, reported):
        if not self.items:
            return "ยังไม่มีรายการในเว็บนี้"
        if not self.is_told:
            words = f"มี {thai(self.items)} เรื่อง" + ("" if reported else "ในแผน")
            if not reported:
                words += " เว็บนี้ยังไม่มีรายงานว่าทำถึงไหน"
            elif self.count["awaiting"] == self.items:
                words += " รายงานระบุว่ารอรายงานทุกเรื่อง"
            elif self.count["awaiting"]:
                words += f" รอรายงาน {thai(self.count['awaiting'])} เรื่อง ไม่ระบุสถานะ {thai(self.count[None])} เรื่อง"
            else:
                words += " รายงานไม่ระบุว่าแต่ละเรื่องทำถึงไหน"
            if isinstance(self.money["plan"], int):
                words += f" ตั้งงบไว้ {money_words(self.money['plan'])}"
            return words
        words = f"ทำเสร็จ {thai(self.count['done'])} จาก {thai(self.items)} เรื่อง"
        plan, spent = self.money["plan"], self.money["disbursed"]
        if isinstance(spent, int):
            words += f" ใช้เงิน {money_words(spent)}"
            if isinstance(plan, int):
                words += f" จากแผน {money_words(plan)}"
        elif spent == UNUSED:
            words += " ไม่ใช้งบประมาณ"
        elif isinstance(plan, int):
            words += f" งบตามแผน {money_words(plan)} ไม่ระบุเงินที่ใช้"
        if self.count[None]:
            words += f" ไม่ระบุสถานะ {thai(self.count[None])} เรื่อง"
        if self.count["not_done"]:
            words += f" ไม่ได้ทำ {thai(self.count['not_done'])} เรื่อง"
        return words

    def english(self, reported):
        if not self.items:
            return "This site has no items of it yet."
        plural = "item" if self.items == 1 else "items"
        in_english = lambda money: f"{baht(money)} baht"
        plan, spent = self.money["plan"], self.money["disbursed"]
        if not self.is_told:
            words = f"{self.items} {plural}" + ("" if reported else " promised")
            if not reported:
                words += "; this site has no report yet of how far they are"
            elif self.count["awaiting"] == self.items:
                words += "; the report marks all of them as awaiting a report"
            elif self.count["awaiting"]:
                words += f"; {self.count['awaiting']} awaiting a report, {self.count[None]} without a stated status"
            else:
                words += "; the report does not say how far they are"
            if isinstance(plan, int):
                words += f"; {in_english(plan)} set aside"
            return words + "."
        words = f"{self.count['done']} of {self.items} {plural} done"
        if isinstance(spent, int):
            words += f"; {in_english(spent)}" + (f" spent of {in_english(plan)} planned" if isinstance(plan, int) else " spent")
        elif spent == UNUSED:
            words += "; no budget used"
        elif isinstance(plan, int):
            words += f"; {in_english(plan)} planned, spending not stated"
        if self.count[None]:
            words += f"; {self.count[None]} without a stated status"
        if self.count["not_done"]:
            words += f"; {self.count['not_done']} not done"
        return words + "."

    # Beside it: the other list, and what the document itself states.

    def other_list(self, report, dimension=None):
        if not (report and report.table and report.eplan and self.is_told):
            return []
        said = ["นับจากรายการ e-PlanNACC"]
        other = Tally([row for row in report.table if dimension in (None, row.dimension)])
        counts = [
            f"{WORDS[status]} {thai(other.count[status])} เรื่อง" for status in STATUSES
            if other.is_told and other.count[status] != self.count[status]
        ]
        return said + ([f"ตารางรายการในรายงานเดียวกันนับได้ {' '.join(counts)}"] if counts else [])

    def declared(self, who, declared):
        """The sentence of what the document states otherwise, and the same for each amount."""
        said, amounts = [], {}
        if "items" in declared and declared["items"] != self.items:
            said.append(f"ทั้งหมด {thai(declared['items'])} เรื่อง")
        for status in ("done", "not_done"):
            if status in declared and (not self.is_told or declared[status] != self.count[status]):
                said.append(f"{WORDS[status]} {thai(declared[status])} เรื่อง")
        for kind in MONEY:
            number = self.money[kind] if isinstance(self.money[kind], int) else 0
            if kind in declared and declared[kind] != number:
                said.append(f"{MONEY_WORDS[kind]} {money_words(declared[kind])}")
                amounts[kind] = f"{who} {money_words(declared[kind])}"
        return ([f"{who} {' '.join(said)}"] if said else []), amounts

    def money_row(self, kind):
        lists = [LIST_WORDS[name] for name in self.lists(kind)]
        words = [f"จาก{' และ '.join(lists)}"] if lists else []
        if 0 < self.stated[kind] < self.items:
            said = "ระบุว่าไม่ใช้งบประมาณ" if self.money[kind] == ABSENT else "ระบุไว้"
            words.append(f"{said} {thai(self.stated[kind])} จาก {thai(self.items)} เรื่อง")
        return " · ".join(words)

    # What pictures say.

    def picture(self, dimensions, empty=0):
        place = "" if dimensions <= 1 else f" ใน {thai(dimensions)} มิติ"
        present = [(status, count) for status, count in self.count.items() if count]
        items = f"{thai(self.items)} เรื่อง"
        if len(present) == 1:
            status = present[0][0]
            stem = {None: "ไม่ระบุ"}.get(status, PICTURE_WORDS[status])
            if self.items == 1:
                return f"มีเรื่องเดียว{place} สถานะ{stem}"
            if status in (None, "awaiting"):
                return f"ทั้ง {items}{place} {PICTURE_WORDS[status]}"
            return f"ทั้ง {items}{place} สถานะ{stem}ทุกเรื่อง"
        parts = [f"{PICTURE_WORDS[status]} {thai(count)} เรื่อง" for status, count in present]
        listed = f"{' '.join(parts[:-1])} และ{parts[-1]}"
        none = "ยังไม่มีเรื่องใดแล้วเสร็จ: " if not self.count["done"] and self.is_told else ""
        share = "" if not self.count["done"] else f" เสร็จแล้ว{whole_percent(self.count['done'], self.items)}"
        return f"{none}จากทั้งหมด {items}{place} {listed}{share}"


def whole_percent(part, whole):
    value = (2 * part * 100 + whole) // (2 * whole)
    sign = "ไม่ถึง" if value == 0 and part else "เกิน" if value == 100 and part < whole else ""
    return f"{sign}ร้อยละ {thai({'ไม่ถึง': 1, 'เกิน': 99}.get(sign, value))}"


def short(percent):
    """As pictures write it: no zeros after the last digit that says something."""
    text = f"{percent:f}".rstrip("0").rstrip(".") if percent is not None else "–"
    return thai(text)
