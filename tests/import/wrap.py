#!/usr/bin/env python3
"""The tables of the sample content in their official forms, as an office would keep them: Word with merged heads and a table
cut over pages, Excel, OpenDocument, CSV in an old encoding, a web page, and PDFs printed by LibreOffice and by Chromium.

    tests/import/wrap.py CONTENT OUT      writes OUT/<agency>.<kind>
"""
import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def tables(path):
    """Markdown tables of a file: (class of the heading above, heads, rows)."""
    found, role, rows = [], "", []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().replace("<br>", "\n") for cell in line.strip().strip("|").split("|")])
        else:
            if len(rows) > 2:
                found.append((role, rows[0], rows[2:]))
            rows = []
            if line.startswith("#"):
                role = "".join(re.findall(r"\{([^}]*)\}", line))
    return found


def pick(heads, row, *names):
    for name in names:
        if name in heads:
            return row[heads.index(name)]
    return ""


class Form:
    """Paragraphs above; heads as rows of (text, columns, rows); rows of cells, a section row being one string."""

    def __init__(self, slug, titles, heads, width, rows, parts=None):
        self.slug, self.titles, self.heads, self.width = slug, titles, heads, width
        # Parts: (paragraphs, rows), each a table of its own under the same heads.
        self.parts = parts or [([], rows)]


def na_kok(content):
    _, heads, rows = next(t for t in tables(content / "na-kok/2564/report-12m.md") if t[0] == ".items")
    rows = [row[1:] for row in rows]
    top = [("ที่", 1, 2), ("โครงการ/กิจกรรม/มาตรการ", 1, 2), ("สอดคล้อง", 1, 2), ("จำนวนงบประมาณ", 3, 1),
           ("รอบรายงาน ๖ เดือน / ๑๒ เดือน", 3, 1), ("ผู้รับผิดชอบ", 1, 2)]
    low = [(head, 1, 1) for head in ["แผนป้องกันฯ", "ข้อบัญญัติ", "เบิกจ่ายจริง", "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ"]]
    titles = ["รายงานผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต", "องค์การบริหารส่วนตำบลนากอก ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
              "อำเภอนิคมคำสร้อย จังหวัดมุกดาหาร", "รอบ ๑๒ เดือน"]
    return Form("na-kok", titles, [top, low], 10, rows)


def phipun(content):
    _, heads, rows = next(t for t in tables(content / "phipun/2564/report-6m.md") if "รหัส" in t[1])
    out, dimension, mission = [], None, None
    for row in rows:
        code = row[0]
        own, number = code.rsplit("-", 1)
        if own[0] != dimension:
            dimension = own[0]
            out.append(f"มิติที่ {dimension} ตามแผน".translate(THAI))
        if own != mission:
            mission = own
            out.append(f"{mission} ภารกิจของแผน".translate(THAI))
        out.append([f"{own} ({number}) ".translate(THAI) + row[2], *row[3:13]])
    top = [("งาน/กิจกรรม/โครงการ", 1, 2), ("ตัวชี้วัด", 1, 2), ("เป้าหมาย", 1, 2), ("ผลการดำเนินงาน ผลลัพธ์/ผลสัมฤทธิ์", 1, 2),
           ("งบประมาณ (ถ้ามี)", 3, 1), ("แนวทางตามแผนบูรณาการงบประมาณการป้องกันและปราบปรามการทุจริต", 3, 1), ("หมายเหตุ", 1, 2)]
    low = [(head, 1, 1) for head in ["งบบูรณาการ", "งบหน่วยงาน", "ผลเบิกจ่าย", "สร้างจิตสำนึกและปลูกฝังความซื่อสัตย์สุจริต",
                                     "สร้างกลไกการป้องกันการทุจริต", "สร้างประสิทธิภาพในการป้องกันการทุจริต"]]
    titles = ["รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี พ.ศ. ๒๕๖๔ รอบ ๖ เดือน", "องค์การบริหารส่วนตำบลพิปูน",
              "อำเภอพิปูน จังหวัดนครศรีธรรมราช"]
    return Form("phipun", titles, [top, low], 11, out)


def na_liang(content):
    _, heads, rows = next(t for t in tables(content / "na-liang/2568/measures.md") if "รหัส" in t[1])
    rows = [[f"{row[1]}. {row[2]}", *row[3:8]] for row in rows]
    top = [(head, 1, 1) for head in ["มาตรการ/กิจกรรม", "วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ",
                                     "สรุปผลการดำเนินการตามมาตรการ/กิจกรรม", "ผลลัพธ์/ความสำเร็จของการดำเนินการ"]]
    titles = ["รายงานผลการดำเนินการตามมาตรการ เพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปีงบประมาณ พ.ศ. ๒๕๖๘",
              "องค์การบริหารส่วนตำบลนาเลียง", "อำเภอนาแก จังหวัดนครพนม"]
    return Form("na-liang", titles, [top], 6, rows)


def mueang_noi(content):
    _, heads, rows = next(t for t in tables(content / "mueang-noi/2566/plan.md") if "รหัส" in t[1])
    parts = {}
    for row in rows:
        mission = pick(heads, row, "ภารกิจ").translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
        year = "๒๕๖๘" if pick(heads, row, "งบประมาณ ๒๕๖๘") else "๒๕๖๗"
        cells = [row[1], row[3], pick(heads, row, "งบประมาณ " + year), row[6], row[7], row[8], row[9]]
        parts.setdefault((mission, year), []).append(cells)
    titles = ["แผนปฏิบัติการป้องกันและปราบปรามการทุจริตประจำปี พ.ศ. ๒๕๖๖ - ๒๕๗๐", "องค์การบริหารส่วนตำบลเมืองน้อย",
              "อำเภอธวัชบุรี จังหวัดร้อยเอ็ด"]
    form = Form("mueang-noi", titles, None, 7, None, [
        ([f"มิติที่ {mission[0]} ตามแผน".translate(THAI), f"ภารกิจตามมิติ {mission} ของแผน"], rows, year) for (mission, year), rows in parts.items()])
    form.by_year = lambda year: [
        [("โครงการ/กิจกรรม", 1, 3), ("งบประมาณ", 2, 1), ("ผลการดำเนินงาน", 2, 1), ("ระยะเวลาดำเนินการ", 1, 3), ("หมายเหตุ", 1, 3)],
        [(year, 2, 1), ("ผลผลิต", 1, 2), ("ผลลัพธ์", 1, 2)],
        [("เป้าหมาย", 1, 1), ("งบประมาณ (บาท)", 1, 1)]]
    return form


def tha_samet(content):
    _, heads, rows = next(t for t in tables(content / "tha-samet/2563/report-6m.md") if "รหัส" in t[1])
    rows = [row[1:] for row in rows]
    top = [(head, 1, 1) for head in ["ลำดับ", "มิติที่", "ชื่อโครงการ/กิจกรรม/มาตรการ", "สถานะ", "หมายเหตุ"]]
    titles = ["สรุปแบบรายงานความคืบหน้าและผลการดำเนินงานตามแผนปฏิบัติการป้องกันการทุจริต", "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2563",
              "องค์การบริหารส่วนตำบลท่าเสม็ด", "อำเภอท่าเสม็ด จังหวัดนครศรีธรรมราช"]
    return Form("tha-samet", titles, [top], 5, rows)


def heads_of(form, part):
    return form.heads if form.heads else form.by_year(part[2])


def placed(heads, width):
    """(row, column, text, columns, rows) of each head."""
    taken = set()
    for at, row in enumerate(heads):
        column = 0
        for text, columns, rows in row:
            while (at, column) in taken:
                column += 1
            for down in range(rows):
                for across in range(columns):
                    taken.add((at + down, column + across))
            yield at, column, text, columns, rows
            column += columns


def flat(row, width):
    return [row, *[""] * (width - 1)] if isinstance(row, str) else row


def write_docx(form, path, broken):
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for title in form.titles:
        document.add_paragraph(title)
    for part in form.parts:
        for text in part[0]:
            document.add_paragraph(text)
        heads, rows = heads_of(form, part), part[1]
        pieces = [rows[at:at + 9] for at in range(0, len(rows), 9)] if broken else [rows]
        for number, piece in enumerate(pieces):
            if number:
                document.add_page_break()
                document.add_paragraph(form.titles[0])
            table = document.add_table(rows=len(heads) + len(piece), cols=form.width)
            table.style = "Table Grid"
            for at, column, text, columns, down in placed(heads, form.width):
                cell = table.cell(at, column)
                if columns > 1 or down > 1:
                    cell = cell.merge(table.cell(at + down - 1, column + columns - 1))
                # Cut inside a word, as Word does where the spelling was looked at.
                run = cell.paragraphs[0]
                for part_text in (text[:3], text[3:]):
                    run.add_run(part_text).bold = True
            for at in range(len(heads)):
                properties = table.rows[at]._tr.get_or_add_trPr()
                properties.append(OxmlElement("w:tblHeader"))
            fill_rows(table._cells, form.width, len(heads), piece)
    document.save(path)


def fill_rows(cells, width, depth, rows):
    """Writes rows below a head of so many levels into the cells of a Word table; a row that is text spans all columns."""
    for at, row in enumerate(rows):
        base = (at + depth) * width
        if isinstance(row, str):
            cells[base].merge(cells[base + width - 1]).paragraphs[0].add_run(row)
            continue
        for column, text in enumerate(row):
            lines = text.split("\n")
            cells[base + column].paragraphs[0].add_run(lines[0])
            for line in lines[1:]:
                cells[base + column].add_paragraph(line)


def write_xlsx(form, path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "รายงาน"
    at = 1
    for title in form.titles:
        sheet.cell(at, 1, title)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=form.width)
        at += 1
    for part in form.parts:
        for text in part[0]:
            sheet.cell(at, 1, text)
            at += 1
        heads = heads_of(form, part)
        at = fill_sheet(sheet, at, form.width, heads, part[1])
    book.save(path)


def fill_sheet(sheet, at, width, heads, rows):
    """Writes a head, merged as it is, and rows from a row of the sheet on; gives the row behind them."""
    for row, column, text, columns, down in placed(heads, width):
        sheet.cell(at + row, column + 1, text)
        if columns > 1 or down > 1:
            sheet.merge_cells(start_row=at + row, start_column=column + 1, end_row=at + row + down - 1, end_column=column + columns)
    at += len(heads)
    for row in rows:
        for column, text in enumerate(flat(row, width)):
            if text:
                sheet.cell(at, column + 1, as_number(text))
        at += 1
    return at


def as_number(text):
    """Half of the money as real numbers, as sheets mix them."""
    plain = text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    return int(plain.replace(",", "")) if re.fullmatch(r"\d{1,3}(,\d{3})+", plain) else text


def write_csv(form, path, encoding):
    lines = [[title] for title in form.titles]
    for part in form.parts:
        lines += [[text] for text in part[0]]
        heads = heads_of(form, part)
        grid = [[""] * form.width for _ in heads]
        for at, column, text, *_ in placed(heads, form.width):
            grid[at][column] = text
        lines += grid + [flat(row, form.width) for row in part[1]]
    quote = lambda cell: '"' + cell.replace('"', '""') + '"' if re.search(r'[",\n;]', cell) else cell
    text = "".join(",".join(map(quote, line)) + "\r\n" for line in lines)
    # What TIS-620 has no letter for, its users type otherwise; √ has none at all.
    if encoding == "cp874":
        text = text.replace("√", "/").replace("☑", "/").replace("✓", "/")
        path.write_bytes(text.encode("cp874", errors="replace"))
    else:
        path.write_bytes(text.encode(encoding))


def write_html(form, path):
    # Without a Thai font Chromium takes one whose letters its PDF does not name.
    font = Path(__file__).resolve().parents[2] / "themes/prongsai/assets/fonts"
    faces = "".join(f"@font-face{{font-family:Sarabun;src:url('{file.as_uri()}')}}" for file in sorted(font.glob("*-400.woff2"))[:1])
    out = ["<!doctype html><html lang=th><meta charset=utf-8><title>รายงาน</title>",
           "<style>" + faces + "@page{size:A4 landscape;margin:12mm}body{font:12px Sarabun,'TH Sarabun New',Garuda,Loma,sans-serif}"
           "table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;padding:2px;vertical-align:top}tr{break-inside:avoid}</style><body>"]
    out += [f"<p>{html.escape(title)}</p>" for title in form.titles]
    for part in form.parts:
        out += [f"<p>{html.escape(text)}</p>" for text in part[0]]
        out.append("<table><thead>")
        heads = heads_of(form, part)
        for at, _ in enumerate(heads):
            out.append("<tr>")
            for row, _, text, columns, down in placed(heads, form.width):
                if row == at:
                    out.append(f"<th colspan={columns} rowspan={down}>{html.escape(text)}</th>")
            out.append("</tr>")
        out.append("</thead><tbody>")
        for row in part[1]:
            if isinstance(row, str):
                out.append(f"<tr><td colspan={form.width}>{html.escape(row)}</td></tr>")
            else:
                out.append("<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>")
        out.append("</tbody></table>")
    path.write_text("\n".join(out), encoding="utf-8")


def office(kind, sources, out):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", kind, "--outdir", out,
                        *sources], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def chromium(source, target):
    for program in ("chromium", "chromium-browser", "google-chrome"):
        try:
            subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}",
                            source.resolve().as_uri()], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            return
        except FileNotFoundError:
            continue


def main():
    content, out = Path(sys.argv[1]), Path(sys.argv[2])
    kinds = set(sys.argv[3:]) or {"docx", "xlsx", "ods", "csv", "html", "pdf"}
    out.mkdir(parents=True, exist_ok=True)
    forms = [make(content) for make in (na_kok, phipun, na_liang, mueang_noi, tha_samet)]
    for form in forms:
        write_docx(form, out / f"{form.slug}.docx", True)
        write_docx(form, out / f"{form.slug}.whole.docx", False)
        write_xlsx(form, out / f"{form.slug}.xlsx")
        write_csv(form, out / f"{form.slug}.csv", "cp874")
        write_html(form, out / f"{form.slug}.html")
    if "ods" in kinds:
        office("ods", [str(out / f"{form.slug}.xlsx") for form in forms], str(out))
    if "pdf" in kinds:
        office("pdf", [str(out / f"{form.slug}.docx") for form in forms], str(out))
        for form in forms:
            (out / f"{form.slug}.pdf").rename(out / f"{form.slug}.libreoffice.pdf")
            chromium(out / f"{form.slug}.html", out / f"{form.slug}.chromium.pdf")
        office("doc", [str(out / "na-kok.whole.docx")], str(out))
        office("rtf", [str(out / "tha-samet.whole.docx")], str(out))
        office("xls", [str(out / "tha-samet.xlsx")], str(out))
    print(len(list(out.iterdir())), "files")


if __name__ == "__main__":
    main()
