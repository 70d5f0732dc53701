"""One file after another before the scanner, and what it found to where files are kept."""

import logging
import socket
from collections import Counter
from pathlib import Path
from uuid import UUID

from lineside.files.commands import record_scan
from lineside.files.permissions import CanFile
from lineside.files.queries import StoredFile, files_to_scan, signatures_are_stale
from lineside.gateways.scanner.protocol import (
    END,
    INSTREAM,
    LONGEST_ANSWER,
    VERSION,
    About,
    Address,
    Verdict,
    chunks,
    read_about,
    read_verdict,
)
from lineside.kernel.actors import system_actor

log = logging.getLogger("lineside.scanner")
ACTOR = system_actor("scanner", CanFile.SCAN)
TO_CONNECT, TO_SCAN = 5.0, 180.0  # clamd gives up a scan by itself after two minutes
BLOCK = 1 << 20
PATIENCE = 3  # a file at which the scanner breaks off so often is one that it cannot scan


class Scanner:
    """A clamd at an address; each question has a connection of its own, as clamd wants it."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.broke_off: Counter[UUID] = Counter()

    def about(self) -> About:
        with self._line() as line:
            line.sendall(VERSION)
            return read_about(_answer(line))

    def scan(self, path: Path) -> Verdict:
        with self._line() as line, path.open("rb") as file:
            line.settimeout(TO_SCAN)
            try:
                line.sendall(INSTREAM)
                while block := file.read(BLOCK):
                    for chunk in chunks(block):
                        line.sendall(chunk)
                line.sendall(END)
            except (BrokenPipeError, ConnectionResetError):
                # What is too large for it is refused half way: its words wait to be read.
                return _refused(_answer(line))
            return _told(_answer(line))

    def _line(self) -> socket.socket:
        if self.address.path:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(TO_CONNECT)
            try:
                line.connect(self.address.path)
            except OSError:
                line.close()
                raise
            return line
        return socket.create_connection((self.address.host, self.address.port), TO_CONNECT)


def scan_due(scanner: Scanner, about: About) -> int:
    """Scan what is due; how many files were. A fault ends it, and what was found until then is kept."""
    due = files_to_scan(with_fresh=not signatures_are_stale(about.signatures_at))
    for file in due:
        found = _scanned(scanner, file)
        says = f"{about.version}: {found.says}" if found.state == "unscannable" else found.says
        record_scan(actor=ACTOR, attachment_id=file.id, state=found.state, says=says, signatures_at=about.signatures_at)
    return len(due)


def _scanned(scanner: Scanner, file: StoredFile) -> Verdict:
    try:
        found = scanner.scan(file.path)
    except FileNotFoundError:
        if not file.path.exists():
            return Verdict("unscannable", "its bytes are missing from the file store")
        raise  # the scanner's socket is not there
    except OSError as fault:
        scanner.broke_off[file.id] += 1
        if scanner.broke_off[file.id] < PATIENCE:
            raise
        log.warning("The scanner broke off at %s: %s", file.id, fault)
        found = Verdict("unscannable", f"it broke off {PATIENCE} times at this file")
    scanner.broke_off.pop(file.id, None)
    return found


def _told(answer: bytes) -> Verdict:
    if not answer:
        raise ConnectionResetError("the scanner ended without an answer")
    return read_verdict(answer)


def _refused(answer: bytes) -> Verdict:
    found = _told(answer)
    return found if found.state != "clean" else Verdict("unscannable", "it did not take the whole file")


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0") and (part := line.recv(LONGEST_ANSWER)):
        answer += part
    return answer
