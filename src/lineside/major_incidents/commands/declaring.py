"""A major incident is declared and stood down; its call-attach mode is switched by a supervisor."""

from uuid import UUID

from lineside.incidents.commands import add_log_entry
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.major_incidents import rules
from lineside.major_incidents.events import MajorChanged
from lineside.major_incidents.models import CallTurn, MajorIncident
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.majors import sees
from lineside.major_incidents.rules import AttachMode
from lineside.procedures.commands import take_card
from lineside.procedures.permissions import CanProcedure

CARD = "MAJOR"
WHY = "Write why it is a major incident."


@command(needs=CanMajor.DIRECT)
def declare_major(*, actor: Actor, incident_id: UUID, reason: str) -> MajorIncident:
    """The incident is a major one: its board is open, and the list of whom to ring begins."""
    found = incident_of(actor, incident_id)
    if found.closed_at is not None:
        raise RuleBroken(f"{found} is closed; have it reopened first.", "log")
    kept = rules.said(reason, "reason", missing=WHY)
    known = MajorIncident.objects.filter(incident_id=incident_id).first()
    row = locked(MajorIncident, known.id) if known else MajorIncident(incident_id=incident_id)
    if known:
        if row.over_at is None:
            raise RuleBroken(f"{row.declared_by} has declared it already.", "log")
        row.over_at, row.over_by, row.over_why = None, "", ""
        row.times_declared += 1
    row.declared_at, row.declared_by, row.declared_why = now(), actor.name, kept
    row.save()
    _begin_call_out(row)
    # Its card begins with it, for whoever may declare it; one that is on stays as it is.
    take_card(actor=actor.also(CanProcedure.WORK), incident_id=incident_id, code=CARD)
    tell_log(actor, row, f"Major incident declared by {actor.name}: {kept}")
    return row


def _begin_call_out(row: MajorIncident) -> None:
    """Each role's list begins with its first; the others wait for their turn."""
    edition, turns = rules.turns_of(uk_day(now()))
    for each in turns:
        facts = {name: getattr(each, name) for name in type(each).__slots__}
        is_first = each.turn == 1
        CallTurn(
            major_incident=row,
            times=row.times_declared,
            edition=edition,
            state=rules.NEXT if is_first else rules.WAITING,
            due_at=rules.due_after(each.minutes, now()) if is_first else None,
            **facts,
        ).save()


@command(needs=CanMajor.DIRECT)
def stand_major_down(
    *, actor: Actor, major_incident_id: UUID, reason: str, seen_version: int | None = None
) -> MajorIncident:
    """It is a major incident no more: no contact is proposed for it, and nobody else is rung."""
    row = open_major(actor, major_incident_id, seen_version)
    row.over_why = rules.said(reason, "reason", missing="Write why it is stood down.")
    row.over_at, row.over_by, row.is_attaching = now(), actor.name, False
    row.save()
    for turn in CallTurn.objects.filter(
        major_incident=row, state__in=(rules.WAITING, rules.NEXT, rules.RUNG)
    ).select_for_update():
        turn.state, turn.due_at = rules.NOT_NEEDED, None
        turn.save()
    tell_log(actor, row, f"Major incident stood down by {actor.name}: {row.over_why}")
    return row


@command(needs=CanMajor.DIRECT)
def switch_attach_mode_on(
    *, actor: Actor, major_incident_id: UUID, mode: AttachMode, seen_version: int | None = None
) -> MajorIncident:
    """From here a new contact near it, or with its words, is proposed for it; said again, the mode is changed."""
    row = open_major(actor, major_incident_id, seen_version)
    kept = rules.check_mode(mode)
    for name in AttachMode.__slots__:
        setattr(row, name, getattr(kept, name))
    row.words = list(kept.words)
    row.is_attaching, row.mode_at, row.mode_by = True, now(), actor.name
    row.save()
    where = f"{kept.radius_m} m around {kept.place_text or 'its place'}" if kept.radius_m else ""
    words = f"the words {', '.join(kept.words)}" if kept.words else ""
    tell_log(actor, row, f"Call-attach mode on, by {actor.name}: {'; '.join(filter(None, (where, words)))}")
    return row


@command(needs=CanMajor.DIRECT)
def switch_attach_mode_off(
    *, actor: Actor, major_incident_id: UUID, reason: str, seen_version: int | None = None
) -> MajorIncident:
    row = open_major(actor, major_incident_id, seen_version)
    if not row.is_attaching:
        raise RuleBroken("Call-attach mode is off already.")
    kept = rules.said(reason, "reason", missing="Write why contacts are proposed no more.")
    row.is_attaching, row.mode_at, row.mode_by = False, now(), actor.name
    row.save()
    tell_log(actor, row, f"Call-attach mode off, by {actor.name}: {kept}")
    return row


def open_major(actor: Actor, key: UUID, seen_version: int | None = None) -> MajorIncident:
    """The row under its lock, of an incident that the actor may see, while it is not stood down."""
    row = locked(MajorIncident, key, seen_version, lambda found: sees(actor, found))
    if row.over_at is not None:
        raise RuleBroken(f"{row.over_by} has stood this major incident down.")
    return row


def tell_log(actor: Actor, row: MajorIncident, text: str, kind: str = "major") -> UUID:
    """A line of its log, and the board is drawn again."""
    entry = add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind=kind, source="major_incidents")
    announce(MajorChanged(incident_id=row.incident_id))
    return entry
