#!/usr/bin/env python3
"""Looks at the account that the client scripts use, with Python's own clients. See lib.sh for the environment.

clean                 empties INBOX and removes all mailboxes that a script made
put SUBJECT [BOX]     appends a small message
wait SUBJECT [BOX]    waits for a message and prints its UID
get SUBJECT [BOX]     prints a message as it lies there
count [BOX]           how many messages
flags SUBJECT [BOX]   its flags, sorted
flag SUBJECT HOW LIST changes its flags in INBOX, as STORE does
expunge               removes what is marked as deleted in INBOX
create BOX            makes a mailbox
send SUBJECT          delivers a small message over SMTP, as another server would
"""
import imaplib, os, smtplib, ssl, sys, time

ENV = os.environ
STANDARD = {"INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive"}
imaplib._MAXLINE = 100_000_000


def trusting():
    context = ssl.create_default_context(cafile=ENV["CERTIFICATE"])
    context.check_hostname = False
    return context


def imap():
    client = imaplib.IMAP4(ENV["HOST"], int(ENV["IMAP"]), timeout=60)
    client.starttls(trusting())
    client.login(ENV["LOGIN"], ENV["PASSWORD"])
    return client


def message(subject):
    return (f"From: somebody@remote.example\r\nTo: {ENV['LOGIN']}\r\nSubject: {subject}\r\n"
            f"Date: Mon, 02 Mar 2026 10:00:00 +0000\r\nMessage-ID: <{subject}@remote.example>\r\n\r\nHello {subject}.\r\n").encode()


def uid(client, subject, box, seconds=60):
    end = time.time() + seconds
    while True:
        typ, data = client.select(f'"{box}"', readonly=True)
        if typ == "OK":
            found = client.uid("SEARCH", "HEADER", "Subject", subject)[1][0].split()
            if found:
                return found[-1].decode()
        if time.time() > end:
            sys.exit(f"no message {subject} in {box}")
        time.sleep(0.1)
        client.noop()


def main(act, *args):
    if act == "send":
        with smtplib.SMTP(ENV["HOST"], int(ENV["SMTP"]), local_hostname="remote.example", timeout=60) as client:
            client.sendmail("somebody@remote.example", [ENV["LOGIN"]], message(args[0]))
        return
    client = imap()
    box = args[1] if len(args) > 1 else "INBOX"  # a name as it goes over the wire, unquoted
    if act == "clean":
        client.select("INBOX")
        client.store("1:*", "+FLAGS.SILENT", r"(\Deleted)") if client.untagged_responses.get("EXISTS", [b"0"])[-1] != b"0" else None
        client.expunge()
        names = [line.decode().rsplit(' "/" ', 1)[1].strip('"') for line in client.list()[1] if line]
        for name in sorted(names, key=len, reverse=True):
            if name not in STANDARD:
                client.delete(f'"{name}"')
                client.unsubscribe(f'"{name}"')
    elif act == "put":
        typ, data = client.append(f'"{box}"', None, None, message(args[0]))
        assert typ == "OK", data
    elif act == "wait":
        print(uid(client, args[0], box))
    elif act == "get":
        number = uid(client, args[0], box)
        parts = client.uid("FETCH", number, "(BODY.PEEK[])")[1]
        sys.stdout.buffer.write(next(part[1] for part in parts if isinstance(part, tuple)))
    elif act == "count":
        typ, data = client.select(f'"{args[0]}"' if args else "INBOX", readonly=True)
        print(int(data[0]) if typ == "OK" else -1)
    elif act == "flag":
        number = uid(client, args[0], "INBOX")
        client.select("INBOX")
        typ, data = client.uid("STORE", number, args[1], args[2])
        assert typ == "OK", data
    elif act == "expunge":
        client.select("INBOX")
        client.expunge()
    elif act == "create":
        typ, data = client.create(f'"{args[0]}"')
        assert typ == "OK", data
    elif act == "flags":
        number = uid(client, args[0], box)
        parts = client.uid("FETCH", number, "(FLAGS)")[1]
        flags = parts[0].decode().split("FLAGS (")[1].split(")")[0].split()
        print(" ".join(sorted(flag for flag in flags if flag != "\\Recent")))
    else:
        sys.exit(__doc__)
    client.logout()


if __name__ == "__main__":
    main(*sys.argv[1:])
