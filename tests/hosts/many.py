#!/usr/bin/env python3
"""How fast many files reach a host, beside lftp and rclone at the same servers in the same run:

    tests/hosts/many.py PRONGSAI [--files N] [--only ftps|sftp]

Prints: the first publish in files and bytes a second and as a share of the peer's; the second, which sends nothing; one
in which every page has changed. Not part of tests/run, since nothing that a clock says belongs there."""
import argparse, json, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from servers import Hosts

arguments = argparse.ArgumentParser()
arguments.add_argument("prongsai")
arguments.add_argument("--files", type=int, default=10_000)
arguments.add_argument("--only", choices=["ftps", "sftp"])
given = arguments.parse_args()
PRONGSAI = str(Path(given.prongsai).resolve())
work = Path(tempfile.mkdtemp(prefix="many-"))
work.chmod(0o755)
CONNECTIONS = 3
failed = []


def site(name, to, **target):
    """Pages that each name some files, so many that the built site has about as many files as asked for."""
    home = work / name
    content = home / "content"
    (content / "files").mkdir(parents=True)
    more = "".join(f", {key}: {json.dumps(value)}" for key, value in target.items())
    agency(content, "ยินดีต้อนรับ", f"  - {{ name: main, to: {json.dumps(to)}, connections: {CONNECTIONS}{more} }}\n")
    pages = given.files // 5
    for page in range(pages):
        links = []
        for number in range(3):
            file = f"files/{page}-{number}.txt"
            (content / file).write_text(f"แฟ้ม {page} {number}\n" * 150)
            links.append(f"[แฟ้ม {number}]({file})")
        (content / f"page-{page}.md").write_text(
            f"---\nkind: page\ntitle: เรื่องที่ {page}\n---\n{' '.join(links)}\n\n" + " ".join(f"ข้อความที่ {n} ของเรื่อง" for n in range(60)) + "\n")
    return home


def agency(content, words, publish):
    (content / "agency.md").write_text(
        f"---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\npublish:\n{publish}---\n{words}\n")


def timed(command, home, environment):
    before = os.times()
    start = time.time()
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode:
        failed.append(" ".join(map(str, command)))
        print(f"failed: {command}: {(done.stdout + done.stderr).decode(errors='replace')[-500:]}")
    return time.time() - start, spent, done.stdout.decode(errors="replace")


def size(folder, kinds=None):
    found = [p for p in Path(folder).rglob("*") if p.is_file() and (not kinds or p.suffix in kinds)]
    return len(found), sum(p.stat().st_size for p in found)


def measure(name, home, environment, peer_name, peer):
    # The site is built and recorded before, so that the times are those of sending.
    publish = [PRONGSAI, "publish", "--date", "2569-11-21"]
    for command in ("build", "ledger", "build"):
        timed([PRONGSAI, command, "--date", "2569-11-21"], home, environment)
    build, _, _ = timed([PRONGSAI, "build", "--date", "2569-11-21"], home, environment)
    files, volume = size(home / "output")
    first, spent, _ = timed(publish, home, environment)
    again, spent_again, _ = timed(publish, home, environment)
    other, other_spent, _ = timed(peer, home, environment)
    theirs = volume / other
    print(f"{name}: {files} files, {volume / 1e6:.1f} MB; a build with nothing changed {build:.2f} s")
    print(f"  first publish {first:.1f} s ({spent:.1f} s of processor): {files / first:.0f} files/s, {volume / first / 1e6:.2f} MB/s;"
          f" {peer_name} {other:.1f} s ({other_spent:.1f}): ours reaches {volume / first / theirs:.2f} of it")
    print(f"  second publish, nothing changed: {again:.2f} s ({spent_again:.2f} s of processor)")
    # One line of style, whose file's name is on every page.
    style = home / "themes/prongsai/assets/css/95-ours.css"
    style.parent.mkdir(parents=True)
    style.write_text("body { color: #111; }\n")
    timed([PRONGSAI, "build", "--date", "2569-11-21"], home, environment)
    pages, changed = size(home / "output", {".html"})
    every, spent_every, _ = timed(publish, home, environment)
    print(f"  every page changed: {pages} pages, {changed / 1e6:.1f} MB in {every:.1f} s ({spent_every:.1f}):"
          f" {changed / every / 1e6:.2f} MB/s, {changed / every / theirs:.2f} of {peer_name}'s", flush=True)


def main():
    hosts = Hosts(work)
    environment = {**os.environ, "HOME": str(work), "PATH": f"{work}/bin:{os.environ['PATH']}"}
    environment.pop("SSH_AUTH_SOCK", None)
    try:
        if given.only == "sftp":
            pass
        elif shutil.which("lftp"):
            root = work / "ftp"
            root.mkdir()
            server = hosts.vsftpd(root, options="max_per_ip=50\n")
            home = site("ftps", f"ftps://localhost:{server.port}/web", certificate=str(work / "good.pem"))
            peer = ["lftp", "-e", "set ssl:verify-certificate no; set ftp:ssl-force true; set ftp:ssl-protect-data true; "
                    f"mirror -R --parallel={CONNECTIONS} output lftp; bye", f"ftp://anonymous:x@localhost:{server.port}/"]
            measure("FTPS (vsftpd, TLS sessions taken up again)", home, environment, "lftp", peer)
        else:
            print("skipped: lftp is not here")
        if given.only == "ftps":
            pass
        elif shutil.which("rclone"):
            server = hosts.sshd()
            root = work / "sftp"
            root.mkdir()
            home = site("sftp-site", f"sftp://127.0.0.1:{server.port}/{root}/web", user="root" if os.getuid() == 0 else os.environ["USER"])
            (work / "peer.conf").write_text(
                f"[peer]\ntype = sftp\nhost = 127.0.0.1\nport = {server.port}\nuser = {'root' if os.getuid() == 0 else os.environ['USER']}\n"
                f"key_file = {work}/ssh/user\nshell_type = none\ndisable_hashcheck = true\n")
            peer = ["rclone", "--config", work / "peer.conf", "copy", f"--transfers={CONNECTIONS}", "--quiet", "output", f"peer:{root}/peer"]
            measure("SFTP (OpenSSH)", home, environment, "rclone", peer)
        else:
            print("skipped: rclone is not here")
    finally:
        hosts.stop()
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(failed)} failed")
    sys.exit(bool(failed))


main()
