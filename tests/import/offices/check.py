#!/usr/bin/env python3
"""The papers of `make.py`, each imported into an empty folder and built: the open data holds what was typed by hand, and money
that nobody typed is not there. A figure that differs counts only where a mark tells to look at it.

    tests/import/offices/check.py PRONGSAI [NAME…]
"""
import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONEY = ["plan_baht", "ordinance_baht", "disbursed_baht", "integrated_baht", "agency_baht"]


def squeeze(text):
    return re.sub(r"\s+", "", text)


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=240)


class Result:
    def __init__(self, program, source, work):
        self.told = run(program, "import", source, "--into", work / "content")
        self.files = {path: path.read_text(encoding="utf-8") for path in (work / "content").rglob("*.md") if ".import" not in path.parts}
        self.whole = squeeze("".join(self.files.values()))
        built = run(program, "build", work / "content", "--out", work / "site")
        self.built = built.returncode
        self.said = built.stdout + built.stderr
        self.work = work

    def rows(self, name):
        path = self.work / "site/data" / f"{name}.csv"
        return list(csv.DictReader(path.open(encoding="utf-8-sig"))) if path.is_file() else []

    def is_marked(self, name):
        lines = "\n".join(self.files.values()).splitlines()
        return any("<!-- import:" in line and squeeze(name) in squeeze(line) for line in lines)


def chosen(rows, conditions):
    return [row for row in rows if all(row.get(key) == value for key, value in conditions.items())]


def judge(result, expected):
    wrong, marked = [], 0
    for line in expected.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(("words ", "told ", "without ")):
            kind, words = line.split(" ", 1)
            is_there = squeeze(words) in result.whole or kind == "told" and squeeze(words) in squeeze(result.told.stdout)
            if is_there == (kind == "without"):
                wrong.append(line)
            continue
        if line.startswith(("count ", "most ")):
            kind, table, *rest = line.split()
            conditions = dict(part.split("=") for part in rest if "=" in part)
            rows = chosen(result.rows(table), conditions)
            figure = sum(float(row[rest[-2]] or 0) for row in rows) if kind == "most" else len(rows)
            if figure > float(rest[-1]) or kind == "count" and figure != float(rest[-1]):
                wrong.append(f"{line}: {figure}")
            continue
        table, *fields = line.split(" | ")
        same = [field.split("=", 1) for field in fields if "~" not in field]
        holds = [field.split("~", 1) for field in fields if "~" in field]
        keys = {key: value for key, value in same if key in ("document", "name", "kind", "indicator") or table == "targets" and key == "fiscal_year"}
        rows = [row for row in result.rows(table) if all(squeeze(row.get(key, "")) == squeeze(value) for key, value in keys.items())]
        if len(rows) != 1:
            wrong.append(f"{line}: {len(rows)} rows")
            continue
        row = rows[0]
        differing = [f"{key} is {row.get(key)!r}, not {value!r}" for key, value in same if squeeze(row.get(key) or "") != squeeze(value)]
        differing += [f"{key} is {row.get(key)!r}, without {value!r}" for key, value in holds if squeeze(value) not in squeeze(row.get(key) or "")]
        if table in ("entries", "eplan"):
            stated = {key for key, _ in same}
            differing += [f"{key} is {row[key]!r}, and nobody typed it" for key in MONEY if row.get(key) and key not in stated]
        if differing and result.is_marked(keys.get("name", "")):
            marked += 1
        else:
            wrong += [f"{keys.get('name', table)}: {what}" for what in differing]
    return wrong, marked


def main():
    program, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    failed = 0
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        made = run(sys.executable, HERE / "make.py", work / "papers")
        assert made.returncode == 0, made.stderr
        papers = sorted(path for path in (work / "papers").iterdir() if not names or path.stem in names)
        for paper in papers:
            folder = work / paper.stem
            folder.mkdir()
            result = Result(program, paper, folder)
            expected = (HERE / f"{paper.stem}.expected").read_text(encoding="utf-8")
            wrong, marked = judge(result, expected)
            if result.built != 0:
                wrong.append(f"build ends with {result.built}: {result.said.strip()[-300:]}")
            print(f"{'wrong' if wrong else 'ok   '} {paper.name}: {len(expected.splitlines())} lines, {marked} marked")
            for line in wrong:
                print("      ", line)
            if wrong and names:
                print(result.told.stdout, result.told.stderr, *[f"--- {path.name}\n{text}" for path, text in result.files.items()], sep="\n")
            failed += bool(wrong)
    print(f"{len(papers) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
