"""Clients that send mail and note each 250, and a server that takes what is relayed."""

import asyncio
import collections
import imaplib
import re
import threading
import time

MESSAGES_OF_A_SESSION = 50
PUT_OFF_ONE_IN = 50
TIMEOUT = 30
CALIBRATION = "calibration"
BODY = ("All that is acknowledged arrives.\r\n" * 60).encode()
MESSAGE_ID = re.compile(rb"^Message-ID: <(\d+)@", re.IGNORECASE | re.MULTILINE)


class Broken(Exception):
    """The other side went away or said what it must not."""


class Book:
    """What was sent, acknowledged and refused, and what arrived at the next hop. Numbers stand for messages."""

    def __init__(self):
        self.begun = 0
        self.acknowledged = {}  # number: its recipients that were taken
        self.arrived = collections.Counter()  # at the next hop
        self.answers = collections.Counter()  # (phase, code)
        self.phase = CALIBRATION

    def refused(self):
        """How often what was said, in each phase, where it was not 250."""
        return {key: count for key, count in sorted(self.answers.items(), key=str) if key[1] != 250}


class Pace:
    """When the next message may begin; what was missed beyond a second is not made up for."""

    def __init__(self):
        self.rate, self._next = 0.0, time.monotonic()

    def set(self, rate):
        self.rate, self._next = rate, time.monotonic()

    async def turn(self):
        """Waits for a turn; rate 0 means not now, infinity at once."""
        while self.rate == 0:
            await asyncio.sleep(0.05)
        self._next = max(self._next, time.monotonic() - 1) + 1 / self.rate
        await asyncio.sleep(self._next - time.monotonic())


class Writer:
    """One connection at a time: transactions with pipelined envelopes, until it is cancelled."""

    def __init__(self, book, pace, port, recipients):
        self.book, self.pace, self.port, self.recipients = book, pace, port, recipients

    async def run(self):
        while True:
            try:
                await self._session()
            except (OSError, EOFError, Broken, TimeoutError, asyncio.LimitOverrunError):
                self.book.answers[self.book.phase, "cut off"] += 1
                await asyncio.sleep(0.2)

    async def _session(self):
        await self.pace.turn()
        streams = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", self.port), TIMEOUT)
        self.reader, self.writer = streams
        try:
            await self._expect(220)
            await self._say("EHLO writer.test")
            await self._expect(250)
            for _ in range(MESSAGES_OF_A_SESSION):
                await self._message()
                await self.pace.turn()
            await self._say("QUIT")
            await self._expect(221)
        finally:
            self.writer.close()

    async def _message(self):
        book = self.book
        book.begun += 1
        number = book.begun
        to = self.recipients(number)
        await self._say(
            "MAIL FROM:<sender@source.test>", *(f"RCPT TO:<{one}>" for one in to), "DATA")
        mail = await self._code()
        taken = [one for one in to if await self._code() == 250]
        code = await self._code()
        if code == 354:
            head = f"From: <sender@source.test>\r\nMessage-ID: <{number}@soak.test>\r\n\r\n" if taken else ""
            self.writer.write(head.encode() + (BODY if taken else b"") + b".\r\n")
            code = await self._code()
        if code == 250 and taken:
            book.acknowledged[number] = taken
        book.answers[book.phase, code if mail == 250 else mail] += 1
        if 421 in (mail, code):
            raise Broken

    async def _say(self, *lines):
        self.writer.write("".join(line + "\r\n" for line in lines).encode())
        await self.writer.drain()

    async def _expect(self, code):
        if (said := await self._code()) != code:
            self.book.answers[self.book.phase, said] += 1
            raise Broken

    async def _code(self):
        while True:
            line = await asyncio.wait_for(self.reader.readuntil(b"\n"), TIMEOUT)
            if line[3:4] != b"-":
                return int(line[:3])


class NextHop:
    """Takes what is relayed to it; one message of fifty it puts off the first time."""

    def __init__(self, book):
        self.book, self.put_off = book, set()

    async def serve(self, reader, writer):
        try:
            writer.write(b"220 next.test ESMTP\r\n")
            while (line := await reader.readuntil(b"\n")).strip().upper() != b"QUIT":
                await self._answer(line[:4].upper(), reader, writer)
            writer.write(b"221 bye\r\n")
        except (OSError, EOFError):
            pass  # the server was killed
        finally:
            writer.close()

    async def _answer(self, verb, reader, writer):
        if verb == b"EHLO":
            writer.write(b"250-next.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            writer.write(self._taken(await reader.readuntil(b"\r\n.\r\n")))
        else:
            writer.write(b"250 OK\r\n")
        await writer.drain()

    def _taken(self, content):
        number = int(MESSAGE_ID.search(content)[1])
        odd = number % PUT_OFF_ONE_IN == 0 and self.book.phase != CALIBRATION
        if odd and number not in self.put_off:
            self.put_off.add(number)
            return b"451 4.3.0 not now\r\n"
        self.book.arrived[number] += 1
        return b"250 OK\r\n"


class Post:
    """Writers and next hop in a thread of their own."""

    def __init__(self, book, next_port):
        self.book, self.next_port, self.pace = book, next_port, Pace()
        self.loop, self._tasks = asyncio.new_event_loop(), []
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self._run(self._listen()).result()

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    async def _listen(self):
        self._server = await asyncio.start_server(
            NextHop(self.book).serve, "127.0.0.1", self.next_port, limit=1 << 20, backlog=500)

    def send(self, port, connections, recipients):
        """Starts as many writers, which wait for the pace."""
        self._tasks = [
            self._run(Writer(self.book, self.pace, port, recipients).run()) for _ in range(connections)]

    def failure(self):
        """Why a writer ended, which none does."""
        return next((str(task.exception()) for task in self._tasks if task.done()), None)


def mailbox(port, user, password):
    """How often each message stands in a mailbox, by IMAP."""
    found = collections.Counter()
    with imaplib.IMAP4("127.0.0.1", port) as imap:
        imap.login(user, password)
        count = int(imap.select("INBOX", readonly=True)[1][0])
        for first in range(1, count + 1, 1000):
            span = f"{first}:{min(count, first + 999)}"
            for part in imap.fetch(span, "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]:
                if isinstance(part, tuple):
                    found[int(MESSAGE_ID.search(part[1])[1])] += 1
    return found
