"""For the bench, those at the other end: many open live streams read by one thread."""

import re
import selectors
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

ROW = re.compile(rb'"id": "incident-([0-9a-f-]{36})"')
PROBE = re.compile(rb'"id": "incident-[0-9a-f-]{36}"[^\n]*?(probe-[0-9]{6})')  # the row of the board that holds it
FRAME = b"\n\n"


class Streams:
    """Raw sockets on the live stream, one a cookie; `came` holds when each thing that is wanted came to each stream.

    Wanted is the row of an incident, by the incident's key, or else what another pattern finds.
    """

    def __init__(self, port: int, cookies: list[str], wanted: re.Pattern[bytes] = ROW) -> None:
        self.came: defaultdict[str, list[float]] = defaultdict(list)
        self.open, self.bytes = len(cookies), 0
        self._wanted = wanted
        self._noted: set[tuple[str, int]] = set()
        self._rest = [b""] * len(cookies)
        self._stop = Event()
        self._selector = selectors.DefaultSelector()
        for place, cookie in enumerate(cookies):
            stream = socket.create_connection(("127.0.0.1", port))
            stream.sendall(f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
            self._selector.register(stream, selectors.EVENT_READ, place)

    @contextmanager
    def reading(self) -> Iterator[None]:
        thread = Thread(target=self._read, name="streams")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
            for key in list(self._selector.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]
            self._selector.close()

    def _note(self, what: str, stream: int, moment: float) -> None:
        """The first time on each stream: a row may be sent twice, and another stream has it no sooner for that."""
        if (what, stream) not in self._noted:
            self._noted.add((what, stream))
            self.came[what].append(moment)

    def _read(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(0.1):
                piece = key.fileobj.recv(262_144)  # type: ignore[union-attr]
                if not piece:
                    self.open -= 1
                    self._selector.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
                    continue
                self.bytes += len(piece)
                whole, found, rest = (self._rest[key.data] + piece).rpartition(FRAME)
                self._rest[key.data] = rest
                if found:
                    moment = time.time()
                    for row in self._wanted.findall(whole):
                        self._note(row.decode(), key.data, moment)
