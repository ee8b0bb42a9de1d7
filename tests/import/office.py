#!/usr/bin/env python3
"""What only LibreOffice opens gives the same as what is read here: .doc .rtf .odt from a Word paper, .xls from a workbook. Where
LibreOffice is missing, hangs, crashes or gives nothing, a clear word within bounds, and nothing of it goes on running.

    tests/import/office.py PRONGSAI CONTENT
"""
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import wrap  # noqa: E402

TEMPORARY = Path(tempfile.mkdtemp())


def run(program, source, into, path=None):
    into.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, TMPDIR=str(TEMPORARY))
    if path is not None:
        environment["PATH"] = path
    begun = time.monotonic()
    told = subprocess.run([program, "import", str(source), "--into", str(into)], capture_output=True, text=True, env=environment, timeout=200)
    return told, time.monotonic() - begun


def result(into):
    """Every content file, without the name of the original."""
    found = {}
    for path in sorted(into.rglob("*.md")):
        if ".import" not in path.parts:
            found[str(path.relative_to(into))] = re.sub(r"\.(docx?|rtf|odt|xlsx?)\b", ".KIND", path.read_text(encoding="utf-8"))
    return found


def compare(kind, one, two):
    assert one and one.keys() == two.keys(), (kind, one.keys(), two.keys())
    differing = []
    for path in one:
        left, right = one[path].splitlines(), two[path].splitlines()
        differing += [f"{path}: {a} | {b}" for a, b in zip(left, right) if a != b]
        differing += [f"{path}: {len(left)} lines, {len(right)} lines"] * (len(left) != len(right))
    for line in differing[:6]:
        print("   ", line[:300])
    assert not differing, f"{kind}: {len(differing)} lines differ"
    print(f"ok {kind}: {len(one)} files, {sum(map(len, one.values()))} letters, the same")


def office(kind, source, out):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", kind,
                        "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=240)


def fake(folder, script):
    folder.mkdir()
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return f"{folder}:/usr/bin:/bin" if "sleep" in script else str(folder)


def main():
    program, content = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for slug, form in [("tha-samet", wrap.tha_samet(content)), ("na-kok", wrap.na_kok(content))]:
            wrap.write_docx(form, work / f"{slug}.docx", False)
            wrap.write_xlsx(form, work / f"{slug}.xlsx")
            for first, kinds in [("docx", ["doc", "rtf", "odt"]), ("xlsx", ["xls"])]:
                told, _ = run(program, work / f"{slug}.{first}", work / "own" / slug / first)
                assert told.returncode in (0, 1), told.stderr
                for kind in kinds if slug == "tha-samet" else kinds[:1]:
                    # What python-docx leaves unsaid of its tables, LibreOffice itself loses on the way from .docx to .doc.
                    if kind == "doc":
                        office("odt", work / f"{slug}.{first}", work)
                    office(kind, work / (f"{slug}.odt" if kind == "doc" else f"{slug}.{first}"), work)
                    told, _ = run(program, work / f"{slug}.{kind}", work / "old" / slug / kind)
                    assert told.returncode in (0, 1), (kind, told.stderr)
                    compare(f"{slug}.{kind}", result(work / "own" / slug / first), result(work / "old" / slug / kind))
        old = work / "tha-samet.doc"
        for name, script, words in [
            ("missing", None, ["LibreOffice", "ไม่มี", ".docx"]),
            ("crashes", "exit 139\n", ["LibreOffice", "ไม่สำเร็จ", ".docx"]),
            ("gives a folder", 'mkdir -p "$7/in.docx"\nexit 0\n', ["LibreOffice", "ไม่สำเร็จ"]),
            ("gives rubbish", 'mkdir -p "$7"\necho rubbish >"$7/in.docx"\n', []),
            ("hangs", "sleep 614 &\nsleep 613\n", ["LibreOffice", "60 วินาที"]),
        ]:
            if script is None:
                (work / "empty").mkdir()
                path = str(work / "empty")
            else:
                path = fake(work / name.replace(" ", "-"), script) + ("" if "sleep" in script else ":/usr/bin:/bin")
            into = work / "none" / name
            told, took = run(program, old, into, path)
            assert told.returncode not in (0, 101) and took < 80, (name, told, took)
            for word in words:
                assert word in told.stderr, (name, word, told.stderr)
            assert not list(into.rglob("*.md")), name
            print(f"ok LibreOffice {name}: {took:.1f} s, {told.stderr.strip().splitlines()[0][:140]}")
        time.sleep(0.5)
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = process.read_bytes()
            except OSError:
                continue
            assert line.replace(b"\0", b" ").strip() not in (b"sleep 613", b"sleep 614"), "what LibreOffice started goes on"
        left = list(TEMPORARY.iterdir())
        assert not left, left
        TEMPORARY.rmdir()
        print("ok nothing of it goes on running, no folder is left")


main()
