"""Every change of appointments: agreed, reminded of, missed, rearranged, ended; each is a line of its log."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.appointments import queries, rules
from lineside.appointments.events import AppointmentChanged
from lineside.appointments.models import Appointment
from lineside.appointments.permissions import CanAppoint
from lineside.contacts.commands import one_at_a_time
from lineside.contacts.permissions import CanContact
from lineside.incidents import commands as incidents
from lineside.incidents import queries as logs
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.promises.commands import end_promise, promise_update
from lineside.promises.permissions import CanPromise
from lineside.triage.queries import contact_keys_of

WRITES = (CanIncident.LOG.value, CanIncident.HOLD.value)
PROMISES = (CanPromise.MAKE.value, CanContact.VIEW.value)
WATCHER = system_actor("appointments", CanAppoint.WATCH, CanIncident.LOG)
LATER = "later_agreed"  # of promises' ways


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was agreed with the caller: from when, for how long, who comes, where, and with whom that was agreed."""

    begins: datetime
    attends: str
    agreed_with: str
    minutes: int | None = None
    place: str = ""
    late_why: str = ""


@command(needs=CanAppoint.WORK)
def agree_appointment(*, actor: Actor, incident_id: UUID, agreement: Agreement) -> Appointment:
    """A slot is agreed: it is the log's target, stands in the diary, and is promised at the caller's contact."""
    one_at_a_time(f"appointment {incident_id}")
    if standing := queries.open_of(incident_id):
        raise RuleBroken(f"There is one already, {_when(standing.begins_at)}; rearrange that one.", "begins")
    row = _agree(actor, incident_id, agreement)
    _written(actor, row, f"Appointment agreed with {row.agreed_with}: {_told(row)}.", row.begins_at)
    return row


@command(needs=CanAppoint.WORK)
def rearrange_appointment(
    *, actor: Actor, appointment_id: UUID, reason: str, agreement: Agreement, seen_version: int | None = None
) -> Appointment:
    """Another slot in its place, with the reason; the earlier one stays on record, missed if it was."""
    row = _open(actor, appointment_id, seen_version)
    why = rules.check_words(reason, "reason", "Say why it is rearranged, and who asked for it.")
    _end(actor, row, rules.REARRANGED, "", why)
    _end_promise(actor, row, LATER, f"Rearranged: {why}")
    later = _agree(actor, row.incident_id, agreement)
    words = f"Appointment of {_when(row.begins_at)} rearranged with {later.agreed_with}: {_told(later)}. {why}"
    _written(actor, later, words, later.begins_at)
    return later


@command(needs=CanAppoint.WORK)
def end_appointment(
    *, actor: Actor, appointment_id: UUID, how: str, words: str = "", seen_version: int | None = None
) -> Appointment:
    """What became of it, by a person; one that was missed stays missed."""
    row = _open(actor, appointment_id, seen_version)
    ending, said = rules.check_ending(how, words, uk_day(now()))
    _end(actor, row, rules.ENDED, how, said)
    _end_promise(actor, row, str(ending["promise"]), f"{ending['label']}. {said}")
    _written(actor, row, f"Appointment of {_when(row.begins_at)}: {ending['label']}. {said}".strip(), None)
    return row


@command(needs=CanAppoint.WATCH)
def remind_of_appointment(*, actor: Actor, appointment_id: UUID) -> Appointment:
    """The slot comes near: the desk is reminded, once."""
    row = locked(Appointment, appointment_id)
    if row.state != rules.AGREED or not rules.is_reminder_due(row.begins_at, row.reminded_at, now()):
        raise RuleBroken("No reminder of it is due.")
    row.reminded_at = now()
    _noted(actor, row, f"Reminder: appointment {_told(row)}.", "reminded")
    return row


@command(needs=CanAppoint.WATCH)
def record_missed_appointment(*, actor: Actor, appointment_id: UUID) -> Appointment:
    """The slot is over and nobody was there: on record once, whatever is done afterwards."""
    row = locked(Appointment, appointment_id)
    if row.state != rules.AGREED or row.missed_at is not None or not queries.is_missed(row):
        raise RuleBroken("It was not missed, or that is on record already.")
    row.missed_at = now()
    _noted(actor, row, f"Appointment MISSED: {_told(row)}; nobody was there. The supervisor is told.", "missed")
    return row


def look_at_all() -> int:
    """Every reminder and every missed slot that is due; how many."""
    found = 0
    for keys, work in ((queries.to_remind(), remind_of_appointment), (queries.to_miss(), record_missed_appointment)):
        for key in keys:
            # Somebody ended or rearranged it a moment ago.
            with suppress(Refusal):
                work(actor=WATCHER, appointment_id=key)
                found += 1
    return found


def _agree(actor: Actor, incident_id: UUID, agreed: Agreement) -> Appointment:
    log = logs.incident(actor, incident_id)
    rules.check_log(log.grade, is_closed=log.closed_at is not None)
    slot, why = rules.check_slot(agreed.begins, agreed.minutes, log.first_contact_at, agreed.late_why, now())
    row = Appointment(
        incident_id=incident_id,
        contact_id=next(iter(contact_keys_of(incident_id)), None),
        begins_at=slot.begins,
        ends_at=slot.ends,
        attends=rules.check_name(agreed.attends, "attends", "Say who attends, as a unit, an officer or a desk."),
        place=rules.check_name(agreed.place, "place", "") or log.place_text or "the place of the log",
        agreed_with=rules.check_name(agreed.agreed_with, "agreed_with", "Say with whom it was agreed."),
        late_why=why,
        edition=rules.table("limits", uk_day(now())).edition,
        by_id=actor.id,
        by_name=actor.name,
    )
    row.promise_id = _promise(actor, row)
    row.save()
    return row


def _promise(actor: Actor, row: Appointment) -> UUID | None:
    """What the caller was told stands at their contact, with its own clock; a log without one promises nobody."""
    if row.contact_id is None:
        return None
    what = f"Appointment {_told(row)}"
    # Who may agree on a slot may promise it; a contact that is gone by now has nobody to promise to.
    with suppress(NotFound):
        made = promise_update(
            actor=actor.also(*PROMISES).everywhere(),
            contact_id=row.contact_id,
            reach="ring",
            due_at=row.ends_at,
            what=what,
        )
        return made.id
    return None


def _end_promise(actor: Actor, row: Appointment, how: str, words: str) -> None:
    """The promise ends with it, unless somebody has ended it by itself."""
    if row.promise_id is None:
        return
    with suppress(RuleBroken, NotFound):
        end_promise(actor=actor.also(*PROMISES).everywhere(), promise_id=row.promise_id, how=how, words=words)


def _open(actor: Actor, appointment_id: UUID, seen_version: int | None) -> Appointment:
    row = locked(Appointment, appointment_id, seen_version)
    logs.incident(actor, row.incident_id)
    if row.state != rules.AGREED:
        raise RuleBroken(f"{row.ended_by} has said what became of it already.")
    return row


def _end(actor: Actor, row: Appointment, state: str, how: str, words: str) -> None:
    row.state, row.ended_how, row.ended_words = state, how, words
    row.ended_at, row.ended_by = now(), actor.name
    row.save()


def _written(actor: Actor, row: Appointment, text: str, slot_at: datetime | None) -> None:
    """Its line, the log's target, and the news."""
    incidents.note_slot(actor=actor.also(*WRITES), incident_id=row.incident_id, slot_at=slot_at, text=text)
    what = "agreed" if slot_at else "ended"
    announce(AppointmentChanged(appointment_id=row.id, incident_id=row.incident_id, what=what))


def _noted(actor: Actor, row: Appointment, text: str, what: str) -> None:
    """What the clock found: not a new version, so that whoever fills in what became of it goes on doing so."""
    Appointment.objects.filter(pk=row.id).update(reminded_at=row.reminded_at, missed_at=row.missed_at)
    incidents.add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind="appointment", source="clock")
    announce(AppointmentChanged(appointment_id=row.id, incident_id=row.incident_id, what=what))


def _told(row: Appointment) -> str:
    return f"{_when(row.begins_at)} to {row.ends_at.astimezone(UK):%H:%M}, {row.attends}, at {row.place}"


def _when(at: datetime) -> str:
    return f"{at.astimezone(UK):%a %d %b %H:%M}"
