"""How rows of cells are written down: Markdown, HTML, tabs, CSV, XLSX, ODS. Knows nothing of forms.

A cell is text, a number, ("font", text) for a tick that a font makes, and "<" or "^" for what is merged into the cell
on the left or above.
"""

import csv as csv_module
import datetime
import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Font

MERGED = ("<", "^")


def put(path, text):
    open(path, "w", encoding="utf-8").write(text)


def plain(rows):
    return [["" if cell in MERGED else cell for cell in row] for row in rows]


def markdown(rows, rule=True):
    rows = plain(rows)
    cell = lambda text: str(text).replace("\n", "<br>").replace("|", "\\|")
    line = lambda row: "| " + " | ".join(cell(text) for text in row) + " |"
    lines = [line(row) for row in rows]
    if rule:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def tabs(rows):
    return "\n".join("\t".join(str(cell).replace("\n", " ") for cell in row) for row in plain(rows))


def spans(rows):
    """Anchor cells with how far they reach: (row, column) → (rows, columns)."""
    found = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in MERGED:
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            tall = 1
            while r + tall < len(rows) and c < len(rows[r + tall]) and rows[r + tall][c] == "^":
                tall += 1
            found[r, c] = (tall, wide)
    return found


def html(rows, heads=0):
    found, lines = spans(rows), []
    for r, row in enumerate(rows):
        cells = []
        name = "th" if r < heads else "td"
        for c, cell in enumerate(row):
            if cell in MERGED:
                continue
            tall, wide = found[r, c]
            attributes = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            text = escape(str(cell)).replace("\n", "<br>")
            if heads:
                text = f'<p><span style="font-size:16pt">{text}</span></p>'
            cells.append(f"<{name}{attributes}>{text}</{name}>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def write_csv(path, rows, rng):
    text = io.StringIO()
    writer = csv_module.writer(text, lineterminator="\r\n", delimiter=rng.choice([",", ";", "\t"]))
    writer.writerows([[cell[1] if isinstance(cell, tuple) else cell for cell in row] for row in plain(rows)])
    data = text.getvalue()
    try:
        data = data.encode(rng.choice(["utf-8-sig", "utf-8", "cp874", "utf-16"]))
    except UnicodeEncodeError:
        data = data.encode("utf-8-sig")
    open(path, "wb").write(data)


def write_xlsx(path, sheets, rng=None, hide_columns=()):
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
            if isinstance(cell, datetime.date):
                place.number_format = "d-mmm"
            elif isinstance(cell, float) or (isinstance(cell, int) and cell > 999):
                place.number_format = rng.choice(["General", "#,##0.00", "#,##0", '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-']) if rng else "General"
            if cell != "":
                place.value = cell
            if tall > 1 or wide > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + tall, end_column=c + wide)
        for column in hide_columns:
            sheet.column_dimensions[column].hidden = True
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
                if cell in MERGED:
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
                    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
                    cells.append(f'<table:table-cell{more} office:value-type="string">{text}</table:table-cell>')
            lines.append("<table:table-row>" + "".join(cells) + "</table:table-row>")
        tables.append(f'<table:table table:name="{escape(title)}">' + "".join(lines) + "</table:table>")
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")])
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
