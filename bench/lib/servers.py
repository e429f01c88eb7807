"""Mailroad and its peers as private servers on loopback, in a folder of their own."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def need(programs, packages):
    """Sees to it that Debian's packages are there."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    os.environ["PATH"] = path
    if all(shutil.which(program) for program in programs):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"bench: needs {', '.join(programs)}: install the packages {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=environment, check=True, stdout=subprocess.DEVNULL)


def free_port():
    """A port of loopback below those that the system gives to outgoing connections."""
    for port in range(20_000 + os.getpid() % 5000, 32_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            if port not in free_port.taken:
                free_port.taken.add(port)
                return port
    sys.exit("bench: no free port")


free_port.taken = set()


def wait_for(what, condition, seconds=60):
    """Waits until something is so; the bench ends where it never is."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"bench: {what} did not happen within {seconds} s")
        time.sleep(0.01)


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            return connection.recv(100).startswith(b"220")
    except OSError:
        return False


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def certificate(folder):
    """A certificate of its own with its key, as files in PEM."""
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=bench.test", "-days", "2", "-out", files[0], "-keyout", files[1]],
        check=True, stderr=subprocess.DEVNULL)
    return files


class Mailroad:
    """`mailroad serve` from this source folder."""

    name = "mailroad"

    def __init__(self, folder, more="", java_options="", imap=(), pop3=(), lmtp=()):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.imap, self.pop3, self.lmtp = list(imap), list(pop3), list(lmtp)
        self.imaps, self.tls = [], None  # the files of a certificate
        self.more, self.java_options = more, java_options
        self.dns = "127.0.0.1:1"  # nobody
        self.guard = "enabled = false"  # as its peers look at nothing either
        self.process = None
        self.seen = 0

    def start(self):
        """Starts it and waits until it greets, and listens wherever else; the bench ends where it does not."""
        self.launch()
        wait_for("Mailroad's greeting", lambda: self.dead() or answers(self.port), 300)
        self.start_seconds = time.monotonic() - self.started
        for address in self.imap + self.pop3 + self.lmtp + self.imaps:
            port = int(address.rpartition(":")[2])
            wait_for(f"Mailroad on {address}", lambda: self.dead() or listens(port))

    def launch(self):
        """Starts it and waits for nothing."""
        (self.folder / "mailroad.toml").write_text(f'''
hostname = "mailroad.bench.test"

[listen]
smtp = ["127.0.0.1:{self.port}"]
submission = []
submissions = []
lmtp = {json.dumps(self.lmtp)}
pop3 = {json.dumps(self.pop3)}
pop3s = []
imap = {json.dumps(self.imap)}
imaps = {json.dumps(self.imaps)}

[connections]
connections-max = 20000
connections-per-address-max = 20000

[dns]
servers = ["{self.dns}"]

[guard]
{self.guard}

[password]
memory-kib = 8192
passes = 1
{self._tls()}
{self.more}
''')
        self.started = time.monotonic()
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                [os.environ.get("MAILROAD", ROOT / "mailroad"), "serve", "--config", self.folder / "mailroad.toml"],
                stdout=log, stderr=log,
                env=dict(os.environ, MAILROAD_JAVA_OPTIONS=self.java_options))

    def _tls(self):
        return f'[tls]\ncertificate = "{self.tls[0]}"\nkey = "{self.tls[1]}"' if self.tls else ""

    def dead(self):
        if self.process.poll() is not None:
            sys.exit("bench: Mailroad ended:\n" + (self.folder / "log").read_text()[-2000:])
        return False

    @property
    def pid(self):
        return self.process.pid

    def lives(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """Ends it where it stands (kill -9)."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def admin(self, operation, **arguments):
        """An operation of the running server over its admin socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.folder / "data" / "admin.sock"))
            request = json.dumps({"operation": operation, "arguments": arguments})
            connection.sendall(request.encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                if not (part := connection.recv(1 << 20)):
                    break
                answer += part
        answer = json.loads(answer)
        if "error" in answer:
            sys.exit(f"bench: {operation}: {answer['error']}")
        return answer["result"]


class Postfix:
    """Debian's Postfix with its defaults for durability, and a queue of its own."""

    name = "postfix"

    def __init__(self, folder, more, virtual=()):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.more, self.virtual = more, virtual
        self.seen = 0

    def start(self):
        etc, spool, data, mail = (self.folder / part for part in ("etc", "spool", "data", "mail"))
        for part in (etc, spool, data, mail):
            part.mkdir(parents=True)
        self.folder.chmod(0o755)
        shutil.chown(data, "postfix")
        os.chown(mail, 5000, 5000)
        (etc / "vmap").write_text("".join(line + "\n" for line in self.virtual))
        (etc / "main.cf").write_text(f'''
compatibility_level = 3.6
queue_directory = {spool}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {self.folder}/mail.log
maillog_file_prefixes = {self.folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = postfix.bench.test
mydomain = bench.test
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
default_process_limit = 110
message_size_limit = 52428800
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
virtual_mailbox_base = {mail}
virtual_mailbox_limit = 0
{self.more.format(etc=etc)}
''')
        lines = []
        for line in pathlib.Path("/usr/share/postfix/master.cf.dist").read_text().splitlines():
            fields = line.split()
            if line.startswith("#") or not fields:
                continue
            if line.startswith("smtp      inet"):
                line = f"127.0.0.1:{self.port} inet n - n - - smtpd"
            elif not line[0].isspace() and len(fields) > 7 and fields[4] == "y":
                fields[4] = "n"  # nothing of it in a chroot
                line = " ".join(fields)
            lines.append(line)
        (etc / "master.cf").write_text("\n".join(lines) + "\n")
        # Whatever the caller's shell holds open is not for the daemons.
        subprocess.run(["postfix", "-c", etc, "check"], check=True, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        subprocess.run(
            ["postfix", "-c", etc, "start"], check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("Postfix's greeting", lambda: answers(self.port))
        self.start_seconds = time.monotonic() - started

    @property
    def pid(self):
        return int((self.folder / "spool/pid/master.pid").read_text())

    def stop(self):
        if (self.folder / "spool/pid/master.pid").exists():
            subprocess.run(
                ["postfix", "-c", self.folder / "etc", "stop"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def queued(self, *queues):
        """How many messages stand in some of its queues."""
        return sum(
            len(files)
            for queue in queues
            for _, _, files in os.walk(self.folder / "spool" / queue))

    def filed(self):
        """How many messages stand in the mailboxes."""
        return sum(
            sum(1 for _ in os.scandir(box / "Maildir/new"))
            for box in (self.folder / "mail").iterdir()
            if (box / "Maildir/new").is_dir())


class Dovecot:
    """Debian's Dovecot with its defaults for durability, and mailboxes of its own; with TLS where it has a certificate."""

    name = "dovecot"
    mail_user = 5000

    def __init__(self, folder, mail_format, users, password, connections_max, tls=None):
        self.folder = pathlib.Path(folder)
        self.imaps_port, self.tls = free_port() if tls else 0, tls
        self.imap_port, self.pop3_port, self.lmtp_port = free_port(), free_port(), free_port()
        self.mail_format, self.connections_max = mail_format, connections_max
        self.process = None
        for part in ("run", "state", "mail"):
            (self.folder / part).mkdir(parents=True)
        self.folder.chmod(0o755)
        os.chown(self.folder / "mail", self.mail_user, self.mail_user)
        (self.folder / "passwd").write_text("".join(f"{user}:{{PLAIN}}{password}::::::\n" for user in users))
        (self.folder / "dovecot.conf").write_text(self._configuration())

    def _ssl(self):
        return f"ssl = yes\nssl_cert = <{self.tls[0]}\nssl_key = <{self.tls[1]}" if self.tls else "ssl = no"

    def _configuration(self):
        place = {"maildir": "maildir:~/Maildir", "sdbox": "sdbox:~/sdbox"}[self.mail_format]
        return f'''
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
listen = 127.0.0.1
protocols = imap pop3 lmtp
{self._ssl()}
disable_plaintext_auth = no
auth_username_format = %n
mail_location = {place}
mail_home = {self.folder}/mail/%n
mail_uid = {self.mail_user}
mail_gid = {self.mail_user}
first_valid_uid = {self.mail_user}
mail_max_userip_connections = 0
default_client_limit = {self.connections_max * 2}
default_process_limit = {self.connections_max}
default_vsz_limit = 2G
passdb {{
  driver = passwd-file
  args = username_format=%n {self.folder}/passwd
}}
userdb {{
  driver = static
  args = uid={self.mail_user} gid={self.mail_user} home={self.folder}/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {self.pop3_port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service imap {{
  process_limit = {self.connections_max}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {self.lmtp_port}
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
}}
'''

    def start(self):
        started = time.monotonic()
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", self.folder / "dovecot.conf"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("Dovecot's greeting", lambda: self.dead() or answers(self.lmtp_port))
        self.start_seconds = time.monotonic() - started

    def dead(self):
        if self.process.poll() is not None:
            sys.exit("bench: Dovecot ended:\n" + (self.folder / "log").read_text()[-2000:])
        return False

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
