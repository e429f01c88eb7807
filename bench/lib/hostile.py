"""Opens connections from the addresses of one network at a steady rate and says nothing: hostile.py PORT RATE NETWORK.

Each is closed without a goodbye after a twentieth of a second. Prints how many it opened when it is told to end."""

import collections
import errno
import select
import signal
import socket
import struct
import sys
import time

ADDRESSES = 250
LINGER = struct.pack("ii", 1, 0)


def main(port, rate, network):
    opened, failed = 0, 0
    waiting = collections.deque()
    begun = time.monotonic()
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    while not ended:
        now = time.monotonic()
        while opened + failed < (now - begun) * rate:
            one = socket.socket()
            one.setblocking(False)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            try:
                one.bind((f"{network}.{1 + (opened + failed) % ADDRESSES}", 0))
                code = one.connect_ex(("127.0.0.1", port))
            except OSError:
                code = errno.EADDRNOTAVAIL
            if code not in (0, errno.EINPROGRESS):
                failed += 1
                one.close()
                continue
            opened += 1
            waiting.append((now, one))
        while waiting and waiting[0][0] < now - 0.05:
            waiting.popleft()[1].close()
        select.select([], [], [], 0.005)
    print(opened, failed, round(time.monotonic() - begun, 3))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
