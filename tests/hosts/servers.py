"""Real servers on this machine, each in a folder of its own, gone at the end: vsftpd, ProFTPD, OpenSSH, rsync, rclone.

Also a proxy that breaks connections in the middle of a file. Nothing of the system's own settings is touched."""
import os, pwd, shutil, signal, socket, subprocess, sys, tempfile, threading, time
from pathlib import Path

# Debian lets only one server of FTP be installed; tests/run unpacks the other here.
TOOLS = Path(__file__).resolve().parent.parent / ".tools"
os.environ["PATH"] += f":/usr/sbin:{TOOLS}/vsftpd/usr/sbin"
SECRET = "hunter2-ก-secret"
ME = pwd.getpwuid(os.getuid()).pw_name


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def await_port(port, process=None, seconds=15):
    until = time.time() + seconds
    while time.time() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
            return
        except OSError:
            if process is not None and process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError(f"no server at port {port}")


class Server:
    """A process that can be stopped, started again, and asked for its words."""

    def __init__(self, work, name, command, port, environment=None, cwd=None):
        self.work, self.name, self.command, self.port = work, name, command, port
        self.environment, self.cwd = environment, cwd
        self.log = open(work / f"{name}.log", "ab")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=self.log, stderr=self.log, cwd=self.cwd,
            env={**os.environ, **(self.environment or {})}, start_new_session=True)
        await_port(self.port, self.process)

    def stop(self):
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(5)


class Proxy:
    """Passes connections on, and breaks one after so many bytes towards the server. Passive ports go by it."""

    def __init__(self, port):
        self.to = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.left = None
        self.lock = threading.Lock()
        self.open = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def break_after(self, count):
        with self.lock:
            self.left = count

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.to), 5)
            except OSError:
                client.close()
                continue
            self.open |= {client, server}
            threading.Thread(target=self.pump, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, False), daemon=True).start()

    def pump(self, source, target, counted):
        try:
            while data := source.recv(4096):
                if counted:
                    with self.lock:
                        if self.left is not None:
                            if self.left < len(data):
                                target.sendall(data[: self.left])
                                self.left = 0
                                break
                            self.left -= len(data)
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.listener.close()


class Hosts:
    def __init__(self, work):
        self.work = Path(work)
        self.servers = []
        for name, days in (("good", 30), ("expired", -1)):
            self.certificate(name, days)

    def certificate(self, name, days):
        at = self.work
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                   "-keyout", at / f"{name}.key", "-out", at / f"{name}.pem", "-subj", "/CN=localhost",
                   "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                   "-addext", "basicConstraints=critical,CA:FALSE"]
        if days > 0:
            subprocess.run([*command, "-days", str(days)], check=True, capture_output=True)
        else:
            # Long over, whatever the clock of this machine says.
            ca = ["openssl", "ca", "-batch", "-selfsign", "-startdate", "20200101000000Z", "-enddate", "20200201000000Z"]
            (at / "ca").mkdir()
            (at / "ca/index.txt").write_text("")
            (at / "ca/serial").write_text("01\n")
            (at / "ca.cnf").write_text(
                f"[ca]\ndefault_ca=d\n[d]\ndir={at}/ca\ndatabase={at}/ca/index.txt\nserial={at}/ca/serial\n"
                f"new_certs_dir={at}/ca\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n[p]\ncommonName=supplied\n"
                "[x]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n")
            subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-keyout", at / f"{name}.key", "-out", at / "ca/r.csr", "-subj", "/CN=localhost"],
                           check=True, capture_output=True)
            subprocess.run([*ca, "-config", at / "ca.cnf", "-keyfile", at / f"{name}.key", "-in", at / "ca/r.csr",
                            "-out", at / f"{name}.pem", "-notext"], check=True, capture_output=True)

    def add(self, *arguments, **more):
        server = Server(self.work, *arguments, **more)
        self.servers.append(server)
        return server

    def vsftpd(self, root, tls=True, certificate="good", options=""):
        """vsftpd as the user who runs it: anonymous alone, TLS with its sessions taken up again where tls is on."""
        port = free_port()
        config = self.work / f"vsftpd-{port}.conf"
        secure = (f"ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_logins_ssl=YES\nforce_anon_data_ssl=YES\n"
                  f"require_ssl_reuse=YES\nrsa_cert_file={self.work}/{certificate}.pem\n"
                  f"rsa_private_key_file={self.work}/{certificate}.key\nssl_ciphers=HIGH\n" if tls else "")
        config.write_text(
            f"listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nrun_as_launching_user=YES\nbackground=NO\n"
            "anonymous_enable=YES\nlocal_enable=NO\nno_anon_password=YES\nwrite_enable=YES\nanon_upload_enable=YES\n"
            "anon_mkdir_write_enable=YES\nanon_other_write_enable=YES\nanon_world_readable_only=NO\nanon_umask=022\n"
            f"anon_root={root}\nallow_writeable_chroot=YES\npasv_address=10.9.8.7\nseccomp_sandbox=NO\n"
            f"vsftpd_log_file={self.work}/vsftpd-{port}.xfer\nxferlog_enable=YES\n{secure}{options}")
        return self.add(f"vsftpd-{port}", ["vsftpd", str(config)], port)

    def proftpd(self, root, tls=True, certificate="good", options=""):
        """ProFTPD with a password of its own file."""
        port = free_port()
        passwords = self.work / "ftp.passwd"
        if not passwords.exists():
            hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=SECRET.encode(), capture_output=True,
                                    check=True).stdout.decode().strip()
            passwords.write_text(f"office:{hashed}:{os.getuid() or 65534}:{os.getgid() or 65534}::{self.work}:/bin/sh\n")
            passwords.chmod(0o600)
        config = self.work / f"proftpd-{port}.conf"
        secure = ("LoadModule mod_tls.c\n<IfModule mod_tls.c>\nTLSEngine on\nTLSRequired on\nTLSProtocol TLSv1.2 TLSv1.3\n"
                  f"TLSECCertificateFile {self.work}/{certificate}.pem\nTLSECCertificateKeyFile {self.work}/{certificate}.key\n"
                  f"TLSLog {self.work}/proftpd-{port}.tls\nTLSVerifyClient off\n</IfModule>\n" if tls else "")
        config.write_text(
            f"ModulePath /usr/lib/proftpd\nServerType standalone\nServerName t\nPort {port}\nDefaultAddress 127.0.0.1\n"
            f"UseIPv6 off\nUseReverseDNS off\nPidFile {self.work}/proftpd-{port}.pid\nScoreboardFile {self.work}/proftpd-{port}.sb\n"
            f"DelayEngine off\nRequireValidShell off\nAuthOrder mod_auth_file.c\nAuthUserFile {passwords}\n"
            f"AllowOverwrite on\nUmask 022\nDefaultRoot {root}\nDefaultChdir {root}\nWtmpLog off\nTransferLog none\n"
            f"SystemLog {self.work}/proftpd-{port}.syslog\nMaxInstances 40\n"
            f"User {'nobody' if os.getuid() == 0 else ME}\nGroup {'nogroup' if os.getuid() == 0 else ME}\n{secure}{options}")
        return self.add(f"proftpd-{port}", ["proftpd", "-n", "-q", "-c", str(config)], port)

    def sshd(self):
        port = free_port()
        keys = self.work / "ssh"
        if not keys.exists():
            keys.mkdir(mode=0o700)
            for name in ("host", "user"):
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys / name], check=True)
            shutil.copy(keys / "user.pub", keys / "authorized_keys")
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        config = keys / f"sshd-{port}"
        config.write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {keys}/host\nAuthorizedKeysFile {keys}/authorized_keys\n"
            f"PidFile {keys}/pid-{port}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
            "Subsystem sftp internal-sftp\nMaxStartups 50:30:100\nMaxSessions 50\n")
        server = self.add(f"sshd-{port}", ["/usr/sbin/sshd", "-D", "-e", "-f", str(config)], port)
        key = (keys / "host.pub").read_text().split()
        self.known(f"[127.0.0.1]:{port} {key[0]} {key[1]}\n")
        return server

    def known(self, line):
        """Our own ssh settings: what the tests know of hosts, and the key."""
        with open(self.work / "ssh/known_hosts", "a") as known:
            known.write(line)
        programs = self.work / "bin"
        programs.mkdir(exist_ok=True)
        for name in ("ssh", "sftp"):
            real = shutil.which(name)
            script = programs / name
            script.write_text(f"#!/bin/sh\nexec {real} -F none -oUserKnownHostsFile={self.work}/ssh/known_hosts "
                              f"-oGlobalKnownHostsFile=/dev/null -oIdentitiesOnly=yes -oIdentityFile={self.work}/ssh/${{PRONGSAI_TEST_KEY:-user}} \"$@\"\n")
            script.chmod(0o755)

    def rsyncd(self, root):
        port = free_port()
        config = self.work / f"rsyncd-{port}.conf"
        (self.work / "rsync.secrets").write_text(f"office:{SECRET}\n")
        (self.work / "rsync.secrets").chmod(0o600)
        config.write_text(f"use chroot = no\nport = {port}\naddress = 127.0.0.1\npid file = {self.work}/rsyncd-{port}.pid\n"
                          f"[site]\npath = {root}\nread only = no\nauth users = office\nsecrets file = {self.work}/rsync.secrets\n"
                          f"uid = {os.getuid()}\ngid = {os.getgid()}\n")
        return self.add(f"rsyncd-{port}", ["rsync", "--daemon", "--no-detach", f"--config={config}"], port)

    def rclone(self, kind, root, *options):
        port = free_port()
        return self.add(f"rclone-{kind}-{port}", ["rclone", "serve", kind, str(root), f"--addr=127.0.0.1:{port}", *options], port,
                        environment={"RCLONE_CONFIG": str(self.work / "rclone.conf")})

    def stop(self):
        for server in self.servers:
            server.stop()
