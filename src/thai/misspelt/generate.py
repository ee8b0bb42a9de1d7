#!/usr/bin/env python3
"""Makes words.bin from the word lists of PyThaiNLP (CC0) and the gazetteer beside the standards.

    python3 -m pip install pythainlp==5.4.0
    python3 src/thai/misspelt/generate.py

words.bin: a tree of letters, level by level: how many nodes (four bytes), then of each node its letter (the code point
less 0xE00), of each how many children it has, of each what the word costs that ends there: how seldom it is, 0 to 127, or
255 where none ends. A level's nodes stand in the order of their parents.
"""
import math
import pathlib
import re
import struct

HERE = pathlib.Path(__file__).resolve().parent
LISTS = pathlib.Path(__import__("pythainlp").__file__).parent / "corpus"
NO_WORD = 255
THAI = re.compile(r"^[ก-ฺเ-ํ]+$")

# Letters that are written for one another; a rare word that is a frequent one but for such a letter is a slip that
# found its way into the list.
ALIKE = ["ศษสซ", "ณน", "ฎฏ", "ฐถ", "ฑทธฒ", "ญย", "ไใ", "ฃข", "ฅค", "ตฏ", "ดฎ", "ภพ", "ุู", "ิีึื"]
TONES = "่้๊๋็์"


def lines(name):
    return [line.strip() for line in (LISTS / name).read_text(encoding="utf-8").splitlines()]


def slips(word):
    """What the word may have been meant as."""
    for at, letter in enumerate(word):
        for group in ALIKE:
            if letter in group:
                for other in group:
                    if other != letter:
                        yield word[:at] + other + word[at + 1 :]
        if letter in TONES:
            yield word[:at] + word[at + 1 :]
        for tone in TONES:
            yield word[: at + 1] + tone + word[at + 1 :]
    if word.endswith(("ุ", "ิ")):
        yield word[:-1]
    yield word + "ุ"
    yield word + "ิ"
    if "กระ" in word:
        yield word.replace("กระ", "กะ", 1)
    elif "กะ" in word:
        yield word.replace("กะ", "กระ", 1)


def main():
    counts = {}
    for name in ["tnc_freq.txt", "ttc_freq.txt"]:
        for line in lines(name):
            word, _, count = line.partition("\t")
            if THAI.match(word):
                counts[word] = counts.get(word, 0) + int(count)
    words = {word for word in lines("words_th.txt") if THAI.match(word)}
    checked = {word for name in ["orst_words_th.txt", "icubrk_th.txt"] for word in lines(name)}
    words |= {word for word in checked if THAI.match(word) and counts.get(word, 0) >= 3}
    # Frequent words of the corpora that no list has are compounds and names of use; rare ones are noise and slips.
    words |= {word for word, count in counts.items() if count >= 60 and len(word) >= 3}
    pairs = [line.split() for line in (HERE / "pairs.txt").read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    words -= {pair[0] for pair in pairs}
    words |= {pair[1] for pair in pairs if THAI.match(pair[1])}
    words |= {line for line in (HERE / "official.txt").read_text(encoding="utf-8").split() if THAI.match(line)}
    rank = lambda word: counts.get(word, 0)
    doubtful = set()
    for word in words - checked:
        if len(word) >= 4 and any(
            meant in words and meant in checked and rank(meant) > 20 * rank(word) + 20 for meant in slips(word)
        ):
            doubtful.add(word)
    words -= doubtful
    # A single consonant is no word, but ณ and ธ.
    words = {word for word in words if len(word) > 1 or word in "ณธ"}
    places = set()
    for line in (HERE.parent.parent / "standards/gazetteer/places.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            places |= {part.split(":")[0] for part in re.split(r"[ \t]+", line) if part}
    places = {place for place in places if THAI.match(place) and len(place) >= 3}
    for place in list(places):
        if len(place) > 3 and place not in words and any(rank(meant) > 500 and len(meant) > 4 for meant in slips(place)):
            print("place like a word", place)
    total = sum(counts.values())
    official = {line for line in (HERE / "official.txt").read_text(encoding="utf-8").split()}

    def cost(word):
        count = counts.get(word, 0)
        if word in official:
            count = max(count, 2000)
        if word in places:
            count = max(count, 20)
        return min(127, round(6 * math.log(total / (count + 0.5))))

    kept = sorted(bytes(ord(letter) - 0xE00 for letter in word) for word in words | places)
    letters, children, costs = bytearray([0]), bytearray(), bytearray([NO_WORD])
    level, depth = [kept], 0
    while level:
        below = []
        for group in level:
            parts = {}
            for word in group:
                if len(word) > depth:
                    parts.setdefault(word[depth], []).append(word)
            children.append(len(parts))
            for letter, part in parts.items():
                letters.append(letter)
                ends = len(part[0]) == depth + 1
                costs.append(cost("".join(chr(letter + 0xE00) for letter in part[0])) if ends else NO_WORD)
                below.append(part)
        level, depth = below, depth + 1
    out = struct.pack("<I", len(letters)) + letters + children + costs
    (HERE / "words.bin").write_bytes(out)
    print(len(kept), "words", len(out), "bytes", len(doubtful), "doubtful left out; total", total)


main()
