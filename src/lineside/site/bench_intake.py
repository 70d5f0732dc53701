"""For the bench: mails, texts and calls taken in a second, beside the same bytes written raw to the same disk."""

import json
import os
import smtplib
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path

import psycopg

from lineside.gateways.text.peer import Handset
from lineside.site.bench_node import MAIL_DOMAIN, Node, Say
from lineside.site.postgres import ClusterFault

CONTACTS, AT_ONCE, PATIENCE_S = 200, (1, 4), 120.0
WORDS = "There is a black bag on the rack of the last coach. Nobody is with it."
Batch = Sequence[bytes]


def intake(say: Say, made: Node) -> None:
    """Each contact is acknowledged only when it is kept, so raw is a write and a flush for each as well."""
    doors: dict[str, tuple[Callable[[Node, Batch], None], Callable[[int], bytes]]] = {
        "e-mails": (send_mails, mail),
        "texts": (send_texts, text),
        "calls": (send_calls, call),
    }
    for name, (send, write) in doors.items():
        for hands in AT_ONCE:
            first = AT_ONCE.index(hands) * CONTACTS
            whole = [write(number) for number in range(first, first + CONTACTS)]
            shares = [whole[hand::hands] for hand in range(hands)]
            raw = [timed(write_raw, share_out(shares)) for _ in range(2)]
            ours = timed(lambda share, send=send: send(made, share[1]), share_out(shares))  # type: ignore[misc]
            theirs = statistics.mean(raw)
            size = sum(map(len, whole)) / CONTACTS
            say(
                f"{name} in, {hands} at a time: {CONTACTS / ours:.0f}/s; the same {size:.0f} bytes raw"
                f" {CONTACTS / theirs:.0f}/s, ratio {theirs / ours:.3f}"
            )


def share_out(shares: Sequence[Batch]) -> list[tuple[int, Batch]]:
    return list(enumerate(shares))


def timed(work: Callable[[tuple[int, Batch]], None], shares: list[tuple[int, Batch]]) -> float:
    began = time.monotonic()
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(work, shares))
    return time.monotonic() - began


def write_raw(share: tuple[int, Batch]) -> None:
    """The bytes into a file of this hand's own beside the database, flushed to the disk one by one."""
    hand, batch = share
    path = Path(os.environ["LINESIDE_VAR"]) / f"raw-{hand}"
    with path.open("ab", buffering=0) as file:
        for each in batch:
            file.write(each)
            os.fdatasync(file.fileno())
    path.unlink(missing_ok=True)


def mail(number: int) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = "passenger@example.org", f"fcc@{MAIL_DOMAIN}"
    letter["Subject"], letter["Message-ID"] = f"A bag left on the train {number}", f"<intake-{number}@example.org>"
    letter.set_content(WORDS)
    return letter.as_bytes()


def text(number: int) -> bytes:
    return f"07700{900_000 + number} {WORDS}".encode()


def call(number: int) -> bytes:
    facts = {"event_id": f"intake-{number}-0", "call_id": f"intake-{number}", "kind": "offered", "line_type": "public",
             "at": datetime.now(UTC).isoformat(), "number": f"+447700{900_000 + number}"}  # fmt: skip
    return json.dumps(facts).encode()


def send_mails(made: Node, batch: Batch) -> None:
    with smtplib.SMTP("127.0.0.1", made.smtp_port) as door:
        for each in batch:
            door.sendmail("passenger@example.org", [f"fcc@{MAIL_DOMAIN}"], each)


def send_calls(made: Node, batch: Batch) -> None:
    door = HTTPConnection("127.0.0.1", made.port, timeout=30)
    headers = {"Authorization": f"Bearer {made.key}", "Content-Type": "application/json"}
    for each in batch:
        door.request("POST", "/api/v1/calls/events", each, headers)
        answer = door.getresponse()
        content = answer.read()
        if answer.status >= 300:  # noqa: PLR2004 - anything that is not done
            raise ClusterFault(f"A call was answered {answer.status}: {content[:200]!r}")
    door.close()


def send_texts(made: Node, batch: Batch) -> None:
    """From handsets to the message centre and by its line to us; over once the last of them is kept."""
    handset = Handset("127.0.0.1", made.centre_port)
    numbers = []
    for each in batch:
        number, _, words = each.decode().partition(" ")
        handset.send(number, words)
        numbers.append(f"%{number[1:]}")
    handset.close()
    limit = time.monotonic() + PATIENCE_S
    with psycopg.connect(made.owner_address, autocommit=True) as connection:
        asked = "SELECT count(*) FROM contacts_message WHERE text = %s AND sender_address LIKE ANY(%s)"
        while time.monotonic() < limit:
            row = connection.execute(asked, [WORDS, numbers]).fetchone()
            if row and row[0] >= len(batch):
                return
            time.sleep(0.01)
    raise ClusterFault(f"Not all {len(batch)} texts came within {PATIENCE_S:.0f} s.")
