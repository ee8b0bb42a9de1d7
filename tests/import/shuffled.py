#!/usr/bin/env python3
"""Seeded variants of the sample content's tables, as offices really send them: columns moved, heads in other words, rows cut
in two at the end of a page, pages with and without their heads, digits of both kinds in one number, spelling damaged as
converters damage it.

    tests/import/shuffled.py CONTENT OUT [COUNT] [FIRST_SEED]      writes OUT/<seed>.<agency>.<kind>
"""
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import wrap

KINDS = ["docx", "xlsx", "csv", "html", "txt", "md"]
TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

# The same column as other offices call it.
WORDINGS = {
    "ที่": ["ลำดับ", "ลำดับที่", "ลำดับ ที่"],
    "ลำดับ": ["ที่", "ลำดับที่"],
    "โครงการ/กิจกรรม/มาตรการ": ["โครงการ / กิจกรรม / มาตรการ", "ชื่อโครงการ/กิจกรรม", "โครงการ/กิจกรรม", "ชื่อโครงการ/กิจกรรม/มาตรการ"],
    "ชื่อโครงการ/กิจกรรม/มาตรการ": ["โครงการ/กิจกรรม/มาตรการ", "ชื่อโครงการ / กิจกรรม / มาตรการ"],
    "โครงการ/กิจกรรม": ["โครงการ / กิจกรรม", "ชื่อโครงการ/กิจกรรม", "โครงการ/กิจกรรม/มาตรการ"],
    "งาน/กิจกรรม/โครงการ": ["โครงการ/กิจกรรม/มาตรการ", "งาน / กิจกรรม / โครงการ"],
    "มาตรการ/กิจกรรม": ["มาตรการ / กิจกรรม", "มาตรการ"],
    "สอดคล้อง": ["มิติ", "มิติที่", "สอดคล้องกับมิติ"],
    "มิติที่": ["มิติ", "สอดคล้องกับมิติ"],
    "จำนวนงบประมาณ": ["งบประมาณ", "งบประมาณ (บาท)", "จำนวนงบประมาณ (บาท)"],
    "แผนป้องกันฯ": ["ตามแผน", "แผนฯ", "งบตามแผน"],
    "ข้อบัญญัติ": ["ตามข้อบัญญัติ", "ข้อบัญญัติฯ"],
    "เบิกจ่ายจริง": ["เบิกจ่าย", "ผลการเบิกจ่าย"],
    "ผลเบิกจ่าย": ["เบิกจ่าย", "ผลการเบิกจ่าย"],
    "รอบรายงาน ๖ เดือน / ๑๒ เดือน": ["ผลการดำเนินงาน", "สถานะการดำเนินการ"],
    "ดำเนินการแล้ว": ["ดำเนินการแล้วเสร็จ", "แล้วเสร็จ"],
    "อยู่ระหว่างดำเนินการ": ["ระหว่างดำเนินการ", "อยู่ระหว่างการดำเนินการ"],
    "ไม่ได้ดำเนินการ": ["ไม่ดำเนินการ", "ไม่ได้ดำเนินงาน"],
    "ผู้รับผิดชอบ": ["หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ"],
    "สถานะ": ["สถานะการดำเนินการ", "สถานะโครงการ"],
    "ระยะเวลาดำเนินการ": ["ระยะเวลา", "ระยะเวลาดำเนินงาน"],
    "วิธีการดำเนินการ": ["ขั้นตอน/วิธีการดำเนินการ", "วิธีดำเนินการ"],
    "งบประมาณ (บาท)": ["งบประมาณ", "จำนวนเงิน (บาท)"],
}

# What converters and copying make of Thai; a reader of the paper sees the same word.
DAMAGE = [
    lambda text, rng: text.replace("ำ", "\u0e4d\u0e32"),
    lambda text, rng: text.replace("แ", "เเ"),
    lambda text, rng: re.sub(r"(?<=[ก-ฮ])(?=[ก-ฮ])", lambda _: "\u200b" if rng.random() < 0.1 else "", text),
    lambda text, rng: text.replace(" ", "\u00a0"),
    lambda text, rng: text.replace(" ", "  "),
    # A tone mark before the vowel that it stands over.
    lambda text, rng: re.sub(r"([\u0e31\u0e34-\u0e39])([\u0e48-\u0e4b])", r"\2\1", text),
    # Marks as TH Sarabun's own glyphs.
    lambda text, rng: text.translate(str.maketrans({"\u0e48": "\uf70a", "\u0e49": "\uf70b", "\u0e4c": "\uf70e"})),
]


def is_money(text):
    return re.fullmatch(r"[\d๐-๙]{1,3}([,][\d๐-๙]{3})+(\.[\d๐-๙]+)?|[\d๐-๙]{4,9}", text.strip()) is not None


def digits(text, rng):
    """Money and numbers as hands type them; the number stays the same."""
    bare = text.strip()
    if is_money(bare):
        plain = bare.translate(TO_ARABIC)
        shape = rng.randrange(7)
        if shape == 0:
            return plain.translate(TO_THAI)
        if shape == 1:
            return plain.replace(",", "")
        if shape == 2:
            return "".join(letter.translate(TO_THAI) if rng.random() < 0.5 else letter for letter in plain)
        if shape == 3:
            return plain + ".-"
        if shape == 4:
            return plain + " บาท"
        if shape == 5 and "." not in plain:
            return plain + ".00"
        return plain
    if re.fullmatch(r"[\d๐-๙]{1,3}", bare):
        plain = bare.translate(TO_ARABIC)
        return rng.choice([plain, plain.translate(TO_THAI)])
    return text


def moved(heads, rows, width, rng, keep_first):
    """Heads and rows with their groups of columns in another order."""
    units = [(column, columns) for at, column, _, columns, _ in wrap.placed(heads, width) if at == 0]
    first, rest = units[:keep_first], units[keep_first:]
    rng.shuffle(rest)
    units = first + rest
    order = [column + step for column, columns in units for step in range(columns)]
    levels = [[] for _ in heads]
    for start, columns in units:
        for at, column, text, wide, down in wrap.placed(heads, width):
            if start <= column < start + columns:
                levels[at].append((text, wide, down))
    return levels, [row if isinstance(row, str) else [row[at] for at in order] for row in rows], order


class Variant:
    def __init__(self, form, seed):
        self.rng = rng = random.Random(seed)
        self.form, self.seed = form, seed
        self.kind = KINDS[seed % len(KINDS)]
        self.damage = rng.choice([None, None, *DAMAGE])
        self.page = rng.choice([None, rng.randrange(6, 14)])
        self.repeats_heads = rng.random() < 0.7
        self.cuts_rows = self.page is not None and rng.random() < 0.5
        self.moves = rng.random() < 0.6
        self.rewords = rng.random() < 0.7
        self.mixes = rng.random() < 0.6
        self.titles = [self.hurt(title) for title in form.titles]
        # Each part: paragraphs above, heads, pages of rows.
        self.parts = [self.part(part) for part in form.parts]

    def hurt(self, text):
        return self.damage(text, self.rng) if self.damage else text

    def part(self, part):
        form, rng = self.form, self.rng
        heads, rows, width = wrap.heads_of(form, part), part[1], form.width
        # Only a form with a number of its own lets the name stand anywhere.
        order = list(range(width))
        if self.moves:
            heads, rows, order = moved(heads, rows, width, rng, 1)
        if self.rewords:
            heads = [[(rng.choice([text, *WORDINGS.get(text, [])]), wide, down) for text, wide, down in row] for row in heads]
        heads = [[(self.hurt(text), wide, down) for text, wide, down in row] for row in heads]
        done = []
        for row in rows:
            if isinstance(row, str):
                done.append(self.hurt(row))
                continue
            cells = [digits(text, rng) if self.mixes else text for text in row]
            done.append([self.hurt(text) if re.search(r"[ก-ฮ]", text) else text for text in cells])
        return [self.hurt(text) for text in part[0]], heads, self.pages(done, order)

    def pages(self, rows, order):
        if self.page is None:
            return [rows]
        pages, page = [], []
        for row in rows:
            page.append(row)
            if len(page) >= self.page:
                rest = self.cut(page, order) if self.cuts_rows else None
                pages.append(page)
                page = [rest] if rest else []
        if page:
            pages.append(page)
        return pages

    def cut(self, page, order):
        """The last row of a page goes on over the next: what of its words had no room."""
        row = page[-1]
        if isinstance(row, str):
            return None
        names = [at for at, text in enumerate(row) if re.search(r"[ก-ฮ]{6}", text)]
        long = [at for at in names if " " in row[at].strip() and len(row[at]) > 24]
        if not long:
            return None
        rest = [""] * len(row)
        kept = list(row)
        for at in long:
            words = re.split(r" +", row[at].strip())
            half = len(words) // 2
            kept[at], rest[at] = " ".join(words[:half]), " ".join(words[half:])
        page[-1] = kept
        return rest

    def tables(self):
        """(paragraphs, heads or None, rows) in order, as pages give them."""
        for paragraphs, heads, pages in self.parts:
            for number, rows in enumerate(pages):
                if number == 0:
                    yield paragraphs, heads, rows
                else:
                    running = [self.titles[0]] if self.repeats_heads else []
                    yield [f"- {number + 1} -", *running], heads if self.repeats_heads else None, rows

    def write(self, out):
        path = out / f"{self.seed:04}.{self.form.slug}.{self.kind}"
        getattr(self, "write_" + self.kind)(path)

    def write_docx(self, path):
        import docx

        document = docx.Document()
        for title in self.titles:
            document.add_paragraph(title)
        for paragraphs, heads, rows in self.tables():
            for text in paragraphs:
                document.add_paragraph(text)
            depth = len(heads or [])
            table = document.add_table(rows=depth + len(rows), cols=self.form.width)
            cells = table._cells
            for at, column, text, wide, down in wrap.placed(heads or [], self.form.width):
                cell = cells[at * self.form.width + column]
                if wide > 1 or down > 1:
                    cell = cell.merge(cells[(at + down - 1) * self.form.width + column + wide - 1])
                cell.paragraphs[0].add_run(text).bold = True
            wrap.fill_rows(cells, self.form.width, depth, rows)
        document.save(path)

    def write_xlsx(self, path):
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        at = 1
        for title in self.titles:
            sheet.cell(at, 1, title)
            at += 1
        for paragraphs, heads, rows in self.tables():
            for text in paragraphs:
                sheet.cell(at, 1, text)
                at += 1
            at = wrap.fill_sheet(sheet, at, self.form.width, heads or [], rows)
        book.save(path)

    def grid(self):
        for title in self.titles:
            yield [title]
        for paragraphs, heads, rows in self.tables():
            yield from ([text] for text in paragraphs)
            levels = [[""] * self.form.width for _ in heads or []]
            for at, column, text, *_ in wrap.placed(heads or [], self.form.width):
                levels[at][column] = text
            yield from levels
            yield from (wrap.flat(row, self.form.width) for row in rows)

    def write_csv(self, path):
        import csv

        with path.open("w", encoding=self.rng.choice(["utf-8", "utf-8-sig", "utf-16"]), newline="") as file:
            csv.writer(file, delimiter=self.rng.choice(",;")).writerows(self.grid())

    def write_txt(self, path):
        lines = ["\t".join(re.sub(r"\s*\n\s*", " ", cell) for cell in row) for row in self.grid()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def write_md(self, path):
        lines = []
        cell = lambda text: text.replace("\n", "<br>").replace("|", "\\|")
        line = lambda row: "| " + " | ".join(map(cell, row)) + " |"
        for title in self.titles:
            lines += [title, ""]
        for paragraphs, heads, rows in self.tables():
            lines += [text for paragraph in paragraphs for text in (paragraph, "")]
            levels = [[""] * self.form.width for _ in heads or []]
            for at, column, text, *_ in wrap.placed(heads or [], self.form.width):
                levels[at][column] = text
            body = [wrap.flat(row, self.form.width) for row in rows]
            all_rows = levels + body
            lines += [line(all_rows[0]), "|" + "---|" * self.form.width, *map(line, all_rows[1:]), ""]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def write_html(self, path):
        import html

        out = ["<!doctype html><meta charset=utf-8>"]
        out += [f"<p>{html.escape(title)}</p>" for title in self.titles]
        for paragraphs, heads, rows in self.tables():
            out += [f"<p>{html.escape(text)}</p>" for text in paragraphs]
            out.append("<table>")
            for at in range(len(heads or [])):
                spans = [(text, wide, down) for row, _, text, wide, down in wrap.placed(heads, self.form.width) if row == at]
                out.append("<tr>" + "".join(f"<td colspan={wide} rowspan={down}><b>{html.escape(text)}</b></td>" for text, wide, down in spans) + "</tr>")
            for row in rows:
                if isinstance(row, str):
                    out.append(f"<tr><td colspan={self.form.width}>{html.escape(row)}</td></tr>")
                else:
                    out.append("<tr>" + "".join(f"<td>{html.escape(text).replace(chr(10), '<br>')}</td>" for text in row) + "</tr>")
            out.append("</table>")
        path.write_text("\n".join(out), encoding="utf-8")

    def told(self):
        words = [name for name, yes in [("moved", self.moves), ("reworded", self.rewords), ("mixed", self.mixes), ("cut rows", self.cuts_rows)] if yes]
        if self.page:
            words.append(f"pages of {self.page}" + ("" if self.repeats_heads else " without heads"))
        if self.damage:
            words.append(f"damage {DAMAGE.index(self.damage)}")
        return ", ".join(words)


def main():
    content, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    out.mkdir(parents=True, exist_ok=True)
    forms = [make(content) for make in (wrap.na_kok, wrap.phipun, wrap.na_liang, wrap.mueang_noi, wrap.tha_samet)]
    told = []
    for seed in range(first, first + count):
        variant = Variant(forms[(seed // len(KINDS)) % len(forms)], seed)
        variant.write(out)
        told.append(f"{seed:04} {variant.told()}")
    (out / "told.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    print(count, "variants")


if __name__ == "__main__":
    main()
