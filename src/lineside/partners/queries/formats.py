"""A message of ours in each format that it may leave in; the rules of the formats see that an exercise stays one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.errors import RuleBroken
from lineside.partners import rules
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.queries.rows import transfer
from lineside.partners.rules import cap, eido, ucri2

FORMATS = ("cap", "edxl_de", "eido", "ucri2")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way, and the warning that it goes as, where its agency takes warnings alone."""

    said: rules.Exchange
    warning: bytes


def outgoing(message_id: UUID) -> Outgoing:
    """For the gateway that carries it."""
    message = ExchangeMessage.objects.select_related("transfer__incident").get(id=message_id)
    said = rules.of_facts(message.facts)
    is_exercise = _is_exercise(message.transfer)
    rules.check_status(said.status, is_exercise=is_exercise)
    agency = rules.agency_known(message.agency)
    if agency is None or agency.wire != rules.CAP:
        return Outgoing(said, b"")
    return Outgoing(said, cap.enveloped(said, _references(message), is_exercise=is_exercise))


def as_xml(actor: Actor, transfer_id: UUID, form: str) -> bytes:
    """What was first offered, as CAP, or CAP in its envelope."""
    message = _create(actor, transfer_id)
    write = {"cap": cap.warning, "edxl_de": cap.enveloped}.get(form)
    if write is None:
        raise RuleBroken("Choose cap or edxl_de.", "form")
    return write(rules.of_facts(message.facts), is_exercise=_is_exercise(message.transfer))


def as_json(actor: Actor, transfer_id: UUID, form: str) -> dict[str, Any]:
    """What was first offered, shaped as NENA's EIDO or as UCRI2's police incident."""
    message = _create(actor, transfer_id)
    write = {"eido": eido.document, "ucri2": ucri2.incident}.get(form)
    if write is None:
        raise RuleBroken("Choose eido or ucri2.", "form")
    return write(rules.of_facts(message.facts), is_exercise=_is_exercise(message.transfer))


def _create(actor: Actor, transfer_id: UUID) -> ExchangeMessage:
    row = transfer(actor, transfer_id)
    found = ExchangeMessage.objects.filter(transfer_id=row.id, kind=rules.CREATE).select_related("transfer__incident")
    return found.get()


def _is_exercise(found: Transfer | None) -> bool:
    return bool(found and (found.is_exercise or (found.incident and found.incident.is_exercise)))


def _references(message: ExchangeMessage) -> tuple[str, ...]:
    """The alert that this one is about: ours, or for an acknowledgement theirs."""
    if message.kind == rules.CREATE:
        return ()
    about = ExchangeMessage.objects.filter(transfer=message.transfer)
    about = (
        about.filter(exchange_id=message.in_reply_to) if message.kind == rules.ACK else about.filter(kind=rules.CREATE)
    )
    first = about.first()
    if first is None:
        return ()
    said = rules.of_facts(first.facts)
    return (cap.reference(said.sender, said.exchange_id, said.sent_at),)
