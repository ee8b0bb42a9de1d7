"""Three portals that are not the sample: python3 portals.py OUT makes OUT/many, OUT/long and OUT/alone.

many: forty authorities in five amphoe, some without plan or report; long: one authority with 500 promises of long names;
alone: one authority's own site with 63 promises in each of three years. The same every time."""
import pathlib
import random
import sys

OUT = pathlib.Path(sys.argv[1])
PLACES = pathlib.Path(__file__).resolve().parents[3] / "src/standards/gazetteer/places.txt"
PROVINCE = "นครราชสีมา"
DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ACTS = [
    "อบรมคุณธรรมจริยธรรมผู้บริหารและพนักงาน", "ปลูกป่าและหญ้าแฝกเฉลิมพระเกียรติ", "เปิดเผยราคากลางและผลการจัดซื้อจัดจ้าง",
    "ประชาคมหมู่บ้านเพื่อจัดทำแผนพัฒนาท้องถิ่น", "ตรวจนับพัสดุและครุภัณฑ์ประจำปี", "ลดขั้นตอนการปฏิบัติราชการ",
    "รับเรื่องร้องเรียนร้องทุกข์ผ่านระบบ e-Service", "จัดซื้อจัดจ้างผ่านระบบ e-GP", "บันทึกบัญชีในระบบ e-LAAS",
    "สำรวจความพึงพอใจของผู้รับบริการ", "ยกย่องเชิดชูเกียรติบุคคลต้นแบบ", "เสริมสร้างเครือข่ายเฝ้าระวังการทุจริตระดับหมู่บ้าน",
    "ส่งเสริมอาชีพผู้สูงอายุและผู้พิการ", "จัดทำคู่มือผลประโยชน์ทับซ้อน No Gift Policy",
]
LONG = ("ขององค์การบริหารส่วนตำบลเพื่อสร้างความโปร่งใสในการบริหารงานบุคคล การเงิน การคลัง การพัสดุ และการใช้จ่ายเงินงบประมาณรายจ่ายประจำปี"
        "ให้เป็นไปตามระเบียบกระทรวงมหาดไทย (กิจกรรม “โตไปไม่โกง”)")
OFFICES = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสาธารณสุขและสิ่งแวดล้อม"]
REASONS = ["สถานการณ์การแพร่ระบาดของโรคโควิด-19", "ข้อบัญญัติไม่ได้ตั้งงบไว้", "ผู้สมัครไม่ถึงจำนวนขั้นต่ำ จึงเลื่อนไปปีถัดไป", "-"]
STATUS = {"d": "ดำเนินการแล้วเสร็จ", "p": "อยู่ระหว่างดำเนินการ", "n": "ไม่ได้ดำเนินการ", "a": "รอรายงาน"}


def thai(value):
    return str(value).translate(DIGITS)


def baht(value):
    return thai(f"{value:,}") if value else "-"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")


def tambons(amphoe):
    """The tambons of an amphoe of the province, as the register has them."""
    here = None
    for line in PLACES.read_text(encoding="utf8").splitlines():
        if not line.startswith("\t"):
            here = line
        elif here == PROVINCE and line.split()[0] == amphoe:
            return [word.split(":")[0] for word in line.split()[2:]]
    raise SystemExit(f"no amphoe {amphoe}")


def agency(home, tambon, amphoe, province, kind="sao"):
    full, short = {"sao": ("องค์การบริหารส่วนตำบล", "อบต."), "municipality": ("เทศบาลตำบล", "ทต.")}[kind]
    put(home / "agency.md", f"---\nkind: agency\nname: {full}{tambon}\nshort_name: {short}{tambon}\ntype: {kind}\ntambon: {tambon}\n"
        f"amphoe: {amphoe}\nprovince: {province}\ncontact:\n  phone: [๐๔๔-๐๐๐-๐๐๐]\n---\n")


def promises(chance, count, has_long_names):
    rows = []
    for at in range(count):
        dimension = at * 4 // count + 1
        number = at - ((dimension - 1) * count + 3) // 4 + 1
        what = f"{chance.choice(['โครงการ', 'กิจกรรม', 'มาตรการ'])}{chance.choice(ACTS)}"
        more = f" ครั้งที่ {thai(at + 1)} {LONG[:chance.choice([40, 120, len(LONG)])]}" if has_long_names else f" หมู่ที่ {thai(at % 12 + 1)}"
        code = f"{dimension}-{number:03}" if count >= 400 else f"{dimension}-{number:02}"
        rows.append((code, what + more, chance.choice([0, 0, 0, 5000, 18000, 45000, 120000, 350000]), chance.choice(OFFICES)))
    return rows


def year(home, of, count, chance, rounds, has_long_names=False, declares=True, shares=(0.72, 0.1, 0.18), errs=False):
    rows = promises(chance, count, has_long_names)
    put(home / f"{of}/plan.md", f"---\nkind: plan\ntitle: แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {thai(of)}\nfiscal_year: {of}\n---\n"
        "| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | ผู้รับผิดชอบ |\n|---|---|---:|---|\n"
        + "".join(f"| {code} | {name} | {baht(money)} | {office} |\n" for code, name, money, office in rows))
    last = [chance.choices("dpn", shares)[0] for _ in rows]
    for months in rounds:
        stands = last if months == 12 else [chance.choice("pa") if one == "n" else chance.choices("dpa", [0.4, 0.4, 0.2])[0] for one in last]
        table, sums, counts = "", [0, 0, 0], dict.fromkeys(STATUS, 0)
        for (code, name, money, office), status in zip(rows, stands):
            granted = int(money * chance.choice([1, 1, 0.5, 0]))
            spent = int(granted * {"d": chance.choice([1, 0.9]), "p": 0.2}.get(status, 0))
            counts[status] += 1
            sums = [total + part for total, part in zip(sums, (money, granted, spent))]
            result = f"ดำเนินการแล้ว {thai(chance.randint(1, 9))} ครั้ง" if status == "d" else "-"
            reason = chance.choice(REASONS) if status == "n" else "-"
            table += f"| {code} | {name} | {baht(money)} | {baht(granted)} | {baht(spent)} | {STATUS[status]} | {office} | {result} | {reason} |\n"
        declared = (f"declared:\n  items: {count}\n  done: {counts['d'] + 3 * errs}\n  in_progress: {counts['p']}\n  not_done: {counts['n']}\n"
                    f"  awaiting: {counts['a']}\n  completion: {counts['d'] * 100 / count:.2f}\n  budget:\n    plan: {sums[0]}\n"
                    f"    ordinance: {sums[1] + 40000 * errs}\n    disbursed: {sums[2]}\n") if declares else ""
        as_of = {6: "๓๑ มีนาคม", 12: "๓๐ กันยายน"}[months]
        put(home / f"{of}/report-{months}m.md", f"---\nkind: report\ntitle: รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี พ.ศ. {thai(of)} รอบ {thai(months)} เดือน\n"
            f"fiscal_year: {of}\nround: {months}\nas_of: {as_of} {thai(of)}\n{declared}---\n"
            "กรอกในระบบ e-PlanNACC ของสำนักงาน ป.ป.ช. และเผยแพร่ผ่าน e-Service, e-GP, e-LAAS และ e-Bidding\n\n"
            "| รหัส | โครงการ/กิจกรรม/มาตรการ | แผนฯ | ข้อบัญญัติ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ | ผลการดำเนินงาน | เหตุผล |\n|---|---|---:|---:|---:|---|---|---|---|\n"
            f"{table}\n## ปัญหา อุปสรรค\n\nบางเรื่องต้องรวมคน จึงทำไม่ได้ในช่วงที่มีประกาศห้าม และบางเรื่องไม่มีงบในข้อบัญญัติ\n")


def many():
    chance, root, at = random.Random(7), OUT / "many", 0
    put(root / "portal.md", f"---\nkind: portal\ntitle: โปร่งใส จังหวัด{PROVINCE}\noperator: สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด{PROVINCE}\n"
        "base_url: https://province.example/\nlanguages: [th, en]\n---\nรวมหน่วยงานของจังหวัด\n")
    for amphoe in ["ปากช่อง", "พิมาย", "ด่านขุนทด", "ปักธงชัย", "โชคชัย"]:
        for tambon in tambons(amphoe)[:8]:
            home = root / f"t{at:02}"
            agency(home, tambon, amphoe, PROVINCE, "municipality" if at % 9 == 8 else "sao")
            if at % 10 != 3:
                rounds = [] if at % 10 == 6 else [6] if at % 5 == 4 else [6, 12]
                count = 63 if at % 3 == 0 else chance.choice([12, 20, 31, 48])
                year(home, 2567, count, chance, rounds, shares=(chance.choice([0.3, 0.6, 0.9]), 0.1, chance.choice([0.05, 0.2])), errs=at % 7 == 0)
                if at % 4 == 0:
                    year(home, 2565, 24, chance, [12])
            at += 1


def long():
    chance, root = random.Random(11), OUT / "long"
    put(root / "portal.md", "---\nkind: portal\ntitle: ศูนย์ข้อมูลความโปร่งใสขององค์การบริหารส่วนตำบลท่าศาลาประชาสามัคคี\nbase_url: https://long.example/\n---\n")
    agency(root / "long", "หนองสาหร่าย", "ปากช่อง", PROVINCE)
    year(root / "long", 2567, 500, chance, [6, 12], has_long_names=True, errs=True)
    year(root / "long", 2565, 130, chance, [12], has_long_names=True)


def alone():
    chance, root = random.Random(5), OUT / "alone"
    agency(root, "นาเยีย", "นาเยีย", "อุบลราชธานี")
    for of in (2565, 2566, 2567):
        year(root, of, 63, chance, [6, 12], declares=of != 2566, errs=of == 2567)


many()
long()
alone()
