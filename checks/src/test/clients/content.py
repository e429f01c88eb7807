"""Sends all kinds of content by SMTP and by APPEND, and reads it back over IMAP and POP3, byte for byte.

Samples: Python's own test messages and SpamAssassin's, where Debian has installed them, and made ones up to 50 MB.
"""
import glob, imaplib, os, poplib, random, re, smtplib, ssl, time

ENV = os.environ
CONTEXT = ssl.create_default_context(cafile=ENV["CERTIFICATE"])
CONTEXT.check_hostname = False
imaplib._MAXLINE = poplib._MAXLINE = 1_000_000_000


def crlf(data):
    """As a message must be on the wire: each line ends in CRLF."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def filed(data):
    """As it stands in the mailbox: final delivery takes out the Return-Path fields of others (RFC 5321 section 4.4)."""
    end = data.find(b"\r\n\r\n") + 2 if b"\r\n\r\n" in data else len(data)
    return re.sub(rb"(?im)^return-path:.*\r\n([ \t].*\r\n)*", b"", data[:end]) + data[end:]


def samples():
    for pattern in ("/usr/lib/python3*/test/test_email/data/*.txt", "/usr/share/doc/spamassassin/examples/*.txt*"):
        for name in sorted(glob.glob(pattern)):
            if os.path.isfile(name) and not name.endswith(".gz"):
                yield os.path.basename(name), crlf(open(name, "rb").read())
    rand = random.Random(1)
    yield "dots", crlf(b"Subject: dots\n\n.\n..\n...\n.x\n\n.\n")
    yield "empty body", b"Subject: empty\r\n\r\n"
    yield "no header", b"\r\njust text\r\n"
    yield "eight bit", b"Subject: 8\r\n\r\n" + bytes(b for b in range(1, 256) if b not in (10, 13)) * 3 + b"\r\n"
    yield "return path", b"X-A: 1\r\nReturn-Path: <a@b.example>\r\nSubject: path\r\n\r\nReturn-Path: no\r\n"
    yield "long line", b"Subject: long\r\n\r\n" + b"x" * 990 + b"\r\n"
    yield "many fields", b"".join(b"X-F%d: v\r\n" % i for i in range(2000)) + b"\r\nbody\r\n"
    for size in (1 << 10, 1 << 16, 1 << 20, 10 << 20, 50 << 20):
        line = bytes(rand.choice(b"abcdefghijklmnopqrstuvwxyz0123456789+/") for _ in range(76)) + b"\r\n"
        yield f"{size} octets", b"Subject: big\r\n\r\n" + line * (size // len(line))


def imap():
    client = imaplib.IMAP4_SSL(ENV["HOST"], int(ENV["IMAPS"]), ssl_context=CONTEXT, timeout=120)
    client.login(ENV["LOGIN"], ENV["PASSWORD"])
    return client


def empty():
    client = imap()
    client.select("INBOX")
    client.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
    client.expunge()
    client.logout()


def international():
    """SMTPUTF8 (RFC 6531): a sender and header fields beyond ASCII; refused where MAIL does not say so."""
    token = f"u{os.urandom(8).hex()}"
    text = f"From: <грета@remote.example>\r\nTo: <{ENV['LOGIN']}>\r\nSubject: {token} привет\r\n\r\nпривет\r\n".encode()
    with smtplib.SMTP(ENV["HOST"], int(ENV["SMTP"]), local_hostname="remote.example", timeout=60) as client:
        client.ehlo()
        assert client.has_extn("smtputf8"), "SMTPUTF8 is not offered"
        client.sendmail("грета@remote.example", [ENV["LOGIN"]], text, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
    with smtplib.SMTP(ENV["HOST"], int(ENV["SMTP"]), local_hostname="remote.example", timeout=60) as client:
        client.ehlo()
        client.sock.sendall("MAIL FROM:<грета@remote.example>\r\n".encode())
        code, reply = client.getreply()
        assert code // 100 == 5, ("not without the parameter", code, reply)
    client = imap()
    deadline = time.time() + 60
    found = []
    while not found and time.time() < deadline:
        client.select("INBOX")
        found = client.search(None, "SUBJECT", token)[1][0].split()
    parts = client.fetch(found[0], "(BODY.PEEK[])")[1]
    got = next(part[1] for part in parts if isinstance(part, tuple))
    assert got.endswith(text), got
    assert "Return-Path: <грета@remote.example>".encode() in got and b" with UTF8SMTP" in got, got
    client.logout()
    empty()


def main():
    sent = list(samples())
    if len(sent) < 60:
        print(f"only {len(sent)} samples: libpython3.11-testsuite or spamassassin is not installed")
    with smtplib.SMTP(ENV["HOST"], int(ENV["SUBMISSION"]), timeout=120) as client:
        client.starttls(context=CONTEXT)
        client.login(ENV["LOGIN"], ENV["PASSWORD"])
        for number, (name, data) in enumerate(sent):
            client.ehlo_or_helo_if_needed()
            code, text = client.mail(ENV["LOGIN"], ["BODY=8BITMIME", f"SIZE={len(data)}"])
            assert code == 250, (name, code, text)
            code, text = client.rcpt(ENV["LOGIN"])
            assert code == 250, (name, code, text)
            code, text = client.docmd("DATA")
            assert code == 354, (name, code, text)
            stuffed = data.replace(b"\r\n.", b"\r\n..")
            client.send((b"." if data.startswith(b".") else b"") + stuffed + b".\r\n")
            code, text = client.getreply()
            assert code == 250, (name, code, text)
    client = imap()
    deadline = time.time() + 60
    while int(client.select("INBOX")[1][0]) < len(sent) and time.time() < deadline:
        time.sleep(0.1)
    assert int(client.select("INBOX")[1][0]) == len(sent), "not all arrived"
    for number, (name, data) in enumerate(sent, 1):
        typ, parts = client.fetch(str(number), "(RFC822.SIZE BODY.PEEK[])")
        raw = next(part for part in parts if isinstance(part, tuple))
        assert raw[1].endswith(filed(data)), f"IMAP: {name} is not what was sent: {raw[1][-200:]!r}"
        assert f"RFC822.SIZE {len(raw[1])}".encode() in raw[0], (name, raw[0])
        typ, parts = client.fetch(str(number), "(BODYSTRUCTURE ENVELOPE)")
        assert typ == "OK", name
    client.logout()
    pop = poplib.POP3_SSL(ENV["HOST"], int(ENV["POP3S"]), context=CONTEXT, timeout=120)
    pop.user(ENV["LOGIN"])
    pop.pass_(ENV["PASSWORD"])
    for number, (name, data) in enumerate(sent, 1):
        resp, lines, octets = pop.retr(number)
        got = b"".join(line + b"\r\n" for line in lines)
        assert got.endswith(filed(data)), f"POP3: {name} is not what was sent"
        assert len(got) == int(pop.list(number).split()[2]), f"POP3: size of {name}"
    for number in range(1, len(sent) + 1):
        pop.dele(number)
    pop.quit()
    client = imap()
    assert int(client.select("INBOX")[1][0]) == 0, "POP3 removed not all"
    for name, data in sent:
        typ, text = client.append("INBOX", None, None, data)
        assert typ == "OK", (name, text)
    client.select("INBOX")
    for number, (name, data) in enumerate(sent, 1):
        typ, parts = client.fetch(str(number), "(BODY.PEEK[])")
        assert next(part[1] for part in parts if isinstance(part, tuple)) == data, f"APPEND: {name} differs"
    client.logout()
    empty()
    international()
    print(f"{len(sent)} messages came back as they were sent, over IMAP and POP3, and by APPEND")


if __name__ == "__main__":
    main()
