"""A force's own IMAP server: every message once, marked as read only when it is committed."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, connection
from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from lineside.contacts.queries import choices
from lineside.gateways.email.inbound import receive, receive_too_large
from lineside.gateways.email.protocol import read_letter
from lineside.gateways.email.queries import last_taken
from lineside.gateways.email.rules import HandedBy, ImapPlace, box_of
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.email")
PATIENCE = 30
IDLE_FOR = 60  # seconds; a line that died is silent, and only the question at each renewal shows that
LONGEST_PAUSE = 60.0
NOT_BY_SMTP = ""  # who handed it to that server is not known to us; what is signed is checked all the same
LARGEST_HERE = 40 * 1024 * 1024  # what a gateway reads whole; larger ones stay on the server


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """imap(s)://user:password@host:port/FOLDER?box=fcc&done=Archive"""  # noqa: D400

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_tls: bool
    box: str
    done: str = ""

    @property
    def account(self) -> str:
        return f"{self.user}@{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Folder:
    """How the server says that the folder stands."""

    validity: int
    next_uid: int  # 0 where the server does not say
    count: int


def imap_server(url: str) -> ImapServer:
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ImproperlyConfigured("LINESIDE_IMAP_URL must look like imaps://user:password@host/INBOX?box=generic.")
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    is_tls = parts.scheme == "imaps"
    return ImapServer(
        host=parts.hostname,
        port=parts.port or (993 if is_tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_tls=is_tls,
        box=asked.get("box", "generic"),
        done=asked.get("done", ""),
    )


def run_imap(server: ImapServer, stop: Event) -> None:
    """Take in, wait for more, and come back after every fault, each time a little later."""
    pause, pulse = 1.0, Pulse(f"e-mail from {server.account}")
    while not stop.is_set():
        try:
            for _ in sitting(server, stop, pulse):
                pause = 1.0
        except (IMAPClientError, OSError) as fault:
            log.warning("The IMAP server %s is away: %s", server.account, fault)
            pulse.beat(is_well=False, says=f"the server is away: {fault}")
        except Exception as fault:
            log.exception("Mail at %s waits there", server.account)
            pulse.beat(is_well=False, says=f"mail waits there: {fault}")
        finally:
            connection.close()
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    pulse.stop()
    connection.close()


def sitting(server: ImapServer, stop: Event, pulse: Pulse) -> Iterator[int]:
    """One connection: yields the number of messages taken in, each time that there is nothing left to take."""
    with IMAPClient(server.host, port=server.port, ssl=server.is_tls, timeout=PATIENCE) as client:
        if not server.is_tls and client.has_capability("STARTTLS"):
            client.starttls()
        client.login(server.user, server.password)
        _mark_those_taken(client, server, _select(client, server).validity)
        searched = None
        while not stop.is_set():
            close_old_connections()
            # A server tells of a message once, in the answer to whatever we ask at that moment. What it told while
            # another was taken in is seen by selecting anew; what comes after that is for IDLE, with nothing between.
            there = _select(client, server)
            if there == searched:
                pulse.beat()
                connection.close()
                _wait(client, stop, pulse)
                continue
            yield _take_new(client, server, there.validity)
            searched = there


def _select(client: IMAPClient, server: ImapServer) -> Folder:
    answer = client.select_folder(server.folder)
    return Folder(int(answer[b"UIDVALIDITY"]), int(answer.get(b"UIDNEXT", 0)), int(answer[b"EXISTS"]))


def _take_new(client: IMAPClient, server: ImapServer, validity: int) -> int:
    """In order of UID, each committed before the next is asked for: the last UID says it all after a crash."""
    last = last_taken(server.account, server.folder, validity)
    uids = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
    for uid in uids:
        place = ImapPlace(account=server.account, folder=server.folder, uidvalidity=validity, uid=uid)
        if _take(client, server, place):
            _mark(client, server, [uid])
    return len(uids)


def _take(client: IMAPClient, server: ImapServer, place: ImapPlace) -> bool:
    """One message; False when somebody else removed it between the questions."""
    size = client.fetch([place.uid], ["RFC822.SIZE"]).get(place.uid, {}).get(b"RFC822.SIZE")
    if size is None:
        return False
    is_too_large = int(size) > LARGEST_HERE
    section = "BODY.PEEK[HEADER]" if is_too_large else "BODY.PEEK[]"
    answer = client.fetch([place.uid], [section]).get(place.uid)
    if not answer:
        return False
    raw = bytes(answer[section.replace(".PEEK", "").encode()])
    if is_too_large:
        receive_too_large(raw, (_box(raw, server),), place, int(size))
    else:
        receive(raw, (_box(raw, server),), place, HandedBy(NOT_BY_SMTP))
    return True


def _mark_those_taken(client: IMAPClient, server: ImapServer, validity: int) -> None:
    """After a crash between the commit and the mark."""
    last = last_taken(server.account, server.folder, validity)
    if last and (unmarked := client.search(["UID", f"1:{last}", "UNSEEN"])):
        _mark(client, server, unmarked)


def _mark(client: IMAPClient, server: ImapServer, uids: list[int]) -> None:
    client.add_flags(uids, [SEEN])
    if server.done and client.has_capability("MOVE"):
        client.move(uids, server.done)


def _box(raw: bytes, server: ImapServer) -> str:
    names = [str(row["code"]) for row in choices("boxes")]
    found = (box_of(address, settings.MAIL_DOMAIN, names) for address in read_letter(raw[:100_000]).recipients)
    return next((box for box in found if box), server.box)


def _wait(client: IMAPClient, stop: Event, pulse: Pulse) -> None:
    """Until the server says that something is there; a server without IDLE is asked every few seconds."""
    if not client.has_capability("IDLE"):
        stop.wait(5)
        client.noop()
        return
    client.idle()
    try:
        for _ in range(IDLE_FOR):
            if stop.is_set() or client.idle_check(timeout=1):
                return
            pulse.beat()
    finally:
        client.idle_done()
