#!/usr/bin/env python3
"""Every kind of target against its real server on this machine: first publish, nothing twice, one edit, cuts and
resumes, a reader who crawls meanwhile, rollback, and what goes wrong said clearly, without a secret in any word.

    tests/hosts/publish.py PRONGSAI [--cuts N] [--only NAME]

A server that is not installed is skipped, and said to be. The last line counts."""
import argparse, hashlib, json, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time
import urllib.parse
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1])]
from servers import SECRET, Hosts, Proxy
from tally import Tally, tree

arguments = argparse.ArgumentParser()
arguments.add_argument("prongsai")
arguments.add_argument("--cuts", type=int, default=10, help="random cuts, spread over the targets")
arguments.add_argument("--only", default="")
arguments.add_argument("--seed", type=int, default=20691126)
given = arguments.parse_args()
PRONGSAI = str(Path(given.prongsai).resolve())
work = Path(tempfile.mkdtemp(prefix="hosts-"))
work.chmod(0o755)
dice = random.Random(given.seed)
tally = Tally()
expect, skip = tally.expect, tally.skip

OWN = re.compile(r"^[._]prongsai/")
public = lambda files: {path: h for path, h in files.items() if not OWN.match(path)}


class Office:
    """A small site with a target, and the program run over it."""

    def __init__(self, name, to, **target):
        self.home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=work))
        self.name, self.number = name, 0
        lines = "".join(f", {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in target.items())
        content = self.home / "content"
        (content / "2564").mkdir(parents=True)
        (content / "files").mkdir()
        (content / "agency.md").write_text(
            "---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\npublish:\n"
            f"  - {{ name: main, to: {json.dumps(to, ensure_ascii=False)}{lines} }}\n---\nยินดีต้อนรับ\n")
        self.plan("หนึ่ง")
        for number in range(12):
            page = content / f"เรื่อง-{number}.md"
            page.write_text(f"---\nkind: page\ntitle: เรื่องที่ {number}\n---\n[เอกสาร](files/{number}.txt) ข้อความ\n")
            (content / f"files/{number}.txt").write_text(f"แฟ้มที่ {number}\n" * (200 * (number + 1)))
        (content / "files/ประกาศ ๑.txt").write_text("ประกาศ\n")
        self.environment = {**os.environ, "PRONGSAI_PASSWORD": SECRET, "HOME": str(self.home), "USER": "test",
                            "PATH": f"{work}/bin:{os.environ['PATH']}", "RCLONE_CONFIG": f"{work}/rclone.conf"}
        self.environment.pop("SSH_AUTH_SOCK", None)

    def plan(self, word):
        rows = "".join(f"| 1-{n:02} | โครงการที่{word} {n} |\n" for n in range(1, 9))
        (self.home / "content/2564/plan.md").write_text(
            f"---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n{rows}")

    def edit(self):
        """Something new, something changed, something gone."""
        self.number += 1
        content = self.home / "content"
        self.plan(f"แก้ครั้ง {self.number}")
        kept = f"files/ใหม่-{self.number}.txt"
        (content / kept).write_text(f"ใหม่ {self.number}\n" * dice.randrange(1, 4000))
        (content / f"ข่าว-{self.number}.md").write_text(f"---\nkind: page\ntitle: ข่าว {self.number}\n---\n[แฟ้ม]({kept})\n")
        for old in content.glob(f"ข่าว-{self.number - 2}.md"):
            old.unlink()
            (content / f"files/ใหม่-{self.number - 2}.txt").unlink()
            (content / "_redirects.txt").open("a").write(
                f"/ข่าว-{self.number - 2}/ /\n/files/ใหม่-{self.number - 2}.txt /\n")

    def command(self, *more):
        return [PRONGSAI, "publish", "--date", "2569-11-21", *more]

    def run(self, *more, secret=True):
        environment = dict(self.environment)
        if not secret:
            environment.pop("PRONGSAI_PASSWORD")
        done = subprocess.run(self.command(*more), cwd=self.home, env=environment, capture_output=True, timeout=300)
        said = (done.stdout + done.stderr).decode(errors="replace")
        self.clean(said)
        return done.returncode, said

    def clean(self, said):
        if SECRET in said or "panicked" in said:
            expect(False, f"{self.name}: a secret or a panic in: {said[:400]}")

    def json(self, *more):
        code, said = self.run("--format", "json", *more)
        try:
            return code, json.loads(said.strip().splitlines()[-1])
        except (ValueError, IndexError):
            return code, {"failed": said}

    def built(self):
        return public(tree(self.home / "output"))


def settle(office, fetch, name):
    """What every target must do when nothing goes wrong."""
    code, said = office.json()
    expect(code == 0 and said.get("new"), f"{name}: first publish: {said}")
    expect(public(fetch()) == office.built(), f"{name}: the host has the site, byte for byte")
    code, said = office.json()
    expect(code == 0 and said.get("nothing"), f"{name}: a second publish sends nothing: {said}")
    first = office.built()
    office.edit()
    code, plan = office.json("--dry-run")
    expect(public(fetch()) == first, f"{name}: a dry run sends nothing")
    code, said = office.json()
    expect(code == 0 and 0 < len(said.get("new", [])) + len(said.get("changed", [])) < len(first) // 2 + 20,
           f"{name}: one edit sends only what changed: {str(said)[:300]}")
    expect(public(fetch()) == office.built(), f"{name}: the edit is there, byte for byte")
    code, said = office.json("--rollback")
    expect(code == 0 and public(fetch()) == first, f"{name}: rolled back to the byte: {str(said)[:300]}")
    office.run()


def cuts(office, fetch, name, count, proxy=None, server=None):
    """Killed, broken in the middle of a file, or the server gone: each resumed to the same bytes."""
    for number in range(count):
        office.edit()
        way = dice.choice(["kill", "proxy" if proxy else "kill", "restart" if server else "kill"])
        if way == "proxy":
            proxy.break_after(dice.randrange(500, 60_000))
        process = subprocess.Popen(office.command(), cwd=office.home, env=office.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if way == "kill":
            try:
                process.wait(dice.uniform(0.05, 1.6))
            except subprocess.TimeoutExpired:
                process.kill()
        elif way == "restart":
            time.sleep(dice.uniform(0.1, 1.2))
            server.stop()
            time.sleep(0.3)
            server.start()
        said = process.communicate(timeout=120)[0].decode(errors="replace")
        office.clean(said)
        if proxy:
            proxy.break_after(None)
        code, said = office.json()
        expect(code == 0, f"{name}: resumed after {way} ({number}): {str(said)[:400]}")
        expect(public(fetch()) == office.built(), f"{name}: identical by hash after {way} ({number})")
        left = [path for path in fetch() if OWN.match(path) and not path.endswith("manifest.json")]
        expect(not left, f"{name}: nothing of ours is left lying after {way} ({number}): {left}")


class Crawler(threading.Thread):
    """Reads the site where it lies, from its first page, again and again; a link to nothing is looked at twice."""

    def __init__(self, root, always):
        super().__init__(daemon=True)
        self.root, self.missing, self.rounds, self.running = Path(root), set(), 0, True
        # Where a finished site leads to nothing, publishing is not to blame.
        self.always = always

    def links(self, path):
        text = (self.root / path).read_text(errors="replace")
        for target in re.findall(r'(?:href|src)="([^"#?]+)', text):
            if re.match(r"[a-z]+:", target):
                continue
            joined = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(target)))
            yield joined + "/index.html" if target.endswith("/") or joined == "." else joined

    def run(self):
        while self.running:
            seen, waiting = set(), ["index.html"]
            while waiting and self.running:
                path = os.path.normpath(waiting.pop())
                if path in seen:
                    continue
                seen.add(path)
                if not path.endswith(".html"):
                    continue
                try:
                    found = list(self.links(path))
                except OSError:
                    continue
                for link in found:
                    if not (self.root / link).exists():
                        # A reader who loads the page again: does it still lead there?
                        try:
                            again = set(self.links(path))
                        except OSError:
                            again = set()
                        if link in again and link not in self.always and not (self.root / link).exists():
                            self.missing.add((path, link))
                    waiting.append(link)
            self.rounds += 1

    def stop(self):
        self.running = False
        self.join()


def crawled(office, root, name):
    still = Crawler(office.home / "output", set())
    pages = [path for path in office.built() if path.endswith(".html")]
    always = {link for path in pages for link in still.links(path) if not (still.root / link).exists()}
    crawler = Crawler(root, always)
    crawler.start()
    for _ in range(3):
        office.edit()
        office.run()
    crawler.stop()
    # A file's old address is led on by the rules of a host, which a folder has not.
    pages = [path for path in office.built() if path.endswith(".html")]
    always |= {link for path in pages for link in still.links(path) if not (still.root / link).exists()}
    crawler.missing = {(page, link) for page, link in crawler.missing if link not in always}
    expect(not crawler.missing and crawler.rounds >= 1,
           f"{name}: a reader meanwhile finds no link to nothing ({crawler.rounds} rounds): {sorted(crawler.missing)[:3]}")


def wrong(office, name, words, *more, secret=True):
    code, said = office.run(*more, secret=secret)
    expect(code == 2 and any(word in said for word in words), f"{name}: said clearly: {code} {said[-400:]}")


def folder(name):
    root = work / name
    root.mkdir()
    if os.getuid() == 0:
        os.chown(root, 65534, 65534)
    root.chmod(0o777)
    return root


def ftps(hosts, share):
    if not shutil.which("vsftpd"):
        return skip("vsftpd")
    root = folder("vsftpd")
    server = hosts.vsftpd(root)
    proxy = Proxy(server.port)
    office = Office("vsftpd", f"ftps://localhost:{server.port}/web", certificate=str(work / "good.pem"))
    root = root / "web"
    settle(office, lambda: tree(root), "vsftpd, TLS sessions taken up again")
    crawled(office, root, "vsftpd")
    agency = office.home / "content/agency.md"
    agency.write_text(agency.read_text().replace(str(server.port), str(proxy.port)))
    cuts(office, lambda: tree(root), "vsftpd", share, proxy, server)
    plain = folder("vsftpd-plain")
    office = Office("vsftpd-plain", f"ftp://localhost:{hosts.vsftpd(plain, tls=False).port}")
    settle(office, lambda: tree(plain), "vsftpd without TLS")
    expired = hosts.vsftpd(folder("vsftpd-expired"), certificate="expired")
    wrong(Office("expired", f"ftps://localhost:{expired.port}", certificate=str(work / "expired.pem")),
          "an expired certificate", ["หมดอายุ"])
    wrong(Office("unknown", f"ftps://localhost:{server.port}"), "an unknown certificate", ["ไม่รู้จักผู้ออก", "sha256:"])
    der = subprocess.run(["openssl", "x509", "-in", work / "good.pem", "-outform", "der"], capture_output=True).stdout
    pinned = Office("pinned", f"ftps://localhost:{server.port}/pinned", certificate="sha256:" + hashlib.sha256(der).hexdigest())
    code, said = pinned.run()
    expect(code == 0, f"one certificate alone is trusted by its fingerprint: {said[-300:]}")
    wrong(Office("pin-wrong", f"ftps://localhost:{server.port}/p", certificate="sha256:" + "0" * 64), "another fingerprint", ["ลายนิ้วมือ"])
    wrong(Office("no-tls", f"ftps://localhost:{hosts.servers[-2].port}"), "a host without TLS", ["FTPS", "TLS"])
    wrong(Office("nowhere", "ftps://no-such-host.invalid/x"), "a name that leads nowhere", ["ไม่พบชื่อโฮสต์"])
    wrong(Office("nobody", "ftps://127.0.0.1:1/x"), "nobody answers", ["ติดต่อ"])


def proftpd(hosts, share):
    if not shutil.which("proftpd"):
        return skip("ProFTPD")
    root = folder("proftpd")
    server = hosts.proftpd(root)
    proxy = Proxy(server.port)
    trust = {"certificate": str(work / "good.pem"), "user": "office"}
    office = Office("proftpd", f"ftps://localhost:{server.port}", **trust)
    settle(office, lambda: tree(root), "ProFTPD with a password")
    crawled(office, root, "ProFTPD")
    agency = office.home / "content/agency.md"
    agency.write_text(agency.read_text().replace(str(server.port), str(proxy.port)))
    cuts(office, lambda: tree(root), "ProFTPD", share, proxy, server)
    wrong(Office("pw", f"ftps://localhost:{server.port}", certificate=str(work / "good.pem"), user="somebody"),
          "a wrong name or password", ["รหัสผ่านไม่ถูกต้อง"])
    wrong(Office("pw0", f"ftps://localhost:{server.port}", **trust), "no password", ["PRONGSAI_PASSWORD"], secret=False)
    # Older servers: neither facts in lists nor a rename over what is there; few connections.
    old = folder("proftpd-old")
    limits = "<IfModule mod_facts.c>\nFactsAdvertise off\n</IfModule>\nMaxClients 1\n<Limit MLSD MLST>\nDenyAll\n</Limit>\n"
    server = hosts.proftpd(old, options=limits)
    settle(Office("proftpd-old", f"ftps://localhost:{server.port}", **trust), lambda: tree(old), "ProFTPD of old, one connection")
    # Nothing may be written: nothing is half deleted.
    shut = folder("proftpd-shut")
    server = hosts.proftpd(shut, options="<Limit WRITE>\nDenyAll\n</Limit>\n")
    wrong(Office("shut", f"ftps://localhost:{server.port}", **trust), "a folder that may only be read", ["เขียน", "สิทธิ์"])
    expect(tree(shut) == {}, "nothing is written where nothing may be")
    # Somebody else's site.
    taken = folder("proftpd-taken")
    (taken / "index.php").write_text("x")
    server = hosts.proftpd(taken)
    wrong(Office("taken", f"ftps://localhost:{server.port}", **trust), "somebody else's site", ["ไม่ได้เขียน"])
    homes = folder("proftpd-home")
    (homes / "domains/office.go.th/public_html").mkdir(parents=True)
    wrong(Office("home", f"ftps://localhost:{hosts.proftpd(homes).port}", **trust), "the account's home", ["domains/office.go.th/public_html"])


def sftp(hosts, share):
    if not Path("/usr/sbin/sshd").exists() or not shutil.which("sftp"):
        return skip("OpenSSH")
    server = hosts.sshd()
    root = folder("sftp")
    proxy = Proxy(server.port)
    key = (work / "ssh/host.pub").read_text().split()
    hosts.known(f"[127.0.0.1]:{proxy.port} {key[0]} {key[1]}\n")
    office = Office("sftp", f"sftp://127.0.0.1:{server.port}/{root}/web", user=os.environ.get("USER", "root") if os.getuid() else "root")
    office.environment.pop("PRONGSAI_PASSWORD")
    settle(office, lambda: tree(root / "web"), "SFTP")
    crawled(office, root / "web", "SFTP")
    agency = office.home / "content/agency.md"
    agency.write_text(agency.read_text().replace(str(server.port), str(proxy.port)))
    cuts(office, lambda: tree(root / "web"), "SFTP", share, proxy)
    stranger = Office("sftp-key", f"sftp://127.0.0.1:{server.port}/{root}/x")
    stranger.environment.pop("PRONGSAI_PASSWORD")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", work / "ssh/other"], check=True)
    stranger.environment["PRONGSAI_TEST_KEY"] = "other"
    wrong(stranger, "a key that the host does not know", ["ไม่ให้เข้า"])
    other = hosts.sshd()
    lines = (work / "ssh/known_hosts").read_text().splitlines()
    wrong_key = (work / "ssh/user.pub").read_text().split()[1]
    (work / "ssh/known_hosts").write_text("\n".join(lines[:-1]) + f"\n[127.0.0.1]:{other.port} ssh-ed25519 {wrong_key}\n")
    wrong(Office("sftp-changed", f"sftp://127.0.0.1:{other.port}/{root}/x"), "a host key that has changed", ["กุญแจของโฮสต์เปลี่ยน"])
    (work / "ssh/known_hosts").write_text("\n".join(lines[:-1]) + "\n")
    wrong(Office("sftp-unknown", f"sftp://127.0.0.1:{other.port}/{root}/x"), "an unknown host key", ["ยังไม่รู้จักกุญแจ"])
    wrong(Office("sftp-nowhere", "sftp://no-such-host.invalid/x"), "SFTP to a name that leads nowhere", ["ไม่พบชื่อโฮสต์"])


def rsync(hosts, share):
    if not shutil.which("rsync"):
        return skip("rsync")
    root = folder("rsyncd")
    server = hosts.rsyncd(root)
    office = Office("rsync", f"rsync://office@127.0.0.1:{server.port}/site")
    settle(office, lambda: tree(root), "rsync's own server")
    cuts(office, lambda: tree(root), "rsync", share)
    bad = Office("rsync-pw", f"rsync://somebody@127.0.0.1:{server.port}/site/x")
    wrong(bad, "rsync with a wrong name", ["ไม่ให้เข้า"])
    local = folder("rsync-local")
    settle(Office("rsync-local", f"rsync:{local}/web"), lambda: tree(local / "web"), "rsync to a folder")


def rclone(hosts, share):
    if not shutil.which("rclone"):
        return skip("rclone")
    dav, s3 = folder("dav"), folder("s3")
    (s3 / "bucket").mkdir()
    config = work / "rclone.conf"
    config.write_text("")
    server = hosts.rclone("webdav", dav)
    text = f"[dav]\ntype = webdav\nurl = http://127.0.0.1:{server.port}\nvendor = other\n"
    kinds = [("dav:web", dav / "web", "WebDAV")]
    if b"s3" in subprocess.run(["rclone", "serve", "--help"], capture_output=True).stdout:
        server = hosts.rclone("s3", s3, "--auth-key=office,secretsecret")
        text += (f"[s3]\ntype = s3\nprovider = Other\nendpoint = http://127.0.0.1:{server.port}\naccess_key_id = office\n"
                 "secret_access_key = secretsecret\nforce_path_style = true\n")
        kinds.append(("s3:bucket/web", s3 / "bucket/web", "an S3-compatible store"))
    else:
        skip("S3 (this rclone cannot serve it)")
    config.write_text(text)
    for to, root, name in kinds:
        office = Office(name.split()[-1], f"rclone:{to}")
        settle(office, lambda: tree(root), name)
        cuts(office, lambda: tree(root), name, max(1, share // 2))


def git(hosts, share):
    root = work / "site.git"
    subprocess.run(["git", "init", "-q", "--bare", root], check=True)

    def fetch():
        out = Path(tempfile.mkdtemp(dir=work))
        subprocess.run(f"git --git-dir={root} archive gh-pages | tar x -C {out}", shell=True, check=True)
        found = tree(out)
        shutil.rmtree(out)
        found.pop(".nojekyll", None)
        return found

    office = Office("git", f"git:{root}")
    settle(office, fetch, "a git branch")
    cuts(office, fetch, "git", share)
    log = subprocess.run(["git", f"--git-dir={root}", "log", "--oneline", "gh-pages"], capture_output=True).stdout
    expect(len(log.splitlines()) >= 3, "git keeps every publishing")
    subprocess.run(f"cd {work} && git init -q -b main src && cd src && echo x > index.php && git add . && "
                   f"git -c user.name=t -c user.email=t@t commit -qm x && git push -q {root} main:source", shell=True, check=True)
    wrong(Office("git-source", f"git:{root}#source"), "a branch of somebody's work", ["มีของอื่นอยู่แล้ว"])
    wrong(Office("git-none", f"git:{work}/none.git"), "a repository that is not there", ["git"])


def disk(hosts, share):
    """A host that is full: the old site stays whole, and a publish after room was made finishes."""
    if os.getuid() != 0 or not shutil.which("proftpd"):
        return skip("a full disk (needs root and ProFTPD)")
    root = folder("full")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=777", "tmpfs", root], capture_output=True).returncode:
        return skip("a full disk (no mount here)")
    try:
        server = hosts.proftpd(root)
        office = Office("full", f"ftps://localhost:{server.port}/web", certificate=str(work / "good.pem"), user="office")
        code, said = office.json()
        expect(code == 0, f"a disk with room: {str(said)[:300]}")
        before = public(tree(root / "web"))
        (office.home / "content/files/ใหญ่.txt").write_text("ก" * 2_000_000)
        (office.home / "content/แฟ้มใหญ่.md").write_text("---\nkind: page\ntitle: แฟ้มใหญ่\n---\n[แฟ้ม](files/ใหญ่.txt)\n")
        (root / "ballast").write_bytes(b"x" * max(0, shutil.disk_usage(root).free - 300_000))
        office.edit()
        wrong(office, "a full disk", ["เนื้อที่"])
        now = public(tree(root / "web"))
        expect(all(path in now for path in before), "a full disk: nothing is half deleted")
        (root / "ballast").unlink()
        code, said = office.json()
        expect(code == 0 and public(tree(root / "web")) == office.built(), f"after room was made: {str(said)[:300]}")
    finally:
        subprocess.run(["umount", "-l", root])


def main():
    hosts = Hosts(work)
    kinds = {"ftps": ftps, "proftpd": proftpd, "sftp": sftp, "rsync": rsync, "rclone": rclone, "git": git, "disk": disk}
    chosen = {name: kind for name, kind in kinds.items() if given.only in name}
    try:
        for name, kind in chosen.items():
            start = time.time()
            try:
                kind(hosts, max(1, round(given.cuts / 6)))
            except Exception as error:  # one kind's trouble must not hide the others
                expect(False, f"{name}: {type(error).__name__}: {error}")
            print(f"{name}: {time.time() - start:.0f} s", flush=True)
    finally:
        hosts.stop()
        for entry in work.glob("*.log"):
            if tally.failed and entry.stat().st_size:
                print(f"--- {entry.name}\n{entry.read_text(errors='replace')[-1500:]}")
        shutil.rmtree(work, ignore_errors=True)
    tally.end()


main()
