"""Writes harfbuzz.txt: where HarfBuzz sets the glyphs of every letter-with-marks of the sample portal, and of some words.

Needs `uharfbuzz`. Run from the root of the repository: python tests/cards/harfbuzz.py > tests/cards/harfbuzz.txt
"""

import pathlib
import re

import uharfbuzz

WORDS = """ที่ กิ่ง น้ำ ปู่ ฐุ ญู ฟ้า ปั้น ป่า ฝี่ ฟื้น ปิ่น ป้ำ ฬั้ ฬุ่ ญุ่ ฐู่ ฎุ ฏู ฤๅ ฦๅ ก็ ป็ ณ์ สิทธิ์ ป๊ะ ป๋า ก้ำ ก่ำ ฟ่ำ เก๊ ใต้ ไม้ โต๊ะ
กฺ พินฺทุ ปัญญา กุฏิ ฏิ์ จํา ๏ ๚ ฿ ๆ ฯ AV To We fi fl Ta. (ก) “ก” ก/ข ๒๕๖๔ 12,345.60 COVID-19 ที่ทำการองค์การบริหารส่วนตำบล
ปฏิบัติการป้องกันการทุจริต ผู้ใหญ่ กู้ยืม ตู้ หญิงปู่ฝู่ ฟู่ ปื้น ฝึ้ก""".split()
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"


def clusters():
    found = set(WORDS)
    for file in sorted(pathlib.Path("content").rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        found.update(re.findall(f"[ก-ฮ][{MARKS}]+[ำา]?|[ก-ฮ][{MARKS}]*ำ", text))
    return sorted(found)


def main():
    for weight in ("Regular", "SemiBold"):
        face = uharfbuzz.Face(pathlib.Path(f"src/chart/fonts/Sarabun-{weight}.ttf").read_bytes())
        font = uharfbuzz.Font(face)
        for text in clusters():
            buffer = uharfbuzz.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
            pen, placed = 0, []
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions):
                placed.append(f"{info.codepoint}@{pen + at.x_offset},{at.y_offset}")
                pen += at.x_advance
            print(weight, text, *placed, pen, sep="\t")


main()
