"""Segments that go: planned, accepted by the network, confirmed by its receipts, in whatever order it tells us."""

from uuid import UUID

from lineside.contacts.commands import one_at_a_time, record_delivery
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import message_to_send
from lineside.gateways.text.models import EarlyReceipt, TextSegment
from lineside.gateways.text.protocol import Receipt, id_forms, segments, spelled
from lineside.gateways.text.rules import ReceiptCame, number_of
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.models import locked

READY, ACCEPTED, DELIVERED, FAILED = "ready", "accepted", "delivered", "failed"


@command(needs=CanContact.DELIVER)
def plan_segments(*, actor: Actor, message_id: UUID, link: str, whole: bool = False) -> list[TextSegment]:  # noqa: ARG001
    """The segments of a message for this link; what a network has accepted is never planned anew."""
    known = list(TextSegment.objects.filter(message_id=message_id).order_by("number"))
    if known and (known[0].link == link or any(segment.network_id for segment in known)):
        return known
    for segment in known:
        segment.delete()
    pieces = segments(message_to_send(message_id).text)
    planned = [
        TextSegment(
            message_id=message_id,
            number=piece.number,
            total=piece.total,
            link=link,
            payload=piece.payload,
            coding=piece.coding,
            state=READY,
        )
        for piece in pieces
    ]
    if whole:  # a route that cuts by itself has one answer and one receipt for all
        planned = planned[:1]
        planned[0].total, planned[0].payload = 1, b""
    for segment in planned:
        segment.save()
    return planned


@command(needs=CanContact.DELIVER)
def accept_segment(*, actor: Actor, segment_id: UUID, network_id: str) -> str:
    """The network has it under this id; what it told of that id before we knew it counts now."""
    _receipts_one_at_a_time()
    segment = locked(TextSegment, segment_id)
    if segment.network_id:  # it went again before the first answer came, and that one stands
        return _tell(actor, segment.message_id)
    segment.state, segment.network_id = ACCEPTED, spelled(network_id)[:80]
    early = EarlyReceipt.objects.select_for_update().filter(
        link=segment.link, network_id__in=id_forms(network_id), is_matched=False
    )
    for told in early.order_by("id"):
        told.is_matched = True
        told.save()
        _apply(segment, Receipt(told.network_id, told.state, told.error))
    segment.save()
    return _tell(actor, segment.message_id)


@command(needs=CanContact.DELIVER)
def take_receipt(*, actor: Actor, content: ReceiptCame) -> bool:
    """Whether a segment of ours answers to it; else it is kept, since our own answer may still be on its way."""
    _receipts_one_at_a_time()
    receipt = content.receipt
    segment = (
        TextSegment.objects.select_for_update()
        .filter(link=content.link, network_id__in=id_forms(receipt.message_id))
        .order_by("-id")
        .first()
        if receipt.message_id
        else None
    )
    if segment is None or not _is_of(segment, content.number):
        _keep(content)
        return False
    _apply(segment, receipt)
    segment.save()
    _tell(actor, segment.message_id)
    return True


def _is_of(segment: TextSegment, number: str) -> bool:
    """Ids come round again; a receipt names the number that it is about, where it names one."""
    recipients = {number_of(str(each)) for each in message_to_send(segment.message_id).recipients}
    return not number or number_of(number) in recipients


def _keep(content: ReceiptCame) -> None:
    receipt = content.receipt
    facts = {"link": content.link, "network_id": spelled(receipt.message_id)[:80], "state": receipt.state}
    if not EarlyReceipt.objects.filter(**facts).exists():
        EarlyReceipt(
            **facts, number=content.number[:60], error=receipt.error[:60], raw=content.raw, came_at=content.at
        ).save()


def _apply(segment: TextSegment, receipt: Receipt) -> None:
    """A final state stands; what comes after it changes nothing."""
    if receipt.outcome and segment.state in (READY, ACCEPTED):
        segment.state = receipt.outcome
        segment.error = "" if receipt.outcome == DELIVERED else receipt.sentence[:300]


def _tell(actor: Actor, message_id: UUID) -> str:
    """What all segments together say of the message."""
    rows = list(TextSegment.objects.filter(message_id=message_id))
    states = {row.state for row in rows}
    if FAILED in states:
        errors = sorted({row.error for row in rows if row.error})
        record_delivery(actor=actor, message_id=message_id, outcome="failed", detail="; ".join(errors))
    elif states == {DELIVERED}:
        record_delivery(actor=actor, message_id=message_id, outcome="delivered")
    elif READY not in states:
        record_delivery(actor=actor, message_id=message_id, outcome="sent")
    return FAILED if FAILED in states else READY if READY in states else ACCEPTED


def _receipts_one_at_a_time() -> None:
    """A receipt and the answer that it belongs to may come in the same instant; one of them must see the other."""
    one_at_a_time("text receipts")
