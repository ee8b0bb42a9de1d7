"""A page as a reader has it: its blocks of text, its tables and its pairs of label and figure. Knows no class of a theme."""

import re
from html.parser import HTMLParser

BLOCKS = {
    "p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "caption", "summary", "div", "section", "header", "figure", "table", "tr", "td", "th",
    "ul", "ol", "dl", "details", "main", "article", "figcaption", "blockquote", "nav", "aside", "footer", "button", "label", "form",
}
# Drawings are worked out by tests/charts and tests/site/tables.rs; one that flows is a `div` with the role of a figure.
SKIPPED = {"script", "style", "svg"}
VOID = {"img", "br", "input", "hr", "meta", "link", "source", "wbr"}


def bare(text):
    """Without any blank, so that how a theme breaks its lines does not matter."""
    return re.sub(r"[\s\u00a0\u200b\u2060\u00ad]+", "", text)


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.chunks, self.tables, self.pairs, self.links, self.buttons = [], [], [], [], []
        self.skip, self.inside, self.text, self.drawing = 0, False, [], 0
        self.table = self.row = self.cell = self.caption = self.term = None
        self.feed(html)
        self.flush()
        self.title = ""

    def flush(self):
        text = "".join(self.text).strip()
        self.text = []
        if not text:
            return
        if self.cell is not None:
            self.cell.append(text)
        elif self.caption is not None:
            self.caption.append(text)
        else:
            self.chunks.append(text)

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.inside = True
        if not self.inside:
            return
        if tag == "div" and (self.drawing or ("role", "figure") in attributes):
            self.flush()
            self.drawing += 1
        if tag in SKIPPED or self.drawing == 1 and ("role", "figure") in attributes:
            self.skip += 1
        if self.skip or tag in VOID:
            if tag == "br":
                self.text.append("\n")
            return
        if tag in BLOCKS:
            self.flush()
        if tag == "table":
            self.table = {"caption": "", "rows": []}
            self.tables.append(self.table)
        elif tag == "caption":
            self.caption = []
        elif tag == "tr" and self.table is not None:
            self.row = []
            self.table["rows"].append(self.row)
        elif tag in ("td", "th") and self.row is not None:
            self.cell = []
        elif tag == "dt":
            self.term = len(self.chunks)
        elif tag == "dd" and self.term is not None:
            self.start = len(self.chunks)

    def handle_endtag(self, tag):
        if not self.inside:
            return
        if tag == "div" and self.drawing:
            self.drawing -= 1
            self.skip -= self.drawing == 0
            return
        if tag in SKIPPED:
            self.skip -= 1
            return
        if self.skip:
            return
        if tag in BLOCKS:
            self.flush()
        if tag in ("td", "th") and self.cell is not None:
            self.row.append("\n".join(self.cell))
            self.cell = None
        elif tag == "caption" and self.caption is not None:
            self.table["caption"] = " ".join(self.caption)
            self.caption = None
        elif tag == "table":
            self.table = self.row = None
        elif tag == "dt":
            self.label = " ".join(self.chunks[self.term:])
            del self.chunks[self.term:]
        elif tag == "dd" and self.term is not None and hasattr(self, "start"):
            said = " ".join(self.chunks[self.start:])
            del self.chunks[self.start:]
            if said:
                self.pairs.append((self.label, said))
        elif tag == "main":
            self.inside = False

    def handle_data(self, data):
        # A firm space is a space to whoever reads.
        data = data.replace("\xa0", " ")
        if self.inside and not self.skip:
            self.text.append(data)
