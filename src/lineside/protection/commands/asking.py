"""A protection is asked for, control's word is recorded, or the request is withdrawn."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from lineside.incidents.commands import hold_closing, release_hold
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.protection import rules
from lineside.protection.commands.writing import ask_anew, begin, changed, hold_kind, name_of, tell_anew, write, writer
from lineside.protection.models import LineProtection
from lineside.protection.permissions import CanProtect


@command(needs=CanProtect.WORK)
def request_protection(*, actor: Actor, incident_id: UUID, facts: rules.RequestFacts) -> LineProtection:
    """Put on record what is asked of the railway. Nothing is given by this: a person rings control and records it.

    Another level is another request of its own; what is in force stays in force until it is given back.
    """
    at = now()
    kept, level, edition = rules.check_request(facts, uk_day(at))
    incident(actor, incident_id)
    write(actor, incident_id, _asked(kept, level))
    last = LineProtection.objects.filter(incident_id=incident_id).order_by("-number").first()
    row = LineProtection(
        incident_id=incident_id,
        number=last.number + 1 if last else 1,
        edition=edition,
        protects=level.protects,
        requested_by_id=actor.id,
        requested_by=actor.name,
        requested_at=at,
        confirm_by=at + level.confirm_within,
        **asdict(kept),
    )
    hold_closing(
        actor=writer(actor),
        incident_id=incident_id,
        kind=hold_kind(row.number),
        why=f"{name_of(row)}: not given back"[:300],
        released_how="control, once everybody is clear: /restore, then /restored",
    )
    return changed(row)


@command(needs=CanProtect.WORK)
def confirm_protection(
    *, actor: Actor, protection_id: UUID, given: rules.Given, seen_version: int | None = None
) -> LineProtection:
    """Control has given it: who, in which role, when, under which reference."""
    name = rules.said(given.name, "given_by", rules.LONGEST_NAME, "Give the name of the person at control.")
    role = rules.said(given.role, "given_role", rules.LONGEST_NAME, "Say what they are at control, as signaller.")
    reference = rules.said(given.reference, "control_reference", rules.LONGEST_NAME)
    words = f"given by {name}, {role}, at {_time(given.at)}{f', reference {reference}' if reference else ''}."
    row = begin(actor, protection_id, words, seen_version)
    row.state = rules.state_after(row.state, "confirm", protects=row.protects)
    row.confirmed_at = rules.check_given_at(given.at, row.requested_at, now())
    row.given_by, row.given_role, row.control_reference, row.confirmed_to = name, role, reference, actor.name
    ask_anew(row)
    tell_anew(row)
    if row.state == rules.TOLD:
        _let_go(actor, row, f"Control informed: {name}.")
    return changed(row)


@command(needs=CanProtect.WORK)
def withdraw_protection(
    *, actor: Actor, protection_id: UUID, told: str, why: str, seen_version: int | None = None
) -> LineProtection:
    """A request that control never gave: who at control says that nothing was put in place, and why."""
    name = rules.said(told, "told", rules.LONGEST_NAME, "Give the name of who at control says that nothing was given.")
    reason = rules.said(why, "why", 300, "Say why it is not needed.")
    row = begin(actor, protection_id, f"withdrawn, control ({name}) says nothing was given: {reason}", seen_version)
    row.state = rules.state_after(row.state, "withdraw")
    row.withdrawn_at, row.withdrawn_by = now(), actor.name
    row.withdrawn_why = f"{name}: {reason}"
    _let_go(actor, row, f"Withdrawn: {reason}")
    return changed(row)


def _let_go(actor: Actor, row: LineProtection, reason: str) -> None:
    release_hold(actor=writer(actor), incident_id=row.incident_id, kind=hold_kind(row.number), reason=reason)


def _asked(facts: rules.RequestFacts, level: rules.Level) -> str:
    where = "; ".join(
        each
        for each in (facts.section, " ".join(filter(None, (facts.elr, facts.limits))), facts.lines, facts.location)
        if each
    )
    return (
        f"Line protection asked for: {level.label.upper()}, {where}. "
        f"{rules.reason_label(facts.reason)}: {facts.nature}. Nearest access: {facts.access or 'not known'}. "
        f"Not given until control says so. {level.never}"
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UK):%H:%M:%S}"
