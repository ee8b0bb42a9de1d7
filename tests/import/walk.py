#!/usr/bin/env python3
"""From a Word report to a built site in an empty folder with nothing but the commands that README.md prints: how many, and the
seconds that the machine takes.

    tests/import/walk.py PRONGSAI README
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import wrap  # noqa: E402


def main():
    program, readme = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
    lines, fence = [], None
    for line in readme.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            fence = line if fence is None else None
        elif fence == "```":
            lines.append(re.split(r"\s+#", line)[0].strip())
    imports = [line for line in lines if line.startswith("prongsai import") and ".docx" in line]
    rest = [line for line in lines if re.fullmatch(r"prongsai (check|build)", line)]
    commands = imports + rest[:2]
    assert len(imports) >= 2 and rest, (imports, rest)
    name = re.search(r"(\S+\.docx)", imports[0])[1]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "เว็บ"
        folder.mkdir()
        wrap.write_docx(wrap.na_kok(readme.parent / "content"), folder / name, True)
        whole = 0.0
        for command in commands:
            begun = time.monotonic()
            told = subprocess.run([program, *command.split()[1:]], cwd=folder, capture_output=True, text=True, timeout=300)
            took = time.monotonic() - begun
            whole += took
            print(f"  {took:6.2f} s  {command}  → {told.returncode}")
            # What does not add up in the paper is told by `check` with 1; nothing else may fail.
            assert told.returncode == 0 or command.startswith("prongsai check") and told.returncode == 1, told.stdout[-600:] + told.stderr[-600:]
        page = folder / "output/index.html"
        assert page.is_file() and "นากอก" in page.read_text(encoding="utf-8")
        rows = (folder / "output/data/items.csv").read_text(encoding="utf-8").count("\n")
        print(f"ok {len(commands)} commands, {whole:.1f} s of the machine, {rows - 1} items on the site")


main()
