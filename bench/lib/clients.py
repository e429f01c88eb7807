"""
A small client of IMAP, POP3 and LMTP for benches: it sends prepared octets, reads large blocks, and only looks for the
end of a reply. A session is a generator that yields what to send and how its reply ends, and gets the reply;
`drive` runs any number of them at once in one thread.
"""

import select
import socket
import ssl
import sys
import time

BLOCK = 1 << 20
TIMEOUT = 300
UNVERIFIED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the servers have certificates of their own making
UNVERIFIED.check_hostname, UNVERIFIED.verify_mode = False, ssl.CERT_NONE


class Until:
    """A reply that is complete once a pattern has come so many times, at the end of a line."""

    def __init__(self, pattern, count=1):
        self.pattern, self.left = pattern, count
        self.rest = b"\r\n"  # what comes first stands at the beginning of a line
        self.parts = []

    def feed(self, part):
        self.parts.append(part)
        seen = self.rest + part
        self.left -= seen.count(self.pattern)
        self.rest = seen[-len(self.pattern) + 1:]
        return self.left <= 0 and seen.endswith(b"\r\n")

    def reply(self):
        return b"".join(self.parts)


def lines(count=1):
    """So many lines. The line end that stands before a reply does not count."""
    return Until(b"\r\n", count + 1)


class Connection:
    """One connection, over which one thing is said and answered at a time."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = 0

    def say(self, octets, until):
        """Says something and waits for the reply."""
        if octets:
            self.socket.sendall(octets)
        while not until.feed(self._read()):
            pass
        return until.reply()

    def _read(self):
        if not (part := self.socket.recv(BLOCK)):
            sys.exit("bench: a server has closed a connection")
        return part

    def run(self, session):
        """Runs a session alone to its end."""
        try:
            wanted = next(session)
            while True:
                wanted = session.send(self.say(*wanted))
        except StopIteration as end:
            return end.value

    def close(self):
        self.socket.close()


def drive(pairs):
    """Runs sessions at once, each over its own connection, until all have ended."""
    poll, by_file = select.epoll(), {}

    def step(connection, session, reply):
        try:
            octets, until = session.send(reply)
        except StopIteration:
            poll.unregister(connection.socket)
            del by_file[connection.socket.fileno()]
            return
        by_file[connection.socket.fileno()] = connection, session, until
        if octets:
            connection.socket.sendall(octets)

    for connection, session in pairs:
        by_file[connection.socket.fileno()] = connection, session, None
        poll.register(connection.socket, select.EPOLLIN)
    for connection, session, _ in list(by_file.values()):
        step(connection, session, None)
    end = time.monotonic() + TIMEOUT
    while by_file:
        if time.monotonic() > end:
            sys.exit("bench: a server does not answer")
        for file, _ in poll.poll(1):
            connection, session, until = by_file[file]
            if until.feed(connection._read()):
                step(connection, session, until.reply())
    poll.close()


class Imap(Connection):
    """An IMAP session (RFC 9051); `command` is a part of a session's generator, `do` runs one command."""

    def __init__(self, port, tls=False):
        super().__init__(port)
        if tls:
            self.socket = UNVERIFIED.wrap_socket(self.socket)
        self.say(b"", lines())

    def command(self, text):
        """Sends a command and returns all of its reply, which must be OK."""
        self.number += 1
        tag = b"zq%d" % self.number
        reply = yield tag + b" " + text + b"\r\n", Until(b"\r\n" + tag + b" ")
        if not reply[reply.rfind(tag):].startswith(tag + b" OK"):
            sys.exit(f"bench: {text[:100]!r}: {reply[-300:]!r}")
        return reply

    def do(self, text):
        return self.run(self.command(text))

    def login(self, user, password):
        self.do(b'LOGIN %s "%s"' % (user.encode(), password.encode()))
        return self

    def idle(self):
        self.say(b"idle IDLE\r\n", Until(b"\r\n+ "))

    def logout(self):
        self.do(b"LOGOUT")
        self.close()


class Lmtp(Connection):
    """An LMTP session (RFC 2033)."""

    def __init__(self, port):
        super().__init__(port)
        self.say(b"", lines())
        self.say(b"LHLO bench.test\r\n", Until(b"\r\n250 "))

    def deliver(self, deliveries):
        """A session that hands in messages, each a pair of envelope and content, which must all be taken."""
        for recipient, content in deliveries:
            envelope = b"MAIL FROM:<sender@source.test>\r\nRCPT TO:<%s>\r\nDATA\r\n" % recipient
            reply = yield envelope, lines(3)
            if b"\r\n354" not in reply:
                sys.exit(f"bench: LMTP: {reply!r}")
            reply = yield content, lines()
            if not reply.startswith(b"250"):
                sys.exit(f"bench: LMTP: {reply!r}")

    def quit(self):
        self.say(b"QUIT\r\n", lines())
        self.close()


class Pop3(Connection):
    """A POP3 session (RFC 1939)."""

    def __init__(self, port, user, password):
        super().__init__(port)
        self.say(b"", lines())
        self.short(b"USER " + user.encode())
        self.short(b"PASS " + password.encode())

    def short(self, command):
        reply = self.say(command + b"\r\n", lines())
        if not reply.startswith(b"+OK"):
            sys.exit(f"bench: POP3: {command!r}: {reply!r}")
        return reply

    def retrieve(self, first, last):
        """Asks for messages at once (RFC 2449 section 6.8) and returns all that came."""
        commands = b"".join(b"RETR %d\r\n" % number for number in range(first, last + 1))
        return self.say(commands, Until(b"\r\n.\r\n", last + 1 - first))

    def quit(self):
        self.short(b"QUIT")
        self.close()
