#!/usr/bin/env python3
"""The settings that `prongsai host` writes, in the real servers over TLS: `prongsai verify` must have nothing to say.

    tests/hosts/serving.py PRONGSAI

A server that is not installed is skipped, and said to be."""
import gzip, http.client, json, os, shutil, ssl, subprocess, sys, tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1])]
from servers import ME, Hosts, free_port
from tally import Tally

HERE = Path(__file__).resolve().parent
OBSERVATORY = HERE.parent / ".tools/observatory/node_modules/@mdn/mdn-http-observatory"
PRONGSAI = str(Path(sys.argv[1]).resolve())
work = Path(tempfile.mkdtemp(prefix="serving-"))
work.chmod(0o755)
tally = Tally()
expect, skip = tally.expect, tally.skip


def run(*command):
    done = subprocess.run([PRONGSAI, *map(str, command)], capture_output=True, cwd=work,
                          env={**os.environ, "SSL_CERT_FILE": str(work / "good.pem")})
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def verify(name, port):
    code, said = run("verify", f"https://localhost:{port}/", "--format", "json")
    try:
        found = json.loads(said)
    except ValueError:
        return expect(False, f"{name}: {said[:600]}")
    for part in ("changed", "missing", "remarks"):
        expect(found[part] == [], f"{name}: {part}: {json.dumps(found[part], ensure_ascii=False)[:700]}")
    expect(code == 0 and found["checked"] > 50, f"{name}: {code}, {found['checked']} files")


def graded(name, plain, secure):
    """Mozilla's HTTP Observatory: the highest grade, and no test that fails."""
    if not OBSERVATORY.exists():
        return skip(f"{name} by the Observatory")
    done = subprocess.run(["node", HERE / "observatory.mjs", str(plain), str(secure)], capture_output=True, text=True,
                          env={**os.environ, "NODE_EXTRA_CA_CERTS": str(work / "good.pem")})
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return expect(False, f"{name} by the Observatory: {(done.stdout + done.stderr)[-600:]}")
    print(f"{name}: {found['grade']} ({found['score']}) by the HTTP Observatory, {found['tests']} tests")
    expect(found["grade"] == "A+" and not found["failed"] and found["tests"] > 8, f"{name} by the Observatory: {found}")


def ask(port, path, way):
    """What comes over the line, as it comes."""
    line = http.client.HTTPSConnection("localhost", port, context=ssl.create_default_context(cafile=str(work / "good.pem")))
    line.request("GET", path, headers={"Accept-Encoding": way})
    answer = line.getresponse()
    return answer.getheader("Content-Encoding"), answer.read()


def packed_copies(port):
    """`build --compress`: each copy unpacks to its file, a second build writes none, and nginx sends them as they are."""
    again = ("build", content, "--out", work / "site", "--date", "2569-11-21", "--host", "apache")
    code, said = run(*again, "--compress")
    copies = [path for path in (work / "site").rglob("*") if path.suffix in (".gz", ".br")]
    expect(code == 0 and len(copies) > 50, f"packed copies: {len(copies)}, {said[:200]}")
    for path in copies:
        whole = path.with_suffix("").read_bytes()
        expect(path.stat().st_size < len(whole), f"{path.name} is smaller")
        if path.suffix == ".gz":
            expect(gzip.decompress(path.read_bytes()) == whole, f"{path} unpacks to its file")
        elif shutil.which("brotli"):
            unpacked = subprocess.run(["brotli", "-dc", path], capture_output=True).stdout
            expect(unpacked == whole, f"{path} unpacks to its file")
    at = {path: path.stat().st_mtime_ns for path in copies}
    for more in ([], ["--verify"], ["--audit"]):
        code, said = run(*again, "--compress", *more)
        expect(code == 0 and all(path.stat().st_mtime_ns == time for path, time in at.items()), f"kept {more}: {said[:300]}")
    way, sent = ask(port, "/", "gzip")
    expect(way == "gzip" and sent == (work / "site/index.html.gz").read_bytes(), f"nginx sends the copy: {way}, {len(sent)}")
    verify("nginx with packed copies", port)
    run(*again)
    expect(not [path for path in copies if path.exists()], "without --compress they go")


content = work / "content"
(content / "2564").mkdir(parents=True)
(content / "agency.md").write_text("---\nkind: agency\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nยินดีต้อนรับ\n")
(content / "2564/plan.md").write_text("---\nkind: plan\nfiscal_years: 2564\n---\n| รหัส | โครงการ/กิจกรรม/มาตรการ |\n|---|---|\n"
                                      + "".join(f"| 1-{n:02} | โครงการ {n} |\n" for n in range(1, 9)))
(content / "_redirects.txt").write_text("/เก่า/ /2564/\n")
hosts = Hosts(work)
try:
    code, said = run("build", content, "--out", work / "site", "--date", "2569-11-21", "--host", "apache")
    expect(code == 0, f"the build: {said[:300]}")
    expect((work / "site/.htaccess").exists(), "settings lie in the site")
    before = {path: path.read_bytes() for path in (work / "site").rglob("*") if path.is_file()}
    run("build", content, "--out", work / "again", "--date", "2569-11-21", "--host", "apache")
    expect(all((work / "again" / path.relative_to(work / "site")).read_bytes() == text for path, text in before.items()),
           "the same settings are the same bytes")
    if shutil.which("nginx"):
        port, plain = free_port(), free_port()
        code, _ = run("host", "nginx", content, "--out", work, "--date", "2569-11-21")
        expect(code == 0, "host nginx")
        (work / "nginx.conf").write_text(
            f"daemon off;\npid {work}/nginx.pid;\nerror_log {work}/nginx-error.log;\nevents {{}}\nhttp {{\naccess_log off;\n"
            + "".join(f"{name}_temp_path {work}/tmp-{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
            + f"server {{\nlisten 127.0.0.1:{plain};\nreturn 301 https://localhost:{port}$request_uri;\n}}\n"
            + f"server {{\nlisten 127.0.0.1:{port} ssl;\nserver_name localhost;\nssl_certificate {work}/good.pem;\n"
              f"ssl_certificate_key {work}/good.key;\nroot {work}/site;\ninclude {work}/prongsai-nginx.conf;\n}}\n}}\n")
        hosts.add("nginx", ["nginx", "-e", str(work / "nginx-error.log"), "-c", str(work / "nginx.conf")], port)
        verify("nginx", port)
        graded("nginx", plain, port)
        packed_copies(port)
        # A fault is told, and told by its name.
        (work / "site/index.html").write_text("defaced")
        code, said = run("verify", f"https://localhost:{port}/", "--format", "json")
        expect(code == 1 and "index.html" in json.loads(said)["changed"], f"a changed page is told: {said[:300]}")
        (work / "site/index.html").write_bytes(before[work / "site/index.html"])
    else:
        skip("nginx")
    if shutil.which("apache2"):
        port, plain = free_port(), free_port()
        modules = "/usr/lib/apache2/modules"
        loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in (
            "mpm_event", "authz_core", "dir", "mime", "alias", "headers", "deflate", "filter", "ssl", "autoindex", "socache_shmcb"))
        user = "User nobody\nGroup nogroup\n" if os.getuid() == 0 else ""
        if os.getuid() == 0:
            loaded += f"LoadModule unixd_module {modules}/mod_unixd.so\n" if Path(f"{modules}/mod_unixd.so").exists() else ""
        (work / "apache.conf").write_text(
            f"ServerRoot {work}\nServerName localhost\nListen 127.0.0.1:{port}\nListen 127.0.0.1:{plain}\nPidFile {work}/apache.pid\nErrorLog {work}/apache-error.log\n"
            f"{loaded}{user}TypesConfig /etc/mime.types\nDocumentRoot {work}/site\n"
            f"<VirtualHost *:{plain}>\nRedirect permanent / https://localhost:{port}/\n</VirtualHost>\n<VirtualHost *:{port}>\n"
            f"SSLEngine on\nSSLCertificateFile {work}/good.pem\nSSLCertificateKeyFile {work}/good.key\n"
            f"DocumentRoot {work}/site\n</VirtualHost>\n"
            f"<Directory {work}/site>\nAllowOverride All\nRequire all granted\n</Directory>\n")
        hosts.add("apache", ["apache2", "-f", str(work / "apache.conf"), "-DFOREGROUND"], port)
        verify("Apache", port)
        graded("Apache", plain, port)
    else:
        skip("Apache")
except Exception as error:
    expect(False, f"{type(error).__name__}: {error}")
finally:
    hosts.stop()
    for log in work.glob("*error.log"):
        if tally.failed:
            print(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}")
    shutil.rmtree(work, ignore_errors=True)
tally.end()
