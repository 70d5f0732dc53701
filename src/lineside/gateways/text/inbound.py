"""What the network delivers: committed before it is answered, told apart from what cannot be read."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.text.commands import settle_parts, take_in, take_in_dead
from lineside.gateways.text.link import Link
from lineside.gateways.text.protocol import Command, Pdu, Status, Unreadable, part_of, read_pdu, receipt_of
from lineside.gateways.text.protocol.pdu import BODIES, header_of
from lineside.gateways.text.protocol.words import RESPONSE
from lineside.gateways.text.rules import Dead, ReceiptCame, TextCame, digest_of, is_another, sender_of
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.text")
ACTOR = system_actor("text gateway", CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)
STORE_IS_FULL = 507
Came = TextCame | ReceiptCame


@dataclass(slots=True)
class Heard:
    """A part that this session brought: when it came, when it was answered, and the key of its row."""

    came_at: datetime
    part_id: UUID | None = None
    answered_at: datetime | None = None


@dataclass(slots=True)
class Ears:
    """One session's memory: which bytes it brought that the network may not know yet that we have."""

    link: Link
    heard: dict[str, Heard] = field(default_factory=dict)
    _proving: dict[str, Heard] = field(default_factory=dict)

    def hear(self, packets: Sequence[bytes]) -> list[Pdu]:
        """The answer to each packet, in order; none leaves before what it answers is committed."""
        answers: list[Pdu] = []
        for kind, run in groupby([self._read(raw) for raw in packets], key=lambda read: type(read[1])):
            found = list(run)
            if kind is Dead:
                answers += [self._bury(pdu, dead) for pdu, dead in found if isinstance(dead, Dead)]
            else:
                answers += self._keep([(pdu, came) for pdu, came in found if not isinstance(came, Dead)])
        return answers

    def answered(self) -> None:
        """What was kept has now been answered on the wire."""
        for each in self.heard.values():
            each.answered_at = each.answered_at or now()

    def ask(self) -> None:
        """A question goes out after these answers; its own answer will show that the network has read them."""
        self._proving, self.heard = self._proving | self.heard, {}

    def proven(self) -> None:
        """The network has read everything up to our question: the same bytes are another text from now on."""
        ids = [each.part_id for each in self._proving.values() if each.part_id]
        self._proving = {}
        if ids and (fault := _fault_of(lambda: settle_parts(actor=ACTOR, part_ids=ids))):
            log.warning("Parts stay unsettled: %s", fault)

    def _read(self, raw: bytes) -> tuple[Pdu, Came | Dead]:
        try:
            pdu = read_pdu(raw)
        except Unreadable as fault:
            command, sequence = header_of(raw)
            return Pdu(command=command, sequence=sequence), dead_on(self.link, raw, str(fault))
        if pdu.command not in (Command.DELIVER_SM, Command.DATA_SM):
            return pdu, dead_on(self.link, raw, f"A message centre does not send 0x{pdu.command:X}.")
        if receipt := receipt_of(pdu):
            return pdu, ReceiptCame(link=self.link.name, number=sender_of(pdu), receipt=receipt, at=now(), raw=raw)
        return pdu, self._text(pdu)

    def _text(self, pdu: Pdu) -> TextCame:
        digest, at = digest_of(self.link.name, pdu, self.link.id_tag), now()
        before = self.heard.get(digest) or self._proving.get(digest)
        is_new = before is not None and is_another(before.came_at, before.answered_at, at)
        self.heard[digest] = Heard(at)
        return TextCame(
            link=self.link.name,
            digest=digest,
            sender=sender_of(pdu),
            recipient=pdu.dest,
            part=part_of(pdu),
            at=at,
            raw=pdu.raw,
            alphabet=self.link.alphabet,
            is_new=is_new,
            has_id=bool(self.link.id_tag and pdu.tlv(self.link.id_tag)),
        )

    def _keep(self, run: list[tuple[Pdu, Came]]) -> list[Pdu]:
        """All of it in one transaction; when that fails each by itself, so that one does not hold up the others."""
        fault = _fault_of(lambda: self._note([came for _, came in run]))
        if fault is None:
            return [pdu.answer(Status.OK) for pdu, _ in run]
        if isinstance(fault, DatabaseError | InterfaceError):
            self._forget(run)
            return [pdu.answer(Status.COME_AGAIN) for pdu, _ in run]
        if len(run) > 1:
            return [answer for each in run for answer in self._keep([each])]
        ((pdu, came),) = run
        self._forget(run)
        if isinstance(fault, Refusal) and fault.status == STORE_IS_FULL:
            return [pdu.answer(Status.COME_AGAIN)]
        why = fault.sentence if isinstance(fault, Refusal) else f"The gateway has a fault ({type(fault).__name__})."
        return [self._bury(pdu, dead_on(self.link, came.raw, why))]

    def _note(self, came: list[Came]) -> None:
        texts = [each for each in came if isinstance(each, TextCame)]
        for each, part_id in zip(texts, take_in(actor=ACTOR, content=came), strict=True):
            if each.digest in self.heard and not each.has_id:
                self.heard[each.digest].part_id = part_id

    def _forget(self, run: list[tuple[Pdu, Came]]) -> None:
        for _, came in run:
            if isinstance(came, TextCame):
                self.heard.pop(came.digest, None)

    def _bury(self, pdu: Pdu, dead: Dead) -> Pdu:
        """Never again, once a person can see it; later, while not even that can be kept."""
        fault = _fault_of(lambda: take_in_dead(actor=ACTOR, content=dead))
        if fault is not None:
            return _nack(pdu, Status.COME_AGAIN)
        return _nack(pdu, Status.NEVER_AGAIN if pdu.command in BODIES else Status.BAD_COMMAND)


def dead_on(link: Link, raw: bytes, why: str) -> Dead:
    """With what the line says of its bytes, so that they are read by it at another try."""
    return Dead(link=link.name, raw=raw, why=why, facts={"alphabet": link.alphabet, "id_tag": str(link.id_tag)})


def bury_stream(link: Link, raw: bytes, why: str) -> bool:
    """Bytes after which nothing on the line can be told apart; True when they are kept."""
    return _fault_of(lambda: take_in_dead(actor=ACTOR, content=dead_on(link, raw, why))) is None


def _nack(pdu: Pdu, status: Status) -> Pdu:
    if pdu.command in BODIES:
        return pdu.answer(status)
    return replace(Pdu(command=Command.GENERIC_NACK & ~RESPONSE, sequence=pdu.sequence).answer(status), name="")


def _fault_of(work: Callable[[], object]) -> Exception | None:
    """What went wrong, if anything: a network waits for an answer, whatever happens here."""
    try:
        if not connection.in_atomic_block:
            close_old_connections()
        work()
    except (DatabaseError, InterfaceError) as fault:
        log.warning("The database cannot keep it now: %s", fault)
        if not connection.in_atomic_block:
            connection.close()
        return fault
    except Exception as fault:
        if not isinstance(fault, Refusal):
            log.exception("Something that came trips us")
        return fault
    return None
