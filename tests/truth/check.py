#!/usr/bin/env python3
"""Every sentence, figure and label of forty states of an authority, worked out a second time.

    tests/truth/check.py PRONGSAI [OUT]

Draws forty states of an authority (which statuses are stated, which rounds are reported, one or two lists, what the documents
state of themselves, money or none, one year or more), writes them as content files, builds the site, and derives what every
page and data file must say from the rows that it drew. It shares nothing with the program but the format of content files.
Whatever a page says with a figure or a claim in it and this script did not derive counts as not labelled.
"""

import csv
import json
import os
import re
from fractions import Fraction
import shutil
import subprocess
import sys
import tempfile

from authority import ABSENT, UNUSED, Authority, baht, states, thai
from derived import LIST_WORDS, LISTS, MONEY, MONEY_WORDS, PICTURE_WORDS, STATUSES, WORDS, Tally, YearTruth, hundredths, money_words, short, total
from derived import whole_percent as spoken
from page import Page, bare

DIMENSIONS = {
    1: "การสร้างวัฒนธรรมสุจริต", 2: "การบริหารราชการด้วยความโปร่งใส", 3: "การส่งเสริมบทบาทและการมีส่วนร่วมของภาคประชาชน",
    4: "การยกระดับกลไกการตรวจสอบการดำเนินงานขององค์กรปกครองส่วนท้องถิ่น",
}
KINDS = ["โครงการ", "กิจกรรม", "มาตรการ"]
COUNT_HEADS = [PICTURE_WORDS[status] for status in STATUSES] + ["ทั้งหมด", "แล้วเสร็จ (ร้อยละ)"]
# Words that claim something of an authority, and headings in which they claim nothing.
CLAIMS = [
    "ไม่ระบุ", "ไม่ใช้งบ", "ยังไม่มี", "ทุกเรื่อง", "ทำเสร็จ", "ไม่ได้", "แล้วเสร็จ", "อยู่ระหว่าง", "รอรายงาน", "เหตุผล", "ไม่มีเรื่อง", "ขัดกัน",
    "ตรงกัน", "ไม่พบ", "มีผล", "เกินกำหนด", "ครบ",
]
HEADINGS = [
    "ทุกเรื่องของปีนี้", "ทุกเรื่องในมิตินี้", "ทุกเรื่องในแผน", "คำมั่นทุกเรื่อง เรื่องละหนึ่งช่อง", "สัดส่วนที่แล้วเสร็จ ร้อยละ", "เงินตามแผน ตามข้อบัญญัติ และที่เบิกจ่าย",
    "ความครบถ้วนของข้อมูล", "กระดานความครบถ้วน", "ที่เอกสารระบุ เทียบกับที่นับได้", "ตัวเลขหรือข้อความที่ขัดกัน", "ยังไม่มีในเว็บนี้",
    "ข้อที่ไม่มีคำชี้แจงต่อท้าย คือข้อที่หน่วยงานยังไม่ชี้แจง", "หน่วยงานยังไม่ระบุช่องทางร้องเรียนในข้อมูลนี้", "แยกตามประเภทงาน", "(เสร็จนับ ๑ อยู่ระหว่างนับครึ่ง)",
    "เรื่องนี้ในแต่ละปี", "ใช้อ้างในหนังสือราชการได้ ชื่อเรื่องเปลี่ยนได้ ที่อยู่นี้ไม่เปลี่ยน", "คะแนนตามสูตรของ e-PlanNACC (ปี ๒๕๖๑) ร้อยละ",
    "“ที่เอกสารระบุ” คือตัวเลขตามที่เอกสารพิมพ์ “นับจาก” คือตัวเลขที่เว็บนับจากรายการในเอกสารเดียวกัน", "042-000-000", "ค้นในตารางนี้",
    "เหตุผล:", "ไม่ระบุผู้รับผิดชอบ", "หน่วยงานยังไม่ชี้แจง", "คำ ชื่อ หรือเลขที่น่าจะพิมพ์ผิด", "เปลี่ยนกรอบแผน เทียบข้ามเส้นนี้ไม่ได้", "ไม่พบตัวเลขหรือข้อความที่ขัดกัน",
    "แผนปฏิบัติการป้องกันการทุจริตเพื่อยกระดับคุณธรรมและความโปร่งใส (พ.ศ. ๒๕๖๖–๒๕๗๐)",
]


class Report:
    def __init__(self):
        self.false, self.bare, self.right = [], [], 0

    def equal(self, where, what, found, expected):
        if bare(str(found)) == bare(str(expected)):
            self.right += 1
        else:
            self.false.append(f"{where}: {what}: {found!r}, not {expected!r}")

    def holds(self, where, text, expected):
        if bare(expected) in bare(text):
            self.right += 1
        else:
            self.false.append(f"{where}: does not say {expected!r}")

    def explained(self, where, chunk, known):
        """Nothing is left of a text that has a figure or a claim in it, once all that is derived is taken out."""
        rest = bare(chunk)
        for words in sorted({bare(words) for words in known if words}, key=len, reverse=True):
            rest = rest.replace(words, "\n")
        left = [part for part in rest.split("\n") if re.search(r"[0-9๐-๙]", part) or any(claim in part for claim in CLAIMS)]
        if left:
            self.bare.append(f"{where}: {chunk!r}: not derived {left!r}")
        else:
            self.right += 1


def figures(text):
    """Every number of a text, whatever its digits."""
    plain = text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    return [float(number.replace(",", "")) for number in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", plain)]


def dimension_name(number):
    return f"มิติที่ {thai(number)} {DIMENSIONS[number]}"


def cell(money):
    return {UNUSED: "ไม่ใช้งบประมาณ", ABSENT: "–"}.get(money) if not isinstance(money, int) else thai(baht(money))


def picture_cell(money):
    return {UNUSED: "ไม่ใช้งบประมาณ", ABSENT: "ไม่ระบุ"}.get(money) if not isinstance(money, int) else thai(baht(money))


def kind_of(row):
    return next(kind for kind in KINDS if row.name.startswith(kind))


class Site:
    def __init__(self, authorities, out):
        self.authorities, self.out, self.report = authorities, out, Report()

    def page(self, url):
        if not os.path.exists(os.path.join(self.out, url, "index.html")):
            self.report.false.append(f"{url}: there is no such page")
            return Page("")
        with open(os.path.join(self.out, url, "index.html"), encoding="utf-8") as file:
            return Page(file.read())

    def rows(self, url):
        if not os.path.exists(os.path.join(self.out, url)):
            self.report.false.append(f"{url}: there is no such file")
            return []
        with open(os.path.join(self.out, url), encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def check(self):
        for authority in self.authorities:
            self.authority(authority)
        self.portal()

    # One authority.

    def authority(self, authority):
        with_documents = {year for year, _ in authority.reports} | set(authority.plans)
        named = {year for _, rows, _ in authority.plans.values() for row in rows for year in row.by_year}
        self.years = {year: YearTruth(authority, year) for year in sorted(with_documents | named)}
        self.newest = max((year for year in with_documents if self.years[year].promises), default=None) or max(
            (year for year in named if self.years[year].promises), default=None
        )
        authority.newest = self.years.get(self.newest)
        self.home(authority)
        for truth in self.years.values():
            self.year(authority, truth)
            for dimension in truth.dimensions:
                self.dimension(authority, truth, dimension)
            for promise in truth.promises:
                self.item(authority, truth, promise)
            self.year_files(authority, truth)
        for first, plan in authority.plans.items():
            self.plan(authority, first, plan)
        for (year, months), report in authority.reports.items():
            self.report_page(authority, self.years[year], report)
        self.findings(authority)

    def common(self, authority):
        """What the author wrote, and what names a thing: no claim of the program's."""
        known = [authority.name, authority.short, "แผนปฏิบัติการป้องกันการทุจริต", "รายงานผลการดำเนินการป้องกันการทุจริต"]
        for _, rows, _ in authority.plans.values():
            known += [row.name for row in rows]
        known += ["โครงการนอกแผน", "ไม่ได้รับการจัดสรรเงิน"] + HEADINGS + [dimension_name(number) for number in DIMENSIONS]
        return known + [f"ปีงบประมาณ {thai(year)}" for year in self.years]

    def beside(self, truth, tally, dimension=None):
        """What stands beside a sentence, and what the document states of each amount."""
        said, amounts = [], {}
        if truth.latest:
            if any(report.table and report.eplan for report in truth.reports.values()):
                here = [promise.status_from for promise in tally.rows if promise.status_from]
                counts = [f"{LIST_WORDS[name]} {thai(here.count(name))} เรื่อง" for name in LISTS if name in here]
                said += [f"สถานะมาจาก{' '.join(counts)}"] if counts else []
            said += [words for words in tally.other_list(truth.latest, dimension) if not words.startswith("นับจาก")]
            if len(truth.reports) == 2:
                earlier = sum(promise.newest == 6 and promise.status is not None for promise in tally.rows)
                said += [f"ในนี้ {thai(earlier)} เรื่องไม่มีในรายงานรอบ ๑๒ เดือน จึงนับตามรายงานรอบ ๖ เดือน"] if earlier else []
            if dimension is None:
                words, amounts = tally.declared("รายงานระบุ", truth.latest.declared)
                said += words
        elif truth.plan and truth.plan[0] == next(first for first, plan in truth.authority.plans.items() if plan is truth.plan):
            if dimension is None:
                words, amounts = tally.declared("แผนระบุ", truth.plan[2])
                said += words
        return said, amounts

    def money_pairs(self, tally, amounts, of_promises=True):
        if all(tally.money[kind] == ABSENT for kind in MONEY) and not amounts:
            return {}
        pairs = {}
        for kind in MONEY:
            words = [money_words(tally.money[kind]), tally.money_row(kind) if of_promises else "", amounts.get(kind, "")]
            pairs[MONEY_WORDS[kind]] = " ".join(word for word in words if word)
        return pairs

    def spent_note(self, tally):
        if tally.spent is None:
            return ""
        return f"แถบยาวตามสัดส่วนจริง เงินที่เบิกจ่ายคือ{spoken(tally.money['disbursed'], tally.money['plan'])} ของแผน"

    def pictures(self, truth, tally, dimension=None):
        said = [tally.picture(len(truth.dimensions) if dimension is None else 1)]
        empty = len(DIMENSIONS) - len(truth.dimensions)
        said.append(f"{said[0]} ส่วนอีก {thai(empty)} มิติไม่มีเรื่อง" if empty and dimension is None else "")
        owners = {promise.owner for promise in tally.rows}
        place = f" ของ {thai(len(owners))} หน่วย" if len(owners) > 1 else " ของหน่วยเดียว"
        said.append(tally.picture(0).replace(f"{thai(tally.items)} เรื่อง", f"{thai(tally.items)} เรื่อง{place}", 1))
        said.append(self.budget_sentence(tally))
        if dimension is None:
            said += self.areas(truth, tally)[:2]
        if len(truth.reports) == 2:
            said.append(self.flow_sentence(truth))
        if tally.is_told:
            said.append(self.score_sentence(truth))
        return said

    def groups(self, where, page, rows, official=None, keep_reason=True):
        """Rows under the heading of their status, each with its money and, of what was not done, its reason."""
        known = []
        heads = {"not_done": "ไม่ได้ทำ {} เรื่อง", "in_progress": "กำลังทำ {} เรื่อง", None: "รายงานไม่บอกผล {} เรื่อง", "awaiting": "รอรายงาน {} เรื่อง", "done": "ทำเสร็จ {} เรื่อง"}
        for status, words in heads.items():
            count = sum(row["status"] == status for row in rows)
            head = words.format(thai(count))
            known += [head] if count else []
            said = [chunk for chunk in page.chunks if re.fullmatch(words.replace("{}", "[๐-๙]+"), chunk)]
            self.report.equal(where, f"heads those that are {status}", sorted(set(said)), [head] if count else [])
            reasons = [row["reason"] for row in rows if row["status"] == status and row["reason"]]
            for row in rows:
                if row["status"] != status:
                    continue
                parts = [row["name"], row["money"], f"เหตุผล: {row['reason']}" if status == "not_done" and row["reason"] else "", row["also"]]
                if status == "not_done" and reasons and not row["reason"]:
                    parts[2] = "รายงานไม่ได้เขียนเหตุผลของเรื่องนี้"
                line = "".join(part for part in parts if part)
                known.append(line)
                self.report.holds(where, "\n".join(page.chunks), line)
        return known

    def row_of(self, promise):
        newest = promise.rounds.get(promise.newest, {})
        table, eplan = newest.get("table"), newest.get("eplan")
        budget = promise.money["plan"]
        reason = (table and table.reason) or (eplan and eplan.reason)
        return {
            "status": promise.status, "name": promise.name, "money": thai(baht(budget)) if isinstance(budget, int) and budget else "",
            "reason": reason, "also": self.also(table, eplan),
        }

    def row_of_report(self, row, table, eplan):
        own, other = table.get(row.code), eplan.get(row.code)
        budgets = [one.plan for one in (row, own, other) if one and one.plan != ABSENT]
        budget = budgets[0] if budgets else ABSENT
        return {
            "status": row.status, "name": row.name, "money": thai(baht(budget)) if isinstance(budget, int) and budget else "",
            "reason": (own or row).reason or row.reason, "also": self.also(own, other) if table and eplan else "",
        }

    @staticmethod
    def also(table, eplan):
        if table and eplan and table.status and eplan.status and table.status != eplan.status:
            return f"ตารางรายการ: {WORDS[table.status]} · รายการ e-PlanNACC: {WORDS[eplan.status]}"
        return ""

    def areas(self, truth, tally):
        """What the picture of money says: its heading, its sentence, its table."""
        plan, spent = tally.money["plan"], tally.money["disbursed"]
        if isinstance(plan, int) and isinstance(spent, int):
            head = f"ใช้ {thai(baht(spent))} จาก {money_words(plan)}"
        elif isinstance(plan, int):
            head = f"ตั้งงบ {money_words(plan)}"
        elif isinstance(spent, int):
            head = f"ใช้เงิน {money_words(spent)}"
        else:
            head = "เงินของปีนี้"
        names = {"plan": "ตั้งไว้ในแผน", "ordinance": "อยู่ในข้อบัญญัติ", "disbursed": "ใช้จริง"}
        parts = [f"{names[kind]} {money_words(tally.money[kind])}" for kind in MONEY if tally.money[kind] != ABSENT]
        if spent == ABSENT and truth.latest:
            parts.append("ใช้จริง รายงานไม่ระบุ")
        words = " ".join(parts)
        if tally.spent is not None:
            words += f" คือ{spoken(spent, plan)} ของแผน"
        printed = self.printed(truth, tally)
        of = {"plan": "เอกสารพิมพ์ยอดแผน", "ordinance": "เอกสารพิมพ์ยอดข้อบัญญัติ", "disbursed": "เอกสารพิมพ์ยอดใช้จริง"}
        if printed:
            words += " แต่" + " ".join(f"{of[kind]} {money_words(printed[kind])}" for kind in MONEY if kind in printed)
        rows = [
            [names[kind], picture_cell(tally.money[kind]), thai(baht(printed[kind])) if kind in printed else "", ", ".join(LIST_WORDS[name] for name in tally.lists(kind))]
            for kind in MONEY
        ]
        return head, words, rows

    def printed(self, truth, tally):
        """Totals that the newest report prints, where none of its lists adds up to them."""
        if not truth.latest:
            return {}
        tallies = [Tally(rows) for rows in (truth.latest.table, truth.latest.eplan) if rows] + [tally]
        sums = {kind: [one.money[kind] for one in tallies if isinstance(one.money[kind], int)] for kind in MONEY}
        return {kind: truth.latest.declared[kind] for kind in MONEY if kind in truth.latest.declared and sums[kind] and truth.latest.declared[kind] not in sums[kind]}

    def budget_sentence(self, tally):
        if all(tally.money[kind] == UNUSED for kind in MONEY):
            return "ทุกเรื่องระบุว่าไม่ใช้งบประมาณ"
        plan, ordinance, spent = (money_words(tally.money[kind]) for kind in MONEY)
        share = f" คิดเป็น{spoken(tally.money['disbursed'], tally.money['plan'])} ของแผน" if tally.spent is not None else ""
        return f"งบตามแผน {plan} งบตามข้อบัญญัติ {ordinance} เบิกจ่าย {spent}{share}"

    def at_six_months(self, truth):
        known = [promise for promise in truth.promises if promise.in_plan or 6 in promise.rounds]
        return Tally([Until(promise) for promise in known])

    def flow_sentence(self, truth):
        six = Tally([Until(promise) for promise in truth.promises])
        twelve = truth.tally()
        later = sum(Until(promise).status != "done" and promise.status == "done" for promise in truth.promises)
        said = lambda tally: listed([f"{PICTURE_WORDS[status]} {thai(count)} เรื่อง" for status, count in tally.count.items() if count])
        words = f"จากทั้งหมด {thai(twelve.items)} เรื่อง รอบ ๖ เดือน {said(six)} รอบ ๑๒ เดือน {said(twelve)}"
        return words + (f" โดยเสร็จเพิ่มหลังรอบ ๖ เดือน {thai(later)} เรื่อง" if later else "")

    def river(self):
        """Of each year with a report: every promise at six and at twelve months, where that round is reported."""
        ways = {}
        for year, truth in self.years.items():
            if truth.promises and truth.reports:
                at = lambda promise: (Until(promise).status if 6 in truth.reports else "none", promise.status if 12 in truth.reports else "none")
                ways[year] = [at(promise) for promise in truth.promises]
        return ways if len(ways) > 1 else {}

    def river_words(self):
        said, later = [], []
        for year, ways in self.river().items():
            newest = [twelve if twelve != "none" else six for six, twelve in ways]
            counts = [f"{PICTURE_WORDS[status]} {thai(newest.count(status))} เรื่อง" for status in STATUSES if status in newest]
            done = newest.count("done")
            said.append(f"ปี {thai(year)} แล้วเสร็จ {thai(done)} จาก {thai(len(ways))} เรื่อง" if done else f"ปี {thai(year)} จาก {thai(len(ways))} เรื่อง {listed(counts)}")
            if all("none" not in way for way in ways):
                more = sum(six != "done" and twelve == "done" for six, twelve in ways)
                later.append(f"ปี {thai(year)} " + (f"เสร็จเพิ่มหลังรอบ ๖ เดือน {thai(more)} เรื่อง" if more else "ไม่มีเรื่องที่เสร็จเพิ่มหลังรอบ ๖ เดือน"))
        heading = later[-1] if later else "จากแผนสู่ผล ทุกปี"
        return [" · ".join(said), heading] if said else []

    def score_of(self, truth, months):
        return (self.at_six_months(truth) if months == 6 else truth.tally()).score if months in truth.reports else None

    def band(self, months, score):
        orange, green = (20, 50) if months == 6 else (50, 80)
        return "สีเขียว" if score >= green else "สีส้ม" if score >= orange else "สีแดง"

    def score_sentence(self, truth):
        parts = []
        for months in sorted(truth.reports):
            score = self.score_of(truth, months)
            parts.append(
                f"รอบ {thai(months)} เดือน" + ("ไม่มีคะแนน" if score is None else f"ได้ร้อยละ {two(score)} อยู่ในเกณฑ์{self.band(months, score)}")
            )
        return f"คะแนนตามสูตร: {' · '.join(parts)}"

    def lists_of_pictures(self, truth):
        if not truth.has_two_lists():
            return ""
        lists = [LIST_WORDS[name] for name in truth.tally().lists("status")]
        return f" ({', '.join(lists)})" if lists else ""

    def titles(self, truth, dimension=None):
        about = f"{truth.authority.short} {truth.when()}{self.lists_of_pictures(truth)}"
        of = f"มิติที่ {thai(dimension)} " if dimension else ""
        titles = self.headings(truth, dimension)
        titles.append(self.areas(truth, truth.tally())[0])
        return titles + [f"{title} – {of}{about}" for title in titles] + [f"{self.completeness(truth)[0].split(' ที่ขาด')[0]} – {truth.authority.short}"]

    def headings(self, truth, dimension=None):
        """What each picture found, in a few words; where it found nothing, what it is about."""
        tallies = [truth.tally(one) for one in truth.dimensions] if dimension is None else []
        told = [one for one in tallies if any(one.count[status] for status in ("done", "in_progress", "not_done"))]
        shares = sorted(told, key=lambda one: Fraction(one.count["done"], one.items))
        found = ["ความก้าวหน้าตามมิติ", "คำมั่นทุกเรื่อง เรื่องละหนึ่งช่อง", "คะแนนเทียบเกณฑ์", "ใครรับผิดชอบเรื่องใด", "เงินตามแผน ตามข้อบัญญัติ และที่เบิกจ่าย"]
        if len(shares) > 1 and len(shares) == len(tallies):
            low, high = (spoken(one.count["done"], one.items) for one in (shares[0], shares[-1]))
            found.append(f"ทุกมิติเสร็จ{low}" if low == high else f"แต่ละมิติเสร็จ{low} ถึง{high}")
        for months in (6, 12):
            if self.score_of(truth, months) is not None:
                found.append(f"รอบ {thai(months)} เดือนอยู่ในเกณฑ์{self.band(months, self.score_of(truth, months))}")
        owners = {}
        for promise in truth.promises:
            owners[promise.owner] = owners.get(promise.owner, 0) + 1
        found += [f"{name}รับผิดชอบ {thai(own)} จาก {thai(len(truth.promises))} เรื่อง" for name, own in owners.items() if name and own == max(owners.values()) and len(owners) > 1]
        tally = truth.tally()
        if tally.spent is not None:
            found.append(f"เบิกจ่าย{spoken(tally.money['disbursed'], tally.money['plan'])} ของแผน")
        later = sum(Until(promise).status != "done" and promise.status == "done" for promise in truth.promises)
        found.append(f"เสร็จเพิ่มหลังรอบ ๖ เดือน {thai(later)} เรื่อง" if later else "ไม่มีเรื่องที่เสร็จเพิ่มหลังรอบ ๖ เดือน")
        return found

    def home(self, authority):
        where, truth = f"{authority.slug}/", authority.newest
        page = self.page(where)
        text = "\n".join(page.chunks)
        known = self.common(authority)
        if truth:
            tally = truth.tally()
            said, amounts = self.beside(truth, tally)
            self.sentences(where, text, [tally.sentence(bool(truth.latest))] + said)
            when = truth.when().replace("ปีงบประมาณ", "ปี")
            known += said + [tally.sentence(bool(truth.latest)), when, self.spent_note(tally)] + self.pictures(truth, tally) + self.titles(truth)
            known += self.not_done(where, page, truth) + self.score_words(tally) + [self.trend(), self.trend_heading()] + self.river_words()
            for words in self.river_words():
                self.report.holds(where, text, words)
            self.pairs(where, page, self.money_pairs(tally, amounts), known)
            self.tables(where, page, truth, truth.promises)
            known.append(self.completeness(truth)[0])
            known += ["อำเภอนาแก จังหวัดนครพนม"]
        known += self.finding_words(authority, page)
        known += ["ยังไม่มี"] if "ประกาศ" in text else []
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def sentences(self, where, text, said):
        for sentence in said:
            self.report.holds(where, text, sentence)
        # No other sentence of its kind: a page says how far an authority is once.
        found = len(re.findall("ทำเสร็จ[๐-๙]+จาก", bare(text)))
        expected = sum("ทำเสร็จ" in sentence for sentence in said)
        self.report.equal(where, "how often it says how much is done", found, expected)

    def not_done(self, where, page, truth):
        undone = [self.row_of(promise) for promise in truth.promises if promise.status == "not_done"]
        known = self.groups(where, page, undone)
        text = "\n".join(page.chunks)
        says = "รายงานไม่ได้เขียนเหตุผลของแต่ละเรื่อง"
        self.report.equal(where, "says that no reason is given", says in text, bool(undone) and not any(row["reason"] for row in undone))
        # Three of them stand open on the first screen.
        more = f"ดูอีก {thai(len(undone) - 3)} เรื่อง"
        self.report.equal(where, "says how many more were not done", bare(more) in bare(text), len(undone) > 3)
        return known + [says, more]

    def score_words(self, tally):
        if tally.score is None:
            return []
        return [f"คะแนนตามสูตรของ e-PlanNACC (ปี ๒๕๖๑) ร้อยละ {thai(tally.score)} (เสร็จนับ ๑ อยู่ระหว่างนับครึ่ง) · สัดส่วนที่แล้วเสร็จ {spoken(tally.count['done'], tally.items)}"]

    def trend(self):
        """The twelve-month scores of the years that have one; years without any score are named."""
        scores = {year: self.score_of(truth, 12) for year, truth in self.years.items()}
        told = [year for year in scores if scores[year] is not None]
        if not told:
            words = "ยังไม่มีคะแนนรอบ ๑๒ เดือน"
        elif len(told) == 1:
            words = f"มีคะแนนรอบ ๑๒ เดือนปีเดียว คือปี {thai(told[0])} ได้ร้อยละ {two(scores[told[0]])}"
        else:
            # Years before and after 2566 are of two frameworks, which nothing compares.
            parts = []
            for part in ([year for year in told if year < 2566], [year for year in told if year >= 2566]):
                if len(part) == 1:
                    parts.append(f"ได้ร้อยละ {two(scores[part[0]])} ในปี {thai(part[0])}")
                elif part:
                    first, last = part[0], part[-1]
                    change = "เพิ่มจาก" if scores[last] > scores[first] else "ลดจาก" if scores[last] < scores[first] else "เท่าเดิมจาก"
                    parts.append(f"{change}ร้อยละ {two(scores[first])} ในปี {thai(first)} เป็นร้อยละ {two(scores[last])} ในปี {thai(last)}")
            words = "คะแนนรอบ ๑๒ เดือน " + " · กรอบใหม่ ".join(parts)
        missing = [year for year, truth in self.years.items() if scores[year] is None and self.score_of(truth, 6) is None]
        return words + (f" ไม่มีคะแนนปี {listed([thai(year) for year in missing])}" if missing else "")

    def trend_heading(self):
        """What became of the twelve-month score under the newest framework."""
        scores = {year: self.score_of(truth, 12) for year, truth in self.years.items()}
        told = [year for year in scores if scores[year] is not None]
        of = [year for year in told if (year >= 2566) == (told[-1] >= 2566)]
        if not of:
            return "คะแนนรายปี"
        first, last = scores[of[0]], scores[of[-1]]
        if len(of) == 1:
            return f"คะแนนปี {thai(of[0])} ร้อยละ {two(last)}"
        if first == last:
            return f"คะแนนเท่าเดิม ร้อยละ {two(last)}"
        return f"คะแนน{'เพิ่ม' if last > first else 'ลด'}จากร้อยละ {two(first)} เป็นร้อยละ {two(last)}"

    def finding_words(self, authority, page, of=None):
        """Findings are the checker's own sentences; here they are only counted."""
        counts, known = {}, []
        for row in self.rows(f"{authority.slug}/data/findings.csv"):
            known.append(thai(row["message"]).replace("`", ""))
            if row["severity"] != "note" and of in (None, row["file"]):
                counts[row["nature"]] = counts.get(row["nature"], 0) + 1
        words = {"contradiction": "ขัดกัน {} ข้อ", "slip": "น่าจะพิมพ์ผิด {} ข้อ", "gap": "ยังไม่มีในเว็บนี้ {} ข้อ"}
        said = [words[nature].format(thai(counts[nature])) for nature in words if nature in counts]
        known.append(" · ".join(said) or "ไม่พบข้อที่ขัดกัน พิมพ์ผิด หรือขาดหาย")
        # As pages quote: marks of their own around what is quoted.
        page.chunks = [chunk.replace("“", "").replace("”", "") if re.search(r"[TOMSL][0-9]{3}", chunk) else chunk for chunk in page.chunks]
        known += [f"รหัส {thai(row['item'])}" for row in self.rows(f"{authority.slug}/data/findings.csv") if row["item"]]
        return known + [row["code"] for row in self.rows(f"{authority.slug}/data/findings.csv")]

    def findings(self, authority):
        where = f"{authority.slug}/findings/"
        page = self.page(where)
        known = self.common(authority) + self.finding_words(authority, page)
        self.contradictions(where, authority, page)
        self.report.holds(where, "\n".join(page.chunks), next(words for words in known if "ข้อ" in words and ("·" in words or "ขัดกัน" in words or "ยังไม่มีในเว็บนี้" in words) and words not in HEADINGS))

    def contradictions(self, where, authority, page):
        """Figures beside each other on one scale are figures of one sentence of the checker, and their difference is theirs."""
        messages = [figures(row["message"]) for row in self.rows(f"{authority.slug}/data/findings.csv")]
        firsts = r"เอกสารพิมพ์|พิมพ์แห่งหนึ่ง|ช่องจำนวน|แถวรวมพิมพ์|แผนตั้งไว้|เบิกจ่าย$|ข้อความบอก|รอบ๖เดือน|ตารางรายการ$"
        drawn = []
        for label, said in page.pairs:
            if re.match(firsts, bare(label)):
                drawn.append([])
            drawn[-1] += figures(said)
        told = [figures(chunk.split("·")[0]) for chunk in page.chunks if chunk.startswith("ต่างกัน")]
        self.report.equal(where, "how many pairs say how far they are apart", len(told), len(drawn))
        for own, beside in zip(told, drawn):
            apart = sorted({round(abs(beside[0] - other), 2) for other in beside[1:]} - {0}, reverse=True)
            self.report.equal(where, f"how far {beside} are apart", own, apart)
            known = any(all(one in message for one in beside) for message in messages)
            self.report.equal(where, f"{beside} in one sentence of the checker", known, True)

    def year(self, authority, truth):
        where = f"{authority.slug}/{truth.year}/"
        page = self.page(where)
        tally = truth.tally()
        said, amounts = self.beside(truth, tally) if tally.items else ([], {})
        sentence = tally.sentence(bool(truth.latest))
        self.sentences(where, "\n".join(page.chunks), [sentence] + said)
        known = self.common(authority) + said + [sentence, truth.when(), truth.when().replace(f"ปีงบประมาณ {thai(truth.year)}", "")]
        if tally.items:
            known += self.pictures(truth, tally) + self.titles(truth) + self.groups(where, page, [self.row_of(promise) for promise in truth.promises])
        known += self.score_words(tally)
        self.pairs(where, page, {}, known)
        self.tables(where, page, truth, truth.promises)
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def dimension(self, authority, truth, dimension):
        where = f"{authority.slug}/{truth.year}/dimension-{dimension}/"
        page = self.page(where)
        tally = truth.tally(dimension)
        said, amounts = self.beside(truth, tally, dimension)
        sentence = tally.sentence(bool(truth.latest))
        self.sentences(where, "\n".join(page.chunks), [sentence] + said)
        known = self.common(authority) + said + [sentence, truth.when(), self.spent_note(tally)] + self.pictures(truth, tally, dimension) + self.titles(truth, dimension)
        self.pairs(where, page, self.money_pairs(tally, amounts), known)
        self.tables(where, page, truth, tally.rows)
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def plan(self, authority, first, plan):
        last, rows, declared = plan
        where = f"{authority.slug}/{first}/plan/"
        page = self.page(where)
        budgets = [total(row.by_year.values()) if row.by_year else row.plan for row in rows]
        tally = Tally(rows)
        tally.money["plan"], tally.stated["plan"] = total(budgets), sum(budget != ABSENT for budget in budgets)
        promise = f"แผนนี้สัญญา {thai(len(rows))} เรื่อง"
        if isinstance(tally.money["plan"], int):
            promise += f" ตั้งงบ {money_words(tally.money['plan'])}"
        elif tally.money["plan"] == UNUSED:
            promise += " ไม่ใช้งบประมาณ"
        else:
            promise += " บางเรื่องไม่ระบุงบประมาณ" if tally.stated["plan"] else " รายการในแผนไม่ระบุงบประมาณ"
        said, amounts = tally.declared("แผนระบุ", declared)
        truth = self.years[first]
        outcome = truth.tally().sentence(True) if truth.latest else ""
        self.sentences(where, "\n".join(page.chunks), [promise, outcome] + said)
        years = thai(first) if first == last else f"{thai(first)}–{thai(last)}"
        known = self.common(authority) + said + [promise, outcome, truth.when(), f"แผน ปีงบประมาณ {years}", f"ปีงบประมาณ {years}"] + self.differences(declared, [("รายการในแผน", tally)])
        if truth.promises:
            known += self.pictures(truth, truth.tally()) + self.titles(truth)
        known += self.finding_words(authority, page)
        self.pairs(where, page, {MONEY_WORDS["plan"]: " ".join([money_words(tally.money["plan"]), amounts.get("plan", "")])}, known)
        self.tables(where, page, truth, truth.promises, printed=rows, declared=(declared, [("รายการในแผน", tally)]))
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def report_page(self, authority, truth, report):
        where = f"{authority.slug}/{truth.year}/report-{report.months}m/"
        page = self.page(where)
        rows = report.eplan or report.table
        tally = Tally(rows)
        sentence = tally.sentence(True)
        said = ["นับจากรายการ e-PlanNACC"] if report.table and report.eplan else []
        said += [words for words in tally.other_list(report) if not words.startswith("นับจาก")]
        words, amounts = tally.declared("รายงานระบุ", report.declared)
        said += words
        self.sentences(where, "\n".join(page.chunks), [sentence] + said)
        when = f"ปีงบประมาณ {thai(truth.year)} รอบ {thai(report.months)} เดือน"
        known = self.common(authority) + said + [sentence, when] + self.finding_words(authority, page, f"{authority.slug}/{truth.year}/report-{report.months}m.md")
        if report is truth.latest:
            known += self.pictures(truth, truth.tally()) + self.titles(truth)
        table, eplan = ({row.code: row for row in of} for of in (report.table, report.eplan))
        known += self.groups(where, page, [self.row_of_report(row, table, eplan) for row in rows])
        stats = {"ทั้งหมด": thai(tally.items)}
        if tally.score is not None:
            stats |= {"สัดส่วนที่แล้วเสร็จ": spoken(tally.count["done"], tally.items), "คะแนนตามสูตรของ e-PlanNACC (ปี ๒๕๖๑) ร้อยละ": thai(tally.score)}
        self.pairs(where, page, stats, known)
        lists = [(name, Tally(of)) for name, of in (("ตารางรายการ", report.table), ("รายการ e-PlanNACC", report.eplan)) if of]
        self.tables(where, page, truth, truth.promises, printed=report.table, eplan=report.eplan, declared=(report.declared, lists), official=rows)
        differing = self.beside_rows(report)
        both = {row.code for row in report.table} | {row.code for row in report.eplan}
        if report.table and report.eplan:
            known.append(f"ตรงกัน {thai(len(both) - len(differing))} · ไม่ตรงกัน {thai(len(differing))}")
            known.append("เฉพาะเรื่องที่สถานะหรือเงินที่เบิกจ่ายไม่ตรงกัน")
        known += ["จำนวนเรื่องและเรื่องที่แล้วเสร็จ แยกตามประเภท", "ตารางรายการ เทียบกับรายการ e-PlanNACC"]
        known += self.differences(report.declared, lists)
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def beside_rows(self, report):
        table, eplan = ({row.code: row for row in rows} for rows in (report.table, report.eplan))
        satang = lambda row: row.disbursed if isinstance(row.disbursed, int) else 0
        differ = lambda code: (
            code not in table or code not in eplan or table[code].status != eplan[code].status or satang(table[code]) != satang(eplan[code])
        )
        return [code for code in list(dict.fromkeys([*table, *eplan])) if differ(code)]

    def differences(self, declared, lists):
        differ = compared = 0
        for key, value in declared.items():
            found = [self.counted(key, tally) for _, tally in lists]
            found = [one for one in found if one is not None]
            compared += bool(found)
            number = lambda one: one if isinstance(one, int) else 0
            differ += any(number(one) != value for one in found)
        if not declared:
            return []
        if not compared:
            return ["ไม่มีตัวเลขใดที่นับจากรายการได้"]
        return [f"ไม่ตรงกัน {thai(differ)} แห่ง" if differ else "ทุกตัวเลขที่นับจากรายการได้ ตรงกับที่เอกสารระบุ"]

    def counted(self, key, tally):
        if key == "items":
            return tally.items
        if key in ("done", "not_done"):
            return tally.count[key] if tally.is_told else None
        return None if tally.money[key] == ABSENT and not tally.stated[key] else tally.money[key]

    # The page of an item.

    def item(self, authority, truth, promise):
        where = f"{authority.slug}/{truth.year}/{promise.code}/"
        page = self.page(where)
        known = self.common(authority) + [f"รหัส {thai(promise.code)}", WORDS[promise.status]]
        known += [f"https://truth.example/{where}"]
        text = "\n".join(page.chunks)
        self.report.holds(where, text, WORDS[promise.status])
        plan = truth.plan
        own = next((row for row in plan[1] if row.code == promise.code), None) if plan and promise.in_plan else None
        if own:
            money = truth.planned(own)
            note = "แผนไม่ระบุงบประมาณ" if money == ABSENT else "ไม่ใช้งบประมาณ" if money == UNUSED else f"ตั้งงบ {money_words(money)}"
        else:
            note = "ไม่มีเรื่องนี้ในแผน" if plan else "เว็บนี้ยังไม่มีแผนของปีนี้"
        steps = [("แผน", note)]
        for months in (6, 12):
            rows = promise.rounds.get(months, {})
            report = truth.reports.get(months)
            if not report:
                steps.append((f"รอบ {thai(months)} เดือน", "เว็บนี้ยังไม่มีรายงานรอบนี้"))
                continue
            if not rows:
                steps.append((f"รอบ {thai(months)} เดือน", "รายงานไม่มีเรื่องนี้"))
                continue
            table, eplan = rows.get("table"), rows.get("eplan")
            status = (eplan and eplan.status) or (table and table.status)
            words = WORDS[status]
            # The step names its round: a list is named without it.
            names = {"table": "ตารางรายการ", "eplan": "รายการ e-PlanNACC"}
            parts = []
            if table and eplan and eplan.status and table.status and table.status != eplan.status:
                parts.append(f"{WORDS[table.status]} ({names['table']})")
            row = table or eplan
            if isinstance(row.disbursed, int):
                parts.append(f"เบิกจ่าย {money_words(row.disbursed)}" + (f" ({names['table']})" if table and eplan else ""))
            steps.append((f"รอบ {thai(months)} เดือน", words + " · ".join(parts)))
        for title, words in steps:
            self.report.holds(where, text, title + words)
            known.append(title + words)
        money = {}
        # The amounts, and in a fold behind them whose each is.
        sentence = self.item_sentence(promise)
        self.report.holds(where, text, sentence)
        known.append(sentence)
        lists = " · ".join(self.lists_of(promise))
        if lists:
            self.report.holds(where, text, "ที่มาของสถานะและตัวเลข")
            for said in self.lists_of(promise):
                self.report.holds(where, text, said)
                known.append(said)
        here = [one for one in truth.promises if one.dimension == promise.dimension]
        known.append(f"มิติที่ {thai(promise.dimension)} เรื่องที่ {thai(here.index(promise) + 1)} จาก {thai(len(here))}")
        papers = ([f"แผน {thai(truth.year)}"] if own else []) + [f"รายงาน รอบ {thai(months)} เดือน" for months in sorted(promise.rounds)]
        known.append("หลักฐาน " + " ".join(papers))
        if promise.status == "not_done" and not promise.reason:
            known.append("เพราะอะไร รายงานไม่ได้เขียนเหตุผลของเรื่องนี้")
        if len({promise.money[kind] for kind in MONEY if isinstance(promise.money[kind], int)}) > 1:
            for kind in MONEY:
                source = promise.money_from[kind]
                money[MONEY_WORDS[kind]] = money_words(promise.money[kind]) + (f" จาก{LIST_WORDS[source]}" if source else "")
        known.append(self.spent_note(Tally([promise])))
        known += [f"{thai(year)} {WORDS[other.status]}" for year, of in self.years.items() for other in of.promises if other.code == promise.code]
        known += self.finding_words(authority, page)
        reasons = {row.reason for rows in promise.rounds.values() for row in rows.values() if row.reason}
        self.pairs(where, page, money | ({"เหตุผล": next(iter(reasons))} if reasons else {}), known)
        for chunk in page.chunks:
            self.report.explained(where, chunk, known)

    def item_sentence(self, promise):
        """What is set aside, granted and spent."""
        plan, ordinance, spent = (promise.money[kind] for kind in MONEY)
        if plan == ordinance == spent == ABSENT:
            return "เอกสารไม่ระบุจำนวนเงินของเรื่องนี้"
        words = {UNUSED: "ไม่ใช้งบประมาณ", ABSENT: "ไม่ระบุงบตามแผน"}.get(plan) if not isinstance(plan, int) else f"ตั้งงบ {money_words(plan)}"
        if isinstance(ordinance, int) and ordinance:
            words += f" อยู่ในข้อบัญญัติ {money_words(ordinance)}"
        if isinstance(spent, int):
            words += f" ใช้ {money_words(spent)}"
        elif spent == UNUSED and plan != UNUSED:
            words += " รายงานว่าไม่ใช้งบประมาณ"
        elif spent == ABSENT and promise.rounds and plan != UNUSED:
            words += " รายงานไม่ระบุเงินที่ใช้"
        return words

    @staticmethod
    def lists_of(promise):
        kinds = [("status", "สถานะ"), *MONEY_WORDS.items()]
        source = lambda kind: promise.status_from if kind == "status" else promise.money_from[kind]
        said = [(name, " ".join(word for kind, word in kinds if source(kind) == name)) for name in LISTS]
        return [f"{LIST_WORDS[name]}: {figures}" for name, figures in said if figures]

    def pairs(self, where, page, expected, known):
        for label, value in page.pairs:
            if label in expected:
                self.report.equal(where, label, value, expected[label])
            else:
                self.report.explained(where, f"{label} {value}", known)
        for label in expected:
            if expected[label] and label in MONEY_WORDS.values() and label not in [label for label, _ in page.pairs] and not where.endswith(("/plan/",)) and len(where.split("/")) > 3 and "dimension" not in where:
                self.report.false.append(f"{where}: says nothing of {label}")

    # Tables, by their heads.

    def tables(self, where, page, truth, promises, printed=(), eplan=(), declared=None, official=()):
        for table in page.tables:
            rows = [row for row in table["rows"] if row]
            if not rows:
                continue
            heads, rows = rows[0], rows[1:]
            place = f"{where} table {table['caption'] or heads[0]!r}"
            if heads[1:] == COUNT_HEADS:
                self.count_table(place, heads[0], rows, truth, promises)
            elif heads == ["มิติ", "เรื่อง", "สถานะ"]:
                self.report.equal(place, "rows", len(rows), len(promises))
                for _, name, status in rows:
                    promise = next(one for one in promises if bare(one.name) == bare(name))
                    self.report.equal(place, name, status, PICTURE_WORDS[promise.status])
            elif heads[:2] == ["รายการ", "ระดับ"]:
                self.budget_table(place, heads, rows, truth)
            elif heads == ["รอบ ๖ เดือน", "รอบ ๑๒ เดือน", "จำนวนเรื่อง"]:
                moves = {}
                for promise in truth.promises:
                    key = (PICTURE_WORDS[Until(promise).status], PICTURE_WORDS[promise.status])
                    moves[key] = moves.get(key, 0) + 1
                self.report.equal(place, "moves", sorted(map(tuple, rows)), sorted((one, two, thai(count)) for (one, two), count in moves.items()))
            elif heads == ["ปีงบประมาณ", "รอบ ๖ เดือน", "รอบ ๑๒ เดือน", "จำนวนเรื่อง"]:
                told = {**PICTURE_WORDS, "none": "ไม่มีรายงาน"}
                moves = {}
                for year, ways in self.river().items():
                    for six, twelve in ways:
                        key = (thai(year), told[six], told[twelve])
                        moves[key] = moves.get(key, 0) + 1
                self.report.equal(place, "moves", sorted(map(tuple, rows)), sorted((*key, thai(count)) for key, count in moves.items()))
            elif heads[:3] == ["รอบ", "คะแนน (ร้อยละ)", "เกณฑ์"]:
                for row in rows:
                    months = 6 if "๖" in row[0] else 12
                    score = self.score_of(truth, months)
                    self.report.equal(place, row[0], row[1:3], [short(score), "–" if score is None else self.band(months, score)])
            elif heads[0] == "ข้อมูล" and heads[1] == "มีข้อมูล":
                for row, (name, filled) in zip(rows, self.completeness(truth)[1]):
                    items = len(truth.promises)
                    self.report.equal(place, name, row, [name, thai(filled), thai(items), short(hundredths(filled, items))])
            elif heads[0] == "เงิน":
                self.report.equal(place, "rows", rows, self.areas(truth, truth.tally())[2])
            elif heads == ["ปีงบประมาณ", "คะแนนรอบ ๖ เดือน", "คะแนนรอบ ๑๒ เดือน"]:
                expected = [[thai(year)] + [two(self.score_of(of, months)) for months in (6, 12)] for year, of in self.years.items()]
                self.report.equal(place, "rows", rows, [row for row in expected])
            elif heads[0] == "รหัส" and "ตารางรายการ" in heads:
                self.beside_table(place, heads, rows, printed, eplan)
            elif heads[0] == "รหัส":
                of = eplan if "e-PlanNACC" in table["caption"] else printed
                self.item_table(place, heads, rows, list(of) if printed or eplan else promises, truth)
            elif heads[0] == "ตัวเลข":
                self.declared_table(place, heads, rows, *declared)
            elif heads[0] == "ประเภท":
                for kind, items, done in rows:
                    here = [row for row in official if kind_of(row) == kind]
                    self.report.equal(place, kind, (items, done), (thai(len(here)), thai(sum(row.status == "done" for row in here))))
            else:
                self.report.bare.append(f"{place}: a table that is not derived: {heads}")

    def count_table(self, place, first, rows, truth, promises):
        for name, *cells in rows:
            if first == "มิติ":
                here = promises if name == "ทั้งหมด" else [one for one in promises if bare(dimension_name(one.dimension)) == bare(name)]
            else:
                here = [one for one in promises if bare(one.owner or "ไม่ระบุผู้รับผิดชอบ") == bare(name)]
            tally = Tally(here)
            expected = [thai(tally.count[status]) for status in STATUSES] + [thai(tally.items), short(tally.completion)]
            self.report.equal(place, name, cells, expected)

    def budget_table(self, place, heads, rows, truth):
        for name, level, *cells in rows:
            if level == "รวม":
                tally = truth.tally()
            elif level == "มิติ":
                tally = truth.tally(next(number for number in DIMENSIONS if bare(dimension_name(number)) == bare(name)))
            else:
                tally = Tally([next(one for one in truth.promises if bare(one.name) == bare(name))])
            from_words = "; ".join(
                f"{MONEY_WORDS[kind]}: {', '.join(LIST_WORDS[one] for one in tally.lists(kind))}" for kind in MONEY if tally.lists(kind)
            )
            self.report.equal(place, name, cells, [picture_cell(tally.money[kind]) for kind in MONEY] + [from_words])

    def item_table(self, place, heads, rows, expected, truth):
        self.report.equal(place, "rows", len(rows), len(expected))
        for row in rows:
            found = next((one for one in expected if bare(thai(one.code)) == bare(row[0])), None)
            if not found:
                self.report.false.append(f"{place}: a row that nobody wrote: {row}")
                continue
            is_promise = hasattr(found, "money_from")
            amount = lambda kind: found.money[kind] if is_promise else getattr(found, kind)
            for head, value in zip(heads[1:], row[1:]):
                if head == "เรื่อง":
                    words = found.name
                elif head == "สถานะ":
                    words = WORDS[found.status]
                elif head.endswith("(บาท)"):
                    words = cell(amount(next(kind for kind in MONEY if MONEY_WORDS[kind] == head.removesuffix(" (บาท)"))))
                elif head.startswith("งบปี"):
                    words = cell(next(found.by_year.get(year, ABSENT) for year in range(2566, 2570) if thai(year) in head))
                elif head == "ตัวเลขมาจาก":
                    kinds = [("status", "สถานะ"), *MONEY_WORDS.items()]
                    source = lambda kind: found.status_from if kind == "status" else found.money_from[kind]
                    words = "".join(
                        f"{LIST_WORDS[name]}: {' '.join(word for kind, word in kinds if source(kind) == name)}" for name in LISTS
                        if any(source(kind) == name for kind, _ in kinds)
                    )
                elif head == "ผู้รับผิดชอบ":
                    words = found.owner or ""
                elif head == "เหตุผล":
                    words = found.reason or ""
                else:
                    words = "?"
                self.report.equal(place, f"{found.code} {head}", value, words)

    def beside_table(self, place, heads, rows, printed, eplan):
        report = type("Lists", (), {"table": printed, "eplan": eplan})
        table, official = ({row.code: row for row in of} for of in (printed, eplan))
        expected = self.beside_rows(report)
        self.report.equal(place, "rows", sorted(bare(row[0]) for row in rows), sorted(thai(code) for code in expected))
        for row in rows:
            code = next(code for code in expected if thai(code) == bare(row[0]))
            words = lambda of: WORDS[of[code].status] if code in of else "ไม่มีในรายการ"
            money = lambda of: cell(of[code].disbursed) if code in of else "–"
            self.report.equal(place, code, row[2:], [words(table), words(official), money(table), money(official)])

    def declared_table(self, place, heads, rows, declared, lists):
        names = {"items": "จำนวนทั้งหมด", "done": "ดำเนินการแล้วเสร็จ", "not_done": "ไม่ได้ดำเนินการ", "plan": "งบตามแผน", "ordinance": "งบตามข้อบัญญัติ", "disbursed": "งบที่เบิกจ่าย"}
        self.report.equal(place, "lists", heads[2:], [f"นับจาก {name}" for name, _ in lists])
        for label, stated, *counted in [row for row in rows if len(row) > 1]:
            key = next((key for key, name in names.items() if bare(label).startswith(bare(name))), None)
            if key is None:
                self.report.false.append(f"{place}: a figure that nobody stated: {label}")
                continue
            shown = lambda value: money_words(value) if key in MONEY else thai(value)
            found = [self.counted(key, tally) for _, tally in lists]
            self.report.equal(place, label, stated, shown(declared[key]))
            self.report.equal(place, label, counted, ["–" if one is None else shown(one) for one in found])
            number = lambda one: one if isinstance(one, int) else 0
            differs = any(one is not None and number(one) != declared[key] for one in found)
            self.report.equal(place, f"{label} is marked", "ไม่ตรงกัน" in label, differs)

    def completeness(self, truth):
        has = lambda test: sum(map(test, truth.promises))
        fields = [
            ("สถานะ", has(lambda one: bool(one.status) and bool(truth.latest))), ("ผู้รับผิดชอบ", has(lambda one: bool(one.owner))),
            ("ตามแผน", has(lambda one: one.money["plan"] != ABSENT)), ("เบิกจ่าย", has(lambda one: one.money["disbursed"] != ABSENT)),
            ("ตัวชี้วัด", 0), ("เป้าหมาย", 0), ("หลักฐาน", 0),
        ]
        items = len(truth.promises)
        full = sum(filled == items for _, filled in fields)
        name, least = min(fields, key=lambda field: field[1])
        return f"ข้อมูลครบ {thai(full)} จาก {thai(len(fields))} อย่าง ที่ขาดมากที่สุดคือ{name} มี {thai(least)} จาก {thai(items)}", fields

    # Files.

    def year_files(self, authority, truth):
        folder = f"{authority.slug}/{truth.year}"
        if not truth.promises:
            return
        plain = lambda money: f"{money // 100}.{money % 100:02}" if isinstance(money, int) else ""
        state = lambda money: "amount" if isinstance(money, int) else money
        where = f"{folder}/data/items.csv"
        rows = {row["code"]: row for row in self.rows(where)}
        self.report.equal(where, "codes", sorted(rows), sorted(promise.code for promise in truth.promises))
        for promise in truth.promises:
            row, of_round = rows.get(promise.code, {}), {}
            for months in (6, 12):
                known = promise.rounds.get(months, {})
                status = next((known[key].status for key in ("eplan", "table") if key in known and known[key].status), None)
                of_round[months] = "no_report" if months not in truth.reports else "not_in_report" if not known else status or "not_stated"
            expected = {
                "name": promise.name, "plan": ("in_plan" if promise.in_plan else "not_in_plan") if truth.plan else "no_plan", "status": promise.status or "not_stated",
                "status_from": promise.status_from, "status_6m": of_round[6], "status_12m": of_round[12], "owner": promise.owner or "", "fiscal_year": str(truth.year),
            }
            for kind in MONEY:
                expected |= {f"{kind}_baht": plain(promise.money[kind]), f"{kind}_state": state(promise.money[kind]), f"{kind}_from": promise.money_from[kind]}
            for column, value in expected.items():
                self.report.equal(f"{where} {promise.code}", column, row.get(column), value)
        where = f"{folder}/data/tally.csv"
        for row in self.rows(where):
            tally = self.tally_of(truth, row)
            if tally is None:
                self.report.bare.append(f"{where}: a row that is not derived: {row['basis']}")
                continue
            expected = {"items": tally.items} | {status or "not_stated": tally.count[status] for status in STATUSES}
            expected |= {"score_percent": tally.score if tally.score is not None else "", "completion_percent": tally.completion if tally.completion is not None else ""}
            expected |= {"spent_percent": tally.spent if tally.spent is not None else ""}
            for kind in MONEY:
                expected |= {f"{kind}_baht": plain(tally.money[kind]), f"{kind}_state": state(tally.money[kind]), f"{kind}_from": " ".join(tally.lists(kind))}
            expected["status_from"] = " ".join(tally.lists("status"))
            for column, value in expected.items():
                self.report.equal(f"{where} {row['basis']} {row['dimension']}", column, row.get(column), value)
        where = f"{folder}/charts/progress.csv"
        for row in self.rows(where):
            tally = truth.tally() if row["dimension"] == "ทั้งหมด" else truth.tally(next(n for n in DIMENSIONS if dimension_name(n).replace(thai(n), str(n)) in (row["dimension"], thai(row["dimension"])) or bare(dimension_name(n)) == bare(thai(row["dimension"]))))
            expected = {"done_percent": short_plain(tally.completion), "all": tally.items} | {status or "not_stated": tally.count[status] for status in STATUSES}
            for column, value in expected.items():
                self.report.equal(f"{where} {row['dimension']}", column, row[column], value)
        where = f"{folder}/data/entries.csv"
        if os.path.exists(os.path.join(self.out, where)):
            self.entries(where, truth)

    def entries(self, where, truth):
        expected = set()
        for first, (_, rows, _) in truth.authority.plans.items():
            for at, row in enumerate(rows):
                if truth.year in row.by_year or (not row.by_year and first == truth.year):
                    expected.add(("plan", at + 1, row.code, self.plain(row.by_year.get(truth.year, ABSENT) if row.by_year else row.plan), ""))
        for months, report in truth.reports.items():
            for at, row in enumerate(report.table):
                expected.add((f"report_{months}m", at + 1, row.code, self.plain(row.plan), self.plain(row.disbursed)))
        found = {(row["document"], int(row["row"]), row["code"], row["plan_baht"], row["disbursed_baht"]) for row in self.rows(where)}
        self.report.equal(where, "rows", sorted(found), sorted(expected))

    @staticmethod
    def plain(money):
        return f"{money // 100}.{money % 100:02}" if isinstance(money, int) else ""

    def tally_of(self, truth, row):
        dimension = None if row["dimension"] == "all" else int(row["dimension"])
        if row["basis"] == "year":
            return truth.tally(dimension)
        match = re.fullmatch(r"report_(6|12)m(_table)?", row["basis"])
        report = match and truth.reports.get(int(match[1]))
        if not report:
            return None
        rows = report.table if match[2] else report.eplan or report.table
        return Tally([one for one in rows if dimension in (None, one.dimension)])

    # The portal, and the English tree.

    def english(self, authority):
        if not authority.newest:
            return
        years = {year: YearTruth(authority, year) for year in {year for year, _ in authority.reports} | set(authority.plans)}
        for where, truth in [(f"en/{authority.slug}/", authority.newest)] + [(f"en/{authority.slug}/{year}/", truth) for year, truth in years.items()]:
            text = "\n".join(self.page(where).chunks)
            self.report.holds(where, text, truth.tally().english(bool(truth.latest)))

    def portal(self):
        page = self.page("")
        text = "\n".join(page.chunks + [cell for table in page.tables for row in table["rows"] for cell in row])
        for authority in self.authorities:
            if authority.newest:
                truth = authority.newest
                self.report.holds("/", text, truth.tally().sentence(bool(truth.latest)))
        rows = {(row["agency"], row["fiscal_year"]): row for row in self.rows("data/years.csv")}
        for authority in self.authorities:
            with_documents = {year for year, _ in authority.reports} | set(authority.plans)
            named = {year for _, rows_, _ in authority.plans.values() for row in rows_ for year in row.by_year}
            for year in with_documents | named:
                truth = YearTruth(authority, year)
                tally, row = truth.tally(), rows.get((authority.slug, str(year)), {})
                expected = {"items": tally.items, "round_months": truth.latest.months if truth.latest else 0}
                expected |= {status or "not_stated": tally.count[status] for status in STATUSES}
                expected |= {"completion_percent": tally.completion if tally.completion is not None else ""}
                for kind in MONEY:
                    expected |= {f"{kind}_baht": self.plain(tally.money[kind]), f"{kind}_from": " ".join(tally.lists(kind))}
                for column, value in expected.items():
                    self.report.equal(f"data/years.csv {authority.slug} {year}", column, row.get(column), value)
        self.compare()

    def compare(self):
        page = self.page("compare/")
        told = [one for one in self.authorities if one.newest and one.newest.tally().is_told]
        by_name = {bare(f"{one.short} {thai(one.newest.year)} รอบ {thai(one.newest.latest.months)} เดือน"): one for one in told}
        for table in page.tables:
            heads, *rows = [row for row in table["rows"] if row]
            if heads[2:] != COUNT_HEADS:
                self.report.bare.append(f"compare/: a table that is not derived: {heads}")
                continue
            self.report.equal("compare/", "authorities", len({bare(row[0]) for row in rows}), len(told))
            for name, dimension, *cells in rows:
                one = by_name.get(bare(name))
                if not one:
                    self.report.false.append(f"compare/: a row of no round or authority: {name}")
                    continue
                tally = one.newest.tally() if dimension == "รวม" else one.newest.tally(next(n for n in DIMENSIONS if thai(n) in dimension))
                self.report.equal("compare/", f"{name} {dimension}", cells, [thai(tally.count[status]) for status in STATUSES] + [thai(tally.items), short(tally.completion)])


class Until:
    """A promise as it was known at six months."""

    def __init__(self, promise):
        rows = promise.rounds.get(6, {})
        self.status = next((rows[key].status for key in ("eplan", "table") if key in rows and rows[key].status), None)
        self.plan = self.ordinance = self.disbursed = ABSENT


def listed(parts):
    return parts[0] if len(parts) == 1 else f"{' '.join(parts[:-1])} และ{parts[-1]}"


def two(score):
    return "–" if score is None else short(score)


def short_plain(percent):
    return "" if percent is None else f"{percent:f}".rstrip("0").rstrip(".") or "0"


def write(authorities, root, more=""):
    os.makedirs(root)
    with open(os.path.join(root, "portal.md"), "w", encoding="utf-8") as file:
        file.write(f"---\nkind: portal\ntitle: เว็บทดสอบ\nbase_url: https://truth.example\n{more}---\nแต่งขึ้นเพื่อทดสอบ\n")
    for authority in authorities:
        for path, text in authority.files():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)


def build(program, content, out):
    built = subprocess.run([program, "build", content, "--out", out, "--date", "2569-11-21"], capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"the states do not build:\n{built.stdout[-2000:]}{built.stderr[-2000:]}")


def main():
    program = os.path.abspath(sys.argv[1])
    authorities = [Authority(number, state) for number, state in enumerate(states())]
    work = tempfile.mkdtemp()
    try:
        content, out = os.path.join(work, "content"), sys.argv[2] if len(sys.argv) > 2 else os.path.join(work, "site")
        write(authorities, content)
        build(program, content, out)
        site = Site(authorities, out)
        site.check()
        # Some of them in both languages: the sentences are the same function of the same figures.
        write(authorities[::5], content + "-en", "languages: [th, en]\n")
        build(program, content + "-en", out + "-en")
        english = Site(authorities[::5], out + "-en")
        for authority in english.authorities:
            english.english(authority)
        for name in ("false", "bare", "right"):
            setattr(site.report, name, getattr(site.report, name) + getattr(english.report, name))
    finally:
        shutil.rmtree(work)
    report = site.report
    for line in (report.false + report.bare)[: int(os.environ.get("MOST", "60"))]:
        print(line)
    wrong = len(report.false) + len(report.bare)
    print(f"40 states: {report.right} statements derived twice, {len(report.false)} false, {len(report.bare)} unlabelled")
    print(f"{report.right} passed, {wrong} failed")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
