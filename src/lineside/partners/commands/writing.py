"""What every deed begins and ends with: the transfer's lock, the message in its own words, the log's line, the news."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from lineside.incidents.commands import add_log_entry, hold_closing, list_party, release_hold
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import as_row
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.partners import rules
from lineside.partners.events import TransferChanged
from lineside.partners.models import ExchangeMessage, RingTask, Transfer

# What an agency says goes into the log, whoever may work it.
WRITES = (CanIncident.LOG.value, CanIncident.HOLD.value)


def begin(actor: Actor, transfer_id: UUID, seen_version: int | None = None) -> Transfer:
    """The transfer, locked, once it is sure that the actor may see its log."""
    transfer = locked(Transfer, transfer_id, seen_version)
    if transfer.incident_id:
        incident_of(actor, transfer.incident_id)
    return transfer


def changed(transfer: Transfer) -> Transfer:
    transfer.save()
    return told(transfer)


def told(transfer: Transfer) -> Transfer:
    """Who shows it looks again; the transfer itself is as it was."""
    announce(TransferChanged(transfer_id=transfer.id, state=transfer.state))
    return transfer


def write(actor: Actor, transfer: Transfer, text: str) -> None:
    """A line of the log, once there is one; before that the contact has it."""
    if transfer.incident_id:
        words = rules.marked(text, is_exercise=transfer.is_exercise)
        add_log_entry(
            actor=actor.also(*WRITES),
            incident_id=transfer.incident_id,
            text=words,
            kind="partner",
            source="partners",
        )


def hold(actor: Actor, transfer: Transfer, why: str) -> None:
    """A log does not close while it hangs in the air who has it."""
    if transfer.incident_id:
        hold_closing(
            actor=actor.also(*WRITES),
            incident_id=transfer.incident_id,
            kind=_hold_kind(transfer),
            why=why[:300],
            released_how="whoever works the transfer, in the panel of partner agencies",
        )


def let_go(actor: Actor, transfer: Transfer, reason: str) -> None:
    if transfer.incident_id:
        release_hold(
            actor=actor.also(*WRITES), incident_id=transfer.incident_id, kind=_hold_kind(transfer), reason=reason
        )


def list_agency(actor: Actor, transfer: Transfer) -> None:
    """Who accepted may send people, so it is a party to what protects people on the line (control_room.md e.4)."""
    if transfer.incident_id:
        list_party(
            actor=actor.also(*WRITES),
            incident_id=transfer.incident_id,
            sign=transfer.agency,
            label=transfer.agency_label[:80],
        )


def end_ring(transfer: Transfer, outcome: str, label: str, by: Actor, spoke_to: str = "", words: str = "") -> bool:
    """The open task to ring, ended by an outcome; False when there was none."""
    task = RingTask.objects.select_for_update().filter(transfer=transfer, ended_at=None).first()
    if task is None:
        return False
    task.outcome, task.outcome_label, task.spoke_to, task.words = outcome, label, spoke_to[:120], words[:500]
    task.ended_at, task.ended_by, task.ended_by_id = now(), by.name, by.id
    task.save()
    return True


def queue(transfer: Transfer, actor: Actor, kind: str, **facts: Any) -> ExchangeMessage:
    """A message of ours, in the same transaction as the deed that it tells of; it leaves only once that stands."""
    agency = rules.agency_known(transfer.agency)
    status = rules.check_status(str(facts.pop("status", "")), is_exercise=is_exercise(transfer))
    said = rules.Exchange(
        exchange_id=str(uuid4()),
        kind=kind,
        sender=str(settings.MAIT_ID),
        to=agency.wire_id if agency else "",
        sent_at=now(),
        shared_id=transfer.shared_id,
        status=status,
        seq=transfer.messages.filter(direction="out").count() + 1,
        operator=actor.name,
        desk=str(settings.FORCE),
        **facts,
    )
    if agency:
        said = rules.minimised(said, rules.tells(agency.kind, uk_day(now())))
    by_wire = bool(agency and agency.wire)
    message = ExchangeMessage(
        transfer=transfer,
        agency=transfer.agency,
        direction="out",
        exchange_id=said.exchange_id,
        kind=kind,
        status=status,
        seq=said.seq,
        in_reply_to=said.in_reply_to,
        facts=rules.as_facts(said),
        at=said.sent_at,
        # Where no machine carries it a person tells them, and the task to ring says so.
        state=rules.QUEUED if by_wire else rules.TOLD_BY_A_PERSON,
        try_at=said.sent_at if by_wire else None,
        by_name=actor.name,
    )
    message.save()
    return message


def is_exercise(transfer: Transfer) -> bool:
    """Of an exercise: the transfer, its log, or all of this system, which is then no live one."""
    of_log = bool(transfer.incident and transfer.incident.is_exercise)
    return transfer.is_exercise or of_log or is_not_live()


def is_not_live() -> bool:
    return str(settings.ENVIRONMENT) != "LIVE"


def facts_of(transfer: Transfer) -> dict[str, Any]:
    """What an agency is told of the log as it is now."""
    incident = transfer.incident
    if incident is None:
        return {}
    row = as_row(incident)
    informant = rules.Person(name=incident.informant_name, phone=incident.informant_number)
    return {
        "own_ref": row.reference,
        "their_ref": transfer.their_ref,
        "opened_at": row.opened_at,
        "type_local": row.opening_label,
        "grade": row.grade,
        "place": row.place,
        "place_status": row.place_status,
        "lat": incident.lat,
        "lon": incident.lon,
        "crs": incident.crs,
        "headcode": incident.headcode,
        "people": (informant,) if informant.name or informant.phone else (),
    }


def trimmed(words: str, longest: int = rules.LONGEST_WORDS) -> str:
    return words.strip()[:longest]


def _hold_kind(transfer: Transfer) -> str:
    return f"partner:{transfer.id.hex[-12:]}"
