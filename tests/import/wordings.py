#!/usr/bin/env python3
"""What a site says of its forms in `_standards/` is heard by import as by the reader that builds: a head of an office's own is
one line of data. A file of rules that cannot be read is told, and nothing is written.

    tests/import/wordings.py PRONGSAI FORMS      FORMS: src/standards/forms
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PAPER = """รายงานผลการดำเนินการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ รอบ ๖ เดือน
องค์การบริหารส่วนตำบลตัวอย่าง
ลำดับ\tโครงการ/กิจกรรม/มาตรการ\tมิติ\tก้อนเงินตั้งต้น\tเบิกจ่าย\tสถานะ
๑\tโครงการปลูกป่า\t๑\t๒๐,๐๐๐\t๕,๐๐๐\tดำเนินการแล้วเสร็จ
๒\tกิจกรรมรับฟังความเห็น\t๒\t๔,๐๐๐\t๓,๐๐๐\tอยู่ระหว่างดำเนินการ
"""
AGENCY = "---\nname: องค์การบริหารส่วนตำบลตัวอย่าง\ntype: sao\ntambon: ตัวอย่าง\namphoe: เมือง\nprovince: ลำปาง\n---\n"


def main():
    program, forms = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    plain = (forms / "plain.toml").read_text(encoding="utf-8")
    one_line = plain.replace('{ field = "budget_plan", heads = [', '{ field = "budget_plan", heads = ["ก้อนเงินตั้งต้น", ', 1)
    assert one_line != plain
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        paper = work / "report.txt"
        paper.write_text(PAPER, encoding="utf-8")

        def bring_in(name, rules, preset):
            into = work / name
            (into / "_standards/forms").mkdir(parents=True)
            if rules is not None:
                (into / "_standards/forms/plain.toml").write_text(rules, encoding="utf-8")
            if preset:
                (into / "agency.md").write_text(AGENCY, encoding="utf-8")
            told = subprocess.run([program, "import", str(paper), "--into", str(into)], capture_output=True, text=True)
            found = [path for path in into.rglob("*.md") if ".import" not in path.parts and path.name.startswith("report")]
            return told, found[0].read_text(encoding="utf-8") if found else ""

        told, text = bring_in("without", None, False)
        assert "๒๐,๐๐๐" not in text.split("ก้อนเงินตั้งต้น")[0] or "แผน" not in text, text
        for name, preset in [("empty", False), ("there", True)]:
            told, text = bring_in(name, one_line, preset)
            assert told.returncode in (0, 1), told.stderr
            into = work / name
            site = subprocess.run([program, "build", str(into), "--out", str(work / f"{name}-site")], capture_output=True, text=True)
            assert site.returncode == 0, site.stdout + site.stderr
            rows = [path.read_text(encoding="utf-8-sig") for path in (work / f"{name}-site").rglob("*.csv")]
            assert any("20000" in table and "4000" in table for table in rows), (text, [len(table) for table in rows])
            print(f"ok a wording of the site's own ({name} site): 20000 and 4000 are budgets by plan")
        told, text = bring_in("broken", one_line.replace("columns = [", "columns = [["), False)
        assert told.returncode not in (0, 101) and "_standards" in told.stderr and not text, told
        print("ok rules that cannot be read:", told.stderr.strip().splitlines()[0][:160])


main()
