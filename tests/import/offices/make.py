#!/usr/bin/env python3
"""Twenty papers as offices make them, none like the sample: what each holds is typed by hand in the file of its name beside this.

    tests/import/offices/make.py OUT
"""
import copy
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

PLACE = ["องค์การบริหารส่วนตำบลดอนแก้ว", "อำเภอแม่ริม จังหวัดเชียงใหม่"]
REPORT = ["รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ รอบ ๖ เดือน", *PLACE]
PLAN = ["แผนปฏิบัติการป้องกันการทุจริต", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", *PLACE]


def paper(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return document


def table(document, rows, merges=()):
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    made.style = "Table Grid"
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is not None:
                made.cell(at, column).paragraphs[0].add_run(text)
    for top, left, bottom, right in merges:
        made.cell(top, left).merge(made.cell(bottom, right))
    return made


def symbol(cell, code):
    run = cell.paragraphs[0].add_run()
    run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="{code}"/>'))


def checkbox(cell, ticked):
    sign = "2612" if ticked else "2610"
    cell.paragraphs[0]._p.append(parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w14:checkbox>'
        f'<w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" '
        f'w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{chr(int(sign, 16))}</w:t></w:r></w:sdtContent></w:sdt>'))


def thai_list(document):
    """A numbering of Word with Thai digits; gives its number."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="thaiNumbers"/>'
                         '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="thaiLetters"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return 77


def number(paragraph, which, level=0):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{which}"/></w:numPr>'))


def measures(out):
    document = paper(["มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "ปีงบประมาณ พ.ศ. ๒๕๖๙", *PLACE])
    table(document, [
        ["มาตรการ/แนวทาง", "ขั้นตอน/วิธีการปฏิบัติ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ"],
        ["๑. เผยแพร่ข้อมูลการจัดซื้อจัดจ้าง", "ลงเว็บไซต์ทุกเดือน\nติดประกาศที่ศาลากลางบ้าน", "กองคลัง", "ตุลาคม ๒๕๖๘ - กันยายน ๒๕๖๙"],
        ["๒. รับฟังความเห็นของผู้มาติดต่อ", "ตั้งกล่องรับความเห็น ๓ จุด", "สำนักปลัด", "ตลอดปีงบประมาณ"],
    ])
    document.save(out / "01-measures.docx")


def order(out):
    document = paper(["คำสั่งองค์การบริหารส่วนตำบลดอนแก้ว", "ที่ ๔๑๒/๒๕๖๘", "เรื่อง แต่งตั้งคณะกรรมการป้องกันการทุจริต",
                      "เพื่อให้การป้องกันการทุจริตเป็นไปด้วยความเรียบร้อย จึงแต่งตั้งคณะกรรมการ ประกอบด้วย"])
    which = thai_list(document)
    for line in ["นายสมชาย ใจดี\tนายกองค์การบริหารส่วนตำบล\tประธานกรรมการ", "นางสาวสุดา แก้วงาม\tปลัดองค์การบริหารส่วนตำบล\tกรรมการ",
                 "นายวิชัย มั่นคง\tนิติกร\tกรรมการและเลขานุการ"]:
        number(document.add_paragraph(line), which)
    for line in ["ให้คณะกรรมการมีหน้าที่จัดทำแผนและติดตามผล", "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", "สั่ง ณ วันที่ ๓ พฤศจิกายน พ.ศ. ๒๕๖๘",
                 "(นายสมชาย ใจดี)", "นายกองค์การบริหารส่วนตำบลดอนแก้ว"]:
        document.add_paragraph(line)
    document.save(out / "02-order.docx")


def announcement(out):
    document = paper(["ประกาศองค์การบริหารส่วนตำบลดอนแก้ว", "เรื่อง นโยบายไม่รับของขวัญ ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
                      "องค์การบริหารส่วนตำบลดอนแก้วขอประกาศว่า ผู้บริหารและพนักงานทุกคนไม่รับของขวัญทุกชนิดจากการปฏิบัติหน้าที่",
                      "จึงประกาศมาเพื่อทราบโดยทั่วกัน", "ประกาศ ณ วันที่ ๕ มกราคม พ.ศ. ๒๕๖๙", "(นายสมชาย ใจดี)", "นายกองค์การบริหารส่วนตำบลดอนแก้ว"])
    document.save(out / "03-announcement.docx")


def eplan(out):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in REPORT:
        sheet.append([line])
    sheet.append(["ลำดับ", "รายการโครงการ (ตั้งต้น)", "มิติ", "งบประมาณ (บาท)", "เบิกจ่าย (บาท)", "สถานะ"])
    sheet.append([1, "โครงการค่ายเยาวชนสุจริต", 1, 45000, 44500.5, "ดำเนินการแล้วเสร็จ"])
    sheet.append([2, "มาตรการตรวจสอบพัสดุ", 2, 0, None, "รอรายงาน"])
    sheet.append([3, "โครงการประชาคมหมู่บ้าน", 3, "12,500.75", "-", "อยู่ระหว่างดำเนินการ"])
    for row in sheet.iter_rows(min_row=6, min_col=4, max_col=5):
        for cell in row:
            cell.number_format = "#,##0.00"
    book.save(out / "04-eplan.xlsx")


def six_months(out):
    document = paper(["รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี พ.ศ. ๒๕๖๙ รอบ ๖ เดือน", *PLACE])
    heads = [["งาน/กิจกรรม/โครงการ", "ตัวชี้วัด", "เป้าหมาย", "ผลการดำเนินงาน ผลลัพธ์/ผลสัมฤทธิ์", "งบประมาณ (ถ้ามี)", None, None,
              "แนวทางตามแผนบูรณาการงบประมาณการป้องกันและปราบปรามการทุจริต", None, None, "หมายเหตุ"],
             [None, None, None, None, "งบบูรณาการ", "งบหน่วยงาน", "ผลเบิกจ่าย", "สร้างจิตสำนึกและปลูกฝังความซื่อสัตย์สุจริต",
              "สร้างกลไกการป้องกันการทุจริต", "สร้างประสิทธิภาพในการป้องกันการทุจริต", None]]
    rows = [["มิติที่ ๑ การสร้างวัฒนธรรมสุจริต", *[None] * 10], ["๑.๑ การส่งเสริมจิตสำนึกของบุคลากร", *[None] * 10],
            ["๑.๑ (๑) โครงการอบรมคุณธรรม", "จำนวนผู้เข้าอบรม", "๘๐ คน", "มีผู้เข้าอบรม ๗๖ คน", "-", "๓๕,๐๐๐", "๓๓,๒๕๐", "✓", "", "", ""],
            ["๑.๑ (๒) มาตรการไม่รับของขวัญ", "จำนวนครั้งที่ประกาศ", "๑ ครั้ง", "ประกาศแล้ว", "-", "-", "-", "✓", "✓", "", "ไม่ใช้งบประมาณ"]]
    table(document, heads + rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 1, 3), (0, 4, 0, 6), (0, 7, 0, 9), (0, 10, 1, 10),
                                   (2, 0, 2, 10), (3, 0, 3, 10)])
    document.save(out / "05-six-months.docx")


def targets(out):
    document = paper(["แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. ๒๕๖๖ - ๒๕๗๐)", *PLACE, "ค่าเป้าหมายรายปี"])
    table(document, [["ตัวชี้วัด", "ค่าเป้าหมาย", None, None, None, None], [None, "๒๕๖๖", "๒๕๖๗", "๒๕๖๘", "๒๕๖๙", "๒๕๗๐"],
                     ["คะแนน ITA", "๘๐", "๘๒", "๘๕", "๘๗", "๙๐"], ["เรื่องร้องเรียนที่ตอบในเวลา (ร้อยละ)", "๗๐", "๗๕", "๘๐", "๙๐", "๑๐๐"]],
          [(0, 0, 1, 0), (0, 1, 0, 5)])
    document.save(out / "06-targets.docx")


def chapters(out):
    document = docx.Document()
    for line in PLAN:
        document.add_paragraph(line)
    document.add_heading("ส่วนที่ ๑ บทนำ", 1)
    document.add_paragraph("การทุจริตเป็นปัญหาที่ประชาชนในตำบลให้ความสำคัญ แผนฉบับนี้จัดทำจากการประชุมประชาคมสามครั้ง")
    document.add_heading("๑.๑ วัตถุประสงค์", 2)
    document.add_paragraph("เพื่อให้การใช้จ่ายเงินของตำบลตรวจสอบได้", style="List Bullet")
    document.add_paragraph("เพื่อให้ประชาชนร้องเรียนได้โดยสะดวก", style="List Bullet")
    document.add_heading("ส่วนที่ ๒ รายละเอียดโครงการ", 1)
    table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "ผู้รับผิดชอบ"],
                     ["๑", "โครงการโรงเรียนสุจริต", "๑", "๑๕,๐๐๐", "กองการศึกษา"],
                     ["๒", "กิจกรรมตลาดนัดร้องทุกข์", "๓", "ไม่ใช้งบประมาณ", "สำนักปลัด"]])
    document.add_heading("ส่วนที่ ๓ การติดตามผล", 1)
    document.add_paragraph("คณะทำงานประชุมติดตามทุกไตรมาส แล้วรายงานต่อสภาองค์การบริหารส่วนตำบล")
    document.save(out / "07-chapters.docx")


STATUSES = ["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ไม่ได้ดำเนินการ"]


def symbols(out):
    document = paper(REPORT)
    made = table(document, [STATUSES, ["๑", "โครงการธรรมาภิบาล", "๑", "๑๐,๐๐๐", "๙,๕๐๐", "", "", ""], ["๒", "โครงการถนนโปร่งใส", "๒", "๙๙,๐๐๐", "๑,๒๐๐", "", "", ""],
                            ["๓", "กิจกรรมเปิดบ้าน", "๓", "๕,๐๐๐", "", "", "", ""]])
    for row, column in [(1, 5), (2, 6), (3, 7)]:
        symbol(made.cell(row, column), "F0FC")
    document.save(out / "08-symbols.docx")


def checkboxes(out):
    document = paper(REPORT)
    rows = [["๑", "โครงการธรรมาภิบาล", "๑", "๑๐,๐๐๐", "๙,๕๐๐"], ["๒", "โครงการถนนโปร่งใส", "๒", "๙๙,๐๐๐", "๑,๒๐๐"], ["๓", "กิจกรรมเปิดบ้าน", "๓", "๕,๐๐๐", "-"]]
    made = table(document, [STATUSES, *[[*row, "", "", ""] for row in rows]])
    for at in range(3):
        for column in range(3):
            checkbox(made.cell(at + 1, column + 5), at == column)
    document.save(out / "09-checkboxes.docx")


def numbered_rows(out):
    document = paper(PLAN)
    which = thai_list(document)
    made = table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ"], ["", "โครงการคลองใส", "๑", "๒๒,๐๐๐"], ["", "โครงการป่าชุมชน", "๒", "๓๓,๐๐๐"],
                            ["", "มาตรการลดขั้นตอน", "๓", "-"]])
    for at in range(1, 4):
        number(made.cell(at, 0).paragraphs[0], which)
    document.save(out / "10-numbered.docx")


def nested(out):
    document = paper(PLAN)
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=3, cols=4)
    for at, row in enumerate([["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ"], ["๑", "โครงการลานกีฬา", "๑", "๖๐,๐๐๐"], ["๒", "โครงการห้องสมุด", "๔", "๔๐,๐๐๐"]]):
        for column, text in enumerate(row):
            inner.cell(at, column).text = text
    document.save(out / "11-nested.docx")


def text_box(out):
    document = paper([])
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORT)
    document.paragraphs or document.add_paragraph("")
    run = document.paragraphs[0].add_run()
    run._r.append(parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>{body}</w:txbxContent></v:textbox></v:shape></w:pict>'))
    table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "สถานะ"], ["๑", "โครงการกล่องข้อความ", "๑", "๗,๐๐๐", "ดำเนินการแล้วเสร็จ"]])
    document.save(out / "12-text-box.docx")


def tracked(out):
    document = paper(REPORT)
    made = table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "สถานะ"], ["๑", "โครงการแก้ไขแล้ว", "๑", "", "๕,๐๐๐", "ดำเนินการแล้วเสร็จ"],
                            ["๒", "โครงการที่ลบแล้ว", "๒", "๘,๐๐๐", "๑,๐๐๐", "ดำเนินการแล้วเสร็จ"], ["๓", "โครงการขีดฆ่า", "๓", "", "", "ดำเนินการแล้วเสร็จ"],
                            ["๔", "โครงการเชิงอรรถ", "๔", "๓๐,๐๐๐", "", "ดำเนินการแล้วเสร็จ"]])
    change = f'{nsdecls("w")} w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
    cell = made.cell(1, 3).paragraphs[0]._p
    cell.append(parse_xml(f'<w:del {change}><w:r><w:delText>๒๐,๐๐๐</w:delText></w:r></w:del>'))
    cell.append(parse_xml(f'<w:ins {change}><w:r><w:t>๒๕,๐๐๐</w:t></w:r></w:ins>'))
    # A whole row deleted.
    row = made.rows[2]._tr
    row.get_or_add_trPr().append(parse_xml(f"<w:del {change}/>"))
    for run in row.iter(qn("w:r")):
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
    for paragraph in row.iter(qn("w:p")):
        runs = paragraph.findall(qn("w:r"))
        for run in runs:
            wrapped = parse_xml(f"<w:del {change}/>")
            paragraph.replace(run, wrapped)
            wrapped.append(run)
    struck = made.cell(3, 3).paragraphs[0]
    struck.add_run("๑๑,๐๐๐").font.strike = True
    struck.add_run("๑๒,๐๐๐")
    hidden = made.cell(3, 4).paragraphs[0]
    hidden.add_run("๙๙").font.hidden = True
    hidden.add_run("๔,๐๐๐")
    made.cell(4, 3).paragraphs[0].add_run("๑").font.superscript = True
    made.cell(4, 4).paragraphs[0].add_run("๒,๕๐๐")
    made.cell(4, 4).paragraphs[0].add_run("2)").font.superscript = True
    document.add_paragraph("๑ งบประมาณรวมเงินอุดหนุน")
    document.save(out / "13-tracked.docx")


def shown_otherwise(out):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in REPORT:
        sheet.append([line])
    sheet.append(["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "สถานะ"])
    rows = [[1, "โครงการเลขไทย", 1, 12345, 12000, "ดำเนินการแล้วเสร็จ", "[$-D07041E]#,##0"], [2, "โครงการเลขเป็นข้อความ", 2, "๒๓,๔๕๖", "1,000", "ดำเนินการแล้วเสร็จ", "@"],
            [3, "โครงการพันบาท", 3, 78000, 6000, "อยู่ระหว่างดำเนินการ", "#,##0,"], [4, "โครงการแถวซ่อน", 4, 4444, 44, "ดำเนินการแล้วเสร็จ", "#,##0"],
            [5, "โครงการสูตร", 1, "=1000+500", "=D10/2", "ดำเนินการแล้วเสร็จ", "#,##0"]]
    for row in rows:
        sheet.append(row[:6])
        for column in (4, 5):
            sheet.cell(sheet.max_row, column).number_format = row[6]
    sheet.row_dimensions[9].hidden = True
    book.save(out / "14-shown-otherwise.xlsx")


def thousands(out):
    document = paper(REPORT)
    table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ (พันบาท)", "เบิกจ่าย (บาท)", "สถานะ"], ["๑", "โครงการหน่วยพัน", "๑", "๑๒.๕", "๑๒,๐๐๐", "ดำเนินการแล้วเสร็จ"],
                     ["๒", "โครงการหน่วยพันสอง", "๒", "๓๐", "๒๙,๕๐๐", "ดำเนินการแล้วเสร็จ"]])
    document.save(out / "15-thousands.docx")


def sums(out):
    document = paper(REPORT)
    table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "สถานะ"], ["๑", "โครงการสวนสุจริต", "๑", "๑๐,๐๐๐", "๘,๐๐๐", "ดำเนินการแล้วเสร็จ"],
                     ["๒", "โครงการรวมใจต้านโกง", "๑", "๒๐,๐๐๐", "๑๗,๐๐๐", "ดำเนินการแล้วเสร็จ"], ["รวมมิติที่ ๑", None, None, "๓๐,๐๐๐", "๒๕,๐๐๐", ""],
                     ["๓", "โครงการตรวจถนน", "๒", "๕,๐๐๐", "-", "ไม่ได้ดำเนินการ"], ["รวมทั้งสิ้น", None, None, "๓๕,๐๐๐", "๒๕,๐๐๐", ""]], [(3, 0, 3, 2), (5, 0, 5, 2)])
    document.save(out / "16-sums.docx")


def over_pages(out):
    document = paper(REPORT)
    heads = ["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "เบิกจ่าย", "สถานะ"]
    table(document, [heads, ["๑", "โครงการหน้าแรก", "๑", "๑,๐๐๐", "๑,๐๐๐", "ดำเนินการแล้วเสร็จ"], ["๒", "โครงการที่ชื่อยาวจนตกไป", "๒", "๒,๐๐๐", "๑,๕๐๐", "ดำเนินการแล้วเสร็จ"]])
    document.add_page_break()
    document.add_paragraph("- ๒ -")
    table(document, [heads, ["", "อยู่หน้าถัดไป", "", "", "", ""], ["๓", "โครงการหน้าสอง", "๓", "๓,๐๐๐", "๒,๕๐๐", "ดำเนินการแล้วเสร็จ"]])
    document.save(out / "17-over-pages.docx")


def one_budget(out):
    document = paper(PLAN)
    table(document, [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "ผู้รับผิดชอบ"], ["๑", "โครงการอบรมผู้นำ", "๑", "๙๐,๐๐๐", "สำนักปลัด"], ["๒", "โครงการอบรมเยาวชน", "๑", None, None],
                     ["๓", "โครงการอบรมพนักงาน", "๑", None, None], ["๔", "โครงการเว็บไซต์", "๓", "๒๐,๐๐๐ บาท", "กองคลัง"], ["๕", "โครงการวิทยุชุมชน", "๓", "๕,๐๐๐.-", "กองคลัง"]],
          [(1, 3, 3, 3), (1, 4, 3, 4)])
    document.save(out / "18-one-budget.docx")


def old_page(out):
    (out / "19-old-page.html").write_text("""<html><head><title>อบต.ดอนแก้ว</title></head><body><div class=menu><a href=index.php>หน้าแรก</a></div>
<h2>รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ รอบ ๖ เดือน</h2><p>องค์การบริหารส่วนตำบลดอนแก้ว อำเภอแม่ริม จังหวัดเชียงใหม่
<table class=layout><tr><td>เมนู</td><td>ผลการดำเนินงานของเรา
<table border=1><tr><td rowspan=2>ที่<td rowspan=2>โครงการ/กิจกรรม/มาตรการ<td rowspan=2>มิติ<td colspan=2>งบประมาณ<td rowspan=2>สถานะ</tr><tr><td>แผน<td>เบิกจ่าย</tr>
<tr><td>๑<td>โครงการเว็บเก่า<td>๑<td align=right>๑๗,๐๐๐<sup>1</sup>&nbsp;<td>๑๖,๐๐๐<td>ดำเนินการแล้วเสร็จ</tr>
<tr><td>๒<td>โครงการแถบซ้าย &amp; ขวา<td>๒<td>๑๘,๐๐๐<del>๐</del><td>&ndash;<td>อยู่ระหว่างดำเนินการ</tr></table></td></tr></table>
<a href="files/report69.pdf">ดาวน์โหลดรายงานฉบับเต็ม</a></body></html>""", encoding="utf-8")


def printed(out):
    """A paper of columns set by tabs, printed by LibreOffice: no line is drawn between its cells."""
    from docx.shared import Cm
    document = paper(REPORT)
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    for cells in [["ที่", "โครงการ/กิจกรรม/มาตรการ", "มิติ", "งบประมาณ", "สถานะ"], ["๑", "โครงการแนวแท็บ", "๑", "๑๙,๐๐๐", "ดำเนินการแล้วเสร็จ"],
                  ["๒", "โครงการเขตสุจริต", "๒", "๒๙,๐๐๐", "อยู่ระหว่างดำเนินการ"], ["๓", "โครงการเพื่อนเตือนเพื่อน", "๓", "๓๙,๐๐๐", "ดำเนินการแล้วเสร็จ"]]:
        line = document.add_paragraph("\t".join(cells))
        for stop in (2, 9, 12, 16):
            line.paragraph_format.tab_stops.add_tab_stop(Cm(stop))
    with tempfile.TemporaryDirectory() as work:
        document.save(Path(work) / "20-printed.docx")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out),
                        f"{work}/20-printed.docx"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for make in (measures, order, announcement, eplan, six_months, targets, chapters, symbols, checkboxes, numbered_rows, nested, text_box, tracked,
                 shown_otherwise, thousands, sums, over_pages, one_budget, old_page, printed):
        make(out)


main()
