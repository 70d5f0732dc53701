"""Parts that come: each kept once, joined when all are there, shown as they are when the rest does not come."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from lineside.contacts.commands import Arrival, amend_message, one_at_a_time, receive_message
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import choices, received_before
from lineside.gateways.text.commands.outgoing import take_receipt
from lineside.gateways.text.models import LongText, TextPart
from lineside.gateways.text.protocol import joined
from lineside.gateways.text.rules import INCOMPLETE_AFTER, JOIN_WITHIN, SAME_FOR, ReceiptCame, TextCame
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import command
from lineside.kernel.models import locked
from lineside.whereabouts.commands import is_aml, take_aml_text

OPEN, WHOLE, INCOMPLETE = "open", "whole", "incomplete"


@command(needs=CanContact.RECEIVE)
def take_in(*, actor: Actor, content: Sequence[TextCame | ReceiptCame]) -> list[UUID]:
    """What came together, in one transaction; the keys of the parts, in its order."""
    # In one order for everybody, so that two gateways cannot wait for each other; a sender's own order is kept.
    order = sorted(range(len(content)), key=lambda place: _whose(content[place]))
    kept = {}
    for place in order:
        came = content[place]
        if isinstance(came, ReceiptCame):
            take_receipt(actor=actor, content=came)
        else:
            kept[place] = _take_part(actor, came)
    return [kept[place] for place in sorted(kept)]


@command(needs=CanContact.RECEIVE)
def settle_parts(*, actor: Actor, part_ids: Sequence[UUID]) -> int:  # noqa: ARG001
    """The network has had our answers: the same bytes from now on are somebody's next text."""
    return TextPart.objects.filter(id__in=part_ids, is_settled=False).update(is_settled=True)


@command(needs=CanContact.RECEIVE)
def close_overdue(*, actor: Actor) -> int:
    """Show every text whose parts have not all come in time; how many."""
    due = LongText.objects.filter(state=OPEN, first_at__lte=now() - INCOMPLETE_AFTER).order_by("sender", "id")
    texts = list(due.select_for_update(skip_locked=True))
    for text in texts:
        parts = list(text.parts.order_by("number"))
        said = f"Incomplete: {len(parts)} of {text.total} parts came within {INCOMPLETE_AFTER.seconds} seconds."
        _receive(actor, parts, _key(text.id), said)
        text.state = INCOMPLETE
        text.save()
    return len(texts)


def contact_of_part(part_id: UUID) -> UUID | None:
    """The contact that a part became; none while the rest of its text is waited for."""
    part = TextPart.objects.get(id=part_id)
    return received_before(_box_of(part), _key(part.long_text_id or part.id))


def _take_part(actor: Actor, came: TextCame) -> UUID:
    one_at_a_time(f"text {came.link} {came.sender}")
    known = TextPart.objects.filter(link=came.link, digest=came.digest, is_settled=False).first()
    if known and came.has_id:
        return known.id
    if known and (came.is_new or came.at - known.came_at > SAME_FOR):
        known.is_settled = True
        known.save()
    elif known:
        _came_again(actor, known, came)
        return known.id
    part = _part(came)
    if came.part.is_alone:
        part.save()
        _receive(actor, [part], _key(part.id))
    else:
        text = part.long_text = _long_text(came)
        part.save()
        _join(actor, text)
    return part.id


def _part(came: TextCame) -> TextPart:
    return TextPart(
        link=came.link,
        digest=came.digest,
        sender=came.sender,
        recipient=came.recipient,
        number=came.part.number,
        total=came.part.total,
        coding=came.part.coding,
        locking=came.part.locking & 0x7F,
        shift=came.part.shift & 0x7F,
        alphabet=came.alphabet,
        payload=came.part.payload,
        raw=came.raw,
        remarks=list(came.part.remarks),
        came_at=came.at,
    )


def _long_text(came: TextCame) -> LongText:
    """The text that this part belongs to; one that has a part of this number already is another."""
    facts = {
        "link": came.link,
        "sender": came.sender,
        "recipient": came.recipient,
        "reference": came.part.reference,
        "width": came.part.width,
        "total": came.part.total,
    }
    known = (
        LongText.objects.select_for_update()
        .filter(**facts, state__in=(OPEN, INCOMPLETE), first_at__gt=came.at - JOIN_WITHIN)
        .exclude(parts__number=came.part.number)
        .order_by("-id")
        .first()
    )
    if known:
        return known
    text = LongText(**facts, first_at=came.at, state=OPEN)
    text.save()
    return text


def _join(actor: Actor, text: LongText) -> None:
    parts = list(text.parts.order_by("number"))
    is_whole = len(parts) == text.total
    if text.state == INCOMPLETE:
        _amend(actor, parts, _key(text.id), *_state_of(text, parts))
    elif is_whole:
        _receive(actor, parts, _key(text.id))
    if is_whole:
        text.state = WHOLE
        text.save()


def _came_again(actor: Actor, known: TextPart, came: TextCame) -> None:
    """The same bytes: sent again because our answer was lost, or written twice. It is not doubled, and it is said."""
    part = locked(TextPart, known.id)
    part.repeats += 1
    part.save()
    text = part.long_text
    if text is not None and text.state == OPEN:
        return
    parts = list(text.parts.order_by("number")) if text else [part]
    said = (f"It came again at {came.at.astimezone(UK):%H:%M:%S}.", *_state_of(text, parts))
    _amend(actor, parts, _key(text.id if text else part.id), *said)


def _state_of(text: LongText | None, parts: list[TextPart]) -> tuple[str, ...]:
    """What is said of a text of several parts, worked out anew so that a later remark hides none."""
    if text is None:
        return ()
    if len(parts) < text.total:
        return (f"Incomplete: {len(parts)} of {text.total} parts.",)
    is_late = text.state == INCOMPLETE or max(part.came_at for part in parts) - text.first_at >= INCOMPLETE_AFTER
    return ("A part came late; it is whole now.",) if is_late else ()


def _receive(actor: Actor, parts: list[TextPart], key: str, *said: str) -> None:
    first = min(parts, key=lambda part: part.came_at)
    read = joined([part.as_part for part in parts], first.alphabet)
    if position := _position(parts, read.text):
        take_aml_text(actor=actor, content=position, number=first.sender, received_at=first.came_at)
        return
    receive_message(
        actor=actor,
        arrival=Arrival(
            channel="text",
            box=_box_of(first),
            sha256=key,
            received_at=first.came_at,
            sender_address=first.sender,
            recipients=(first.recipient,),
            text=read.text,
            remarks=(*said, *read.remarks, *_elsewhere(first)),
        ),
    )


def _amend(actor: Actor, parts: list[TextPart], key: str, *said: str) -> None:
    first = min(parts, key=lambda part: part.came_at)
    read = joined([part.as_part for part in parts], first.alphabet)
    if position := _position(parts, read.text):
        # Its first part may have come last, or have been refused alone; told again it is the one that is there.
        take_aml_text(actor=actor, content=position, number=first.sender, received_at=first.came_at)
        return
    remarks = (*said, *read.remarks, *_elsewhere(first))
    amend_message(actor=actor, box=_box_of(first), sha256=key, text=read.text, remarks=remarks)


def _position(parts: list[TextPart], text: str) -> str | bytes | None:
    """A handset's hidden word of where it is, as words or packed into bytes; no person wrote it, none answers it."""
    raw = b"".join(bytes(part.payload) for part in parts)
    if is_aml(raw):
        return raw
    return text if is_aml(text) else None


def _box_of(part: TextPart) -> str:
    """The line of ours that was texted; what was sent to another number stands with the first."""
    lines = [str(row["code"]) for row in choices("text_lines")]
    return part.recipient if part.recipient in lines else lines[0]


def _elsewhere(part: TextPart) -> tuple[str, ...]:
    return () if part.recipient == _box_of(part) else (f"It was sent to {part.recipient or 'no number'}.",)


def _key(row_id: UUID) -> str:
    return hashlib.sha256(f"text {row_id}".encode()).hexdigest()


def _whose(came: TextCame | ReceiptCame) -> str:
    return came.sender if isinstance(came, TextCame) else ""
