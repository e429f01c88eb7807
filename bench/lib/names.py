"""A name server on loopback for benches: answers from a table, and keeps nobody waiting."""

import socket
import struct
import threading

TYPES = {"A": 1, "NS": 2, "PTR": 12, "MX": 15, "TXT": 16}
TTL = 3600


def _name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.rstrip(".").split(".") if label) + b"\0"


def _data(kind, value):
    if kind == "A":
        return socket.inet_aton(value)
    if kind == "PTR":
        return _name(value)
    if kind == "MX":
        preference, host = value.split()
        return struct.pack("!H", int(preference)) + _name(host)
    octets = value.encode()
    return b"".join(bytes([len(part)]) + part for part in (octets[i:i + 255] for i in range(0, len(octets), 255)))


def _question(query):
    labels, at = [], 12
    while length := query[at]:
        labels.append(query[at + 1:at + 1 + length].decode("ascii", "replace").lower())
        at += length + 1
    kind, = struct.unpack_from("!H", query, at + 1)
    return ".".join(labels), kind, query[12:at + 5]


class Names:
    """Answers questions of UDP and TCP at an address; names that are not in its table do not exist."""

    def __init__(self, records, address="127.0.0.1", port=0):
        self.records, self.names, self.asked = {}, set(), 0
        for name, kind, value in records:
            self.records.setdefault((name.lower(), TYPES[kind]), []).append(_data(kind, value))
            labels = name.lower().split(".")
            self.names.update(".".join(labels[i:]) for i in range(len(labels)))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((address, port))
        self.address = self.udp.getsockname()
        self.tcp = socket.socket()
        self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.tcp.bind(self.address)
        self.tcp.listen(20)
        for work in (self._datagrams, self._connections):
            threading.Thread(target=work, daemon=True).start()

    def answer(self, query):
        name, kind, question = _question(query)
        self.asked += 1
        values = self.records.get((name, kind), [])
        status = 0 if name in self.names else 3
        head = query[:2] + struct.pack("!HHHHH", 0x8580 | status, 1, len(values), 0, 0)
        return head + question + b"".join(
            b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, TTL, len(value)) + value for value in values)

    def _datagrams(self):
        while True:
            try:
                query, sender = self.udp.recvfrom(4096)
                self.udp.sendto(self.answer(query), sender)
            except (OSError, IndexError, struct.error):
                if self.udp.fileno() < 0:
                    return

    def _connections(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, connection.makefile("rb") as stream:
            while len(size := stream.read(2)) == 2:
                answer = self.answer(stream.read(*struct.unpack("!H", size)))
                connection.sendall(struct.pack("!H", len(answer)) + answer)

    def stop(self):
        self.udp.close()
        self.tcp.close()
