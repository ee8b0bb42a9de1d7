#!/usr/bin/env python3
"""prongsai.exe under wine, beside the same work done on Linux: new, build, check, serve with a save, import, publish to
a folder and by FTP, and what is of Windows alone: backslashes, drive letters, long paths, held files, line ends,
names of devices, consoles of the old code page.

    prove.py FOLDER-WITH-prongsai.exe PRONGSAI-OF-LINUX [CASE]

The last line counts."""
import json, os, pty, select, shutil, signal, subprocess, sys, tempfile, time, urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/hosts"), str(ROOT / "tests")]
from servers import Hosts, free_port
from tally import Tally, tree

BIN, LINUX = Path(sys.argv[1]).resolve(), str(Path(sys.argv[2]).resolve())
EXE = str(BIN / "prongsai.exe")
DATE = "2569-11-21"
work = Path(tempfile.mkdtemp(prefix="windows-", dir=BIN))
tally = Tally()
expect = tally.expect


def run(program, *arguments, cwd, given=None, environment=None, limit=300):
    command = ["wine", EXE] if program == "windows" else [LINUX]
    done = subprocess.run([*command, *map(str, arguments)], cwd=cwd, capture_output=True, timeout=limit, input=given,
                          stdin=subprocess.DEVNULL if given is None else None,
                          env={**os.environ, "SOURCE_DATE_EPOCH": "1795219200", **(environment or {})})
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace").replace("\r\n", "\n")


def same(one, two, text):
    a, b = tree(one), tree(two)
    off = sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
    expect(a and not off, f"{text}: {len(a)} files, {len(off)} differ", off[:12])
    return len(a)


def z(path):
    """How Windows writes a path of this machine: wine's drive Z: is the root."""
    return "Z:" + str(path).replace("/", "\\")


def both(name, content):
    """A folder for each system with the same content."""
    places = []
    for system in ("windows", "linux"):
        place = work / name / system
        place.mkdir(parents=True)
        if content:
            shutil.copytree(content, place / "content", symlinks=True)
        places.append(place)
    return places


def sample():
    win, lin = both("sample", ROOT / "content")
    # The sample says what the working tree's own theme is; nothing else of the tree is read.
    for command in (["build", "--date", DATE], ["check", "--date", DATE, "--format", "json"]):
        (code, said), (other, heard) = run("windows", *command, cwd=win), run("linux", *command, cwd=lin)
        expect(code == other, f"{command[0]}: exit {code} on Windows, {other} on Linux", said)
        if command[0] == "check":
            expect(said == heard, "check: the same findings to the letter", said[:300])
    count = same(win / "output", lin / "output", "the sample portal is byte-identical")
    print(f"sample portal: {count} files", flush=True)
    before = {p: p.stat().st_mtime_ns for p in (win / "output").rglob("*") if p.is_file()}
    run("windows", "build", "--date", DATE, cwd=win)
    expect(all(p.stat().st_mtime_ns == at for p, at in before.items()), "a second build writes nothing")
    out = win / "elsewhere"
    code, said = run("windows", "build", z(win / "content"), "--date", DATE, "--out", z(out), cwd=work)
    expect(code == 0, "paths with a drive letter and backslashes", said)
    same(out, lin / "output", "built by paths with a drive letter")
    code, said = run("windows", "verify", z(out), cwd=work)
    expect(code == 0, "verify knows its own copy", said)


def new_site():
    win, lin = both("new", None)
    asked = ["--name", "องค์การบริหารส่วนตำบลนากอก", "--kind", "sao", "--tambon", "นากอก", "--amphoe", "นิคมคำสร้อย",
             "--province", "มุกดาหาร", "--year", "2569", "--base-url", "https://www.nakok.example"]
    for system, place in (("windows", win), ("linux", lin)):
        code, said = run(system, "new", "เว็บ ของเรา", *asked, cwd=place)
        expect(code == 0, f"new on {system}", said)
        for more in (["report", "--round", "6"], ["announcement", "ประกาศเจตนารมณ์"]):
            code, said = run(system, "new", *more, cwd=place / "เว็บ ของเรา")
            expect(code == 0, f"new {more[0]} on {system}", said)
        run(system, "build", "--date", DATE, cwd=place / "เว็บ ของเรา")
    for place in (win, lin):
        shutil.rmtree(place / "เว็บ ของเรา/.output.prongsai")  # its lock tells who held it
    same(win, lin, "a new site with its documents")


def line_ends():
    win, lin = both("line-ends", ROOT / "content")
    for path in (win / "content").rglob("*"):
        if path.suffix in (".md", ".csv", ".txt") and path.is_file():
            data = path.read_bytes()
            if b"\r" not in data:
                path.write_bytes(data.replace(b"\n", b"\r\n"))
    for system, place in (("windows", win), ("linux", lin)):
        code, said = run(system, "build", "--date", DATE, cwd=place)
        expect(code == 0, f"line ends of Windows: build on {system}", said)
    a, b = tree(win / "output"), tree(lin / "output")
    pages = [n for n in a.keys() | b.keys() if n.endswith(".html") and a.get(n) != b.get(n)]
    expect(not pages, "pages of files with the line ends of Windows", pages[:10])
    code, said = run("windows", "codes", cwd=win)
    lost = [p for p in (win / "content").rglob("*.md") if b"\n" in p.read_bytes().replace(b"\r\n", b"")]
    expect(not lost, "codes keeps the line ends of Windows", lost[:5])


def preview():
    win, _ = both("preview", ROOT / "content")
    port = free_port()
    process = subprocess.Popen(["wine", EXE, "serve", "--port", str(port), "--date", DATE], cwd=win, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    get = lambda path: urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5).read().decode()
    try:
        page = next(p for p in sorted((win / "content").rglob("agency.md")))
        address = page.parent.name + "/"
        until, text = time.time() + 60, ""
        while time.time() < until and "<h1" not in text:
            try:
                text = get(address)
            except OSError:
                time.sleep(0.2)
        expect("<h1" in text, "serve answers")
        word = "ถ้อยคำที่เพิ่งเขียน"
        with page.open("a", encoding="utf-8", newline="") as file:
            file.write(f"\r\n{word}\r\n")
        start, seen = time.time(), False
        while time.time() - start < 20 and not seen:
            seen = word in get(address)
            time.sleep(0.02)
        expect(seen, "a save is on the page")
        print(f"a save is served after {(time.time() - start) * 1000:.0f} ms", flush=True)
    finally:
        os.killpg(process.pid, signal.SIGKILL)


def papers():
    win, lin = both("papers", None)
    seeds = sorted((ROOT / "tests/import").rglob("*"))
    files = [p for p in seeds if p.suffix in (".docx", ".xlsx", ".csv", ".html", ".txt", ".md") and p.is_file()][:8]
    try:
        import docx, openpyxl
        document = docx.Document()
        document.add_heading("รายงานผลการดำเนินการป้องกันการทุจริต รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2564", 1)
        document.add_paragraph("องค์การบริหารส่วนตำบลนากอก")
        rows = [("ลำดับ", "โครงการ/กิจกรรม/มาตรการ", "งบประมาณ", "ผู้รับผิดชอบ", "สถานะ"),
                ("๑", "โครงการอบรมคุณธรรม", "๒๐,๐๐๐", "สำนักปลัด", "ดำเนินการแล้วเสร็จ"),
                ("๒", "กิจกรรมจิตอาสา", "-", "กองคลัง", "อยู่ระหว่างดำเนินการ")]
        table = document.add_table(rows=len(rows), cols=5)
        for line, cells in zip(table.rows, rows):
            for cell, text in zip(line.cells, cells):
                cell.text = text
        document.save(work / "รายงาน.docx")
        files.append(work / "รายงาน.docx")
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(work / "รายงาน 12 เดือน.xlsx")
        files.append(work / "รายงาน 12 เดือน.xlsx")
    except ImportError:
        print("python-docx and openpyxl are not here: fewer papers", flush=True)
    for number, paper in enumerate(files):
        told = []
        for system, place in (("windows", win), ("linux", lin)):
            home = place / str(number)
            home.mkdir()
            shutil.copy(paper, home)
            told.append(run(system, "import", paper.name, cwd=home))
        expect(told[0] == told[1], f"import of {paper.name}: the same words and exit", told[0][1])
        same(win / str(number), lin / str(number), f"import of {paper.name}")


def publishing():
    win, lin = both("publishing", None)
    # A small site: what is published is told file by file.
    for place in (win, lin):
        run("linux", "new", "site", "--name", "องค์การบริหารส่วนตำบลนากอก", "--kind", "sao", "--tambon", "นากอก", "--amphoe",
            "นิคมคำสร้อย", "--province", "มุกดาหาร", "--year", "2569", "--base-url", "https://www.nakok.example", cwd=place)
    home = win / "site"
    to = work / "publishing/host"
    to.mkdir()
    own = lambda files: {n: h for n, h in files.items() if not n.startswith((".prongsai", "_prongsai"))}
    code, said = run("windows", "publish", z(to), "--date", DATE, cwd=home)
    expect(code == 0, "publish to a folder with a drive letter", said)
    expect(own(tree(to)) == own(tree(home / "output")), "the folder has the site, byte for byte", said)
    code, said = run("windows", "publish", z(to), "--date", DATE, "--format", "json", cwd=home)
    expect(code == 0 and json.loads(said.strip().splitlines()[-1]).get("nothing"), "a second publish sends nothing", said)
    code, said = run("windows", "publish", "เว็บ.zip", "--date", DATE, cwd=home)
    expect(code == 0 and (home / "เว็บ.zip").exists(), "publish to a zip", said)
    hosts_at = Path(tempfile.mkdtemp(prefix="ftp-", dir=work))
    hosts = Hosts(hosts_at)
    try:
        root = hosts_at / "www"
        root.mkdir()
        root.chmod(0o777)
        hosts_at.chmod(0o755)
        try:
            server = hosts.proftpd(root, tls=False)
        except (FileNotFoundError, RuntimeError) as error:
            expect(False, f"no FTP server here: {error}")
            return
        from servers import SECRET
        address = f"ftp://office@127.0.0.1:{server.port}/"
        code, said = run("windows", "publish", address, "--date", DATE, cwd=home, environment={"PRONGSAI_PASSWORD": SECRET})
        expect(code == 0 and SECRET not in said, "publish by FTP", said)
        expect(own(tree(root)) == own(tree(home / "output")), "the host has the site, byte for byte")
        remembered(home, address, SECRET)
    finally:
        hosts.stop()


def remembered(home, address, secret):
    """Asked once at a console, kept by the system, never shown; another host or user does not get it."""
    code, said = run("windows", "publish", address, "--date", DATE, cwd=home)
    expect(code != 0 and "PRONGSAI_PASSWORD" in said, "without a password it is asked for by name", said)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(home)
        os.execvp("wine", ["wine", EXE, "publish", address, "--remember"])
    shown, until = b"", time.time() + 60
    typed = False
    while time.time() < until:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                got = os.read(terminal, 4096)
            except OSError:
                break
            if not got:
                break
            shown += got
        if not typed and b":" in shown and not ready:
            os.write(terminal, secret.encode() + b"\r")
            typed = True
    os.close(terminal)
    _, status = os.waitpid(pid, 0)
    expect(os.waitstatus_to_exitcode(status) == 0, "a password is asked for at the console", shown.decode(errors="replace"))
    expect(secret.encode() not in shown, "and is not shown")
    with (home / "content/agency.md").open("a", encoding="utf-8") as file:
        file.write("\nเพิ่มหนึ่งบรรทัด\n")
    code, said = run("windows", "publish", address, "--date", DATE, cwd=home)
    expect(code == 0 and secret not in said, "published with the password that the system keeps", said)
    other = address.replace("office@", "somebody@")
    code, said = run("windows", "publish", other, "--date", DATE, cwd=home)
    expect(code != 0 and secret not in said, "somebody else does not get it", said)


def held_files():
    win, lin = both("held", ROOT / "content")
    run("windows", "build", "--date", DATE, cwd=win)
    before = tree(win / "output")
    page = next(p for p in sorted((win / "content").rglob("agency.md")))
    with page.open("a", encoding="utf-8") as file:
        file.write("\nคำใหม่\n")

    def hold(path):
        process = subprocess.Popen(["wine", str(BIN / "hold.exe"), z(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        expect(process.stdout.readline().strip() == b"held", f"{path.name} is held")
        return process

    other = hold(win / "output/index.html")
    code, said = run("windows", "build", "--date", DATE, cwd=win)
    after = tree(win / "output")
    whole = after == before or code == 0
    expect("panicked" not in said and whole, "a page that somebody holds: the old site stays, or all is new", said)
    expect(code == 0 or "output" in said, "the message names the folder", said)
    other.communicate(b"\n")
    code, said = run("windows", "build", "--date", DATE, cwd=win)
    expect(code == 0, "the next build after it is let go", said)
    with (lin / "content" / page.relative_to(win / "content")).open("a", encoding="utf-8") as file:
        file.write("\nคำใหม่\n")
    run("linux", "build", "--date", DATE, cwd=lin)
    same(win / "output", lin / "output", "the build after it")
    other = hold(page)
    code, said = run("windows", "build", "--date", DATE, cwd=win)
    expect(code != 0 and page.name in said and "panicked" not in said, "a document that Excel holds is told, never left out", said)
    other.communicate(b"\n")
    same(win / "output", lin / "output", "the site is what it was")


def long_paths():
    # Wine 8 answers "more data" to whatever room it is given for the final name of so long a path, which the program asks
    # for before it reads a file of somebody's folder. Windows answers; here there is nothing to try then.
    asked = subprocess.run(["wine", str(BIN / "final_name.exe")], cwd=BIN, capture_output=True, stdin=subprocess.DEVNULL)
    if asked.returncode:
        tally.skip(f"paths of over 260 characters: {asked.stdout.decode(errors='replace').strip()}")
        return
    win, lin = both("long", None)
    for place in (win, lin):
        run("linux", "new", "site", "--name", "องค์การบริหารส่วนตำบลนากอก", "--kind", "sao", "--tambon", "นากอก", "--amphoe",
            "นิคมคำสร้อย", "--province", "มุกดาหาร", "--year", "2569", cwd=place)
        deep = place / "site/content"
        for number in range(5):
            deep = deep / f"โฟลเดอร์ที่ชื่อยาวเพื่อให้ที่อยู่เกินสองร้อยหกสิบตัวอักษร-{number}"
            deep.mkdir()
        (deep / "หน้า.md").write_text("---\nkind: page\ntitle: หน้าที่อยู่ลึก\n---\nข้อความ\n")
    # Wine does not give back the final name of so long a path unless it is asked for by the long form.
    contents = {"windows": "\\\\?\\" + z(win / "site/content"), "linux": "content"}
    for system, place in (("windows", win), ("linux", lin)):
        code, said = run(system, "build", contents[system], "--date", DATE, cwd=place / "site")
        expect(code == 0, f"a path of over 260 characters on {system}", said)
    same(win / "site/output", lin / "site/output", "the site with long paths")


def devices_and_consoles():
    win, _ = both("names", None)
    run("linux", "new", "site", "--name", "องค์การบริหารส่วนตำบลนากอก", "--kind", "sao", "--tambon", "นากอก", "--amphoe",
        "นิคมคำสร้อย", "--province", "มุกดาหาร", "--year", "2569", cwd=win)
    home = win / "site"
    (home / "content/con.md").write_text("---\nkind: page\ntitle: ชื่อของอุปกรณ์\n---\nข้อความ\n")
    code, said = run("windows", "build", "--date", DATE, cwd=home, limit=60)
    expect("panicked" not in said and (code == 0 or "con" in said), "a page by the name of a device ends, and is told", said)
    (home / "content/con.md").unlink()
    done = subprocess.run(["wine", "cmd", "/c", f"chcp 874 >nul & {z(EXE)} check --date {DATE}"], cwd=home, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=120)
    expect(b"panicked" not in done.stdout + done.stderr, "a console of code page 874", done.stderr)
    report = home / "content/2569"
    for path in report.glob("plan.md") if report.exists() else []:
        path.rename(path.with_name("PLAN.MD"))
    code, said = run("windows", "build", "--date", DATE, cwd=home)
    expect("panicked" not in said, "names in capitals", said)


def double_click():
    """Without a word of command: in an empty folder the questions of `new` and then the preview."""
    win, _ = both("click", None)
    code, said = run("windows", cwd=win, given=b"", limit=60)
    expect("panicked" not in said and code != 0 and "prongsai new" in said, "without a console it says how to begin", said)
    expect(not any(win.iterdir()), "and nothing was written")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(win)
        os.execvp("wine", ["wine", EXE])
    answers = ["อบต.", "มุกดาหาร", "นิคมคำสร้อย", "นากอก", "", "2569", ""]
    shown, until, quiet, told = b"", time.time() + 120, 0, 0
    while time.time() < until and not (win / "content/agency.md").exists():
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                shown += os.read(terminal, 4096)
            except OSError:
                break
            quiet = 0
        elif answers and len(shown) > told and (quiet := quiet + 1) >= 2:
            # A slow machine says nothing for a while, too: each answer waits for something new to be said.
            os.write(terminal, answers.pop(0).encode() + b"\r")
            quiet, told = 0, len(shown)
    expect((win / "content/agency.md").exists(), "a double click in an empty folder asks and writes a site",
           shown.decode(errors="replace"))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    subprocess.run(["wineserver", "-k"], capture_output=True)


def main():
    start = time.time()
    subprocess.run(["wineboot", "--init"], capture_output=True, timeout=180)
    code, said = run("windows", "--version", cwd=work)
    expect(code == 0 and said.startswith("prongsai "), "the program starts", said)
    print(f"prongsai.exe: {Path(EXE).stat().st_size / 1e6:.1f} MB", flush=True)
    for case in (sample, new_site, line_ends, preview, papers, publishing, held_files, long_paths, devices_and_consoles, double_click):
        if sys.argv[3:] and case.__name__ not in sys.argv[3:]:
            continue
        begun = time.time()
        try:
            case()
        except Exception as error:  # one case's trouble must not hide the others
            expect(False, f"{case.__name__}: {type(error).__name__}: {error}")
        print(f"{case.__name__}: {time.time() - begun:.0f} s", flush=True)
    subprocess.run(["wineserver", "-k"], capture_output=True)
    print(f"{time.time() - start:.0f} s")
    tally.end()


main()
