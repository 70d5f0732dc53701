"""Every change of a call out: asked for, claimed once, told of, ended."""

from datetime import datetime
from uuid import UUID

from lineside.callouts.events import CallOutChanged
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.rules import (
    DIALLED_WITHIN,
    DIALLING,
    ENDED,
    OUTCOMES,
    QUEUED,
    REACHED,
    UP,
    check_number,
    check_telephone,
    follows,
    said_in_log,
)
from lineside.contacts.commands import end_call_out, open_call_out
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.pole.commands import permit_way_out

# The call's end is written down in the name of the telephone, which has the rights for that and no others.
WRITER = system_actor("telephone", CanContact.RECEIVE, CanIncident.LOG, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


@command(needs=CanCallOut.PLACE)
def place_call(
    *,
    actor: Actor,
    number: str,
    telephone: str,
    about_id: UUID | None = None,
    incident_id: UUID | None = None,
    unsafe_reason: str = "",
) -> CallOut:
    """Ask for a call: our own telephone rings first, then the number. It is a contact, and a line of the log."""
    if (about_id is None) == (incident_id is None):
        raise RuleBroken("A call out is for one contact or for one incident.")
    dialled, ours = check_number(number), check_telephone(telephone)
    overruled = permit_way_out(actor, way="call", to=dialled, reason=unsafe_reason)
    about = contact(about_id, actor) if about_id else incident(actor, incident_id) if incident_id else None
    being = open_call_out(actor=actor, number=dialled, why=f"for {about.reference if about else ''}")
    row = CallOut(
        contact_id=being.id,
        about_id=about_id,
        incident_id=incident_id,
        number=dialled,
        telephone=ours,
        unsafe_reason=overruled,
        state=QUEUED,
        by_id=actor.id,
        by_name=actor.name,
    )
    row.save()
    if incident_id:
        all_the_same = f", though it is not safe to ring: {overruled}" if overruled else ""
        text = f"Calls {dialled} ({being.reference}){all_the_same}"
        add_log_entry(actor=actor, incident_id=incident_id, text=text, kind="contact")
    _changed(row)
    return row


@command(needs=CanCallOut.DIAL)
def claim_call(*, actor: Actor) -> CallOut | None:  # noqa: ARG001
    """The oldest call that is to be dialled now, claimed for good: whoever claims it dials it once or never."""
    found = CallOut.objects.select_for_update(skip_locked=True)
    row = found.filter(state=QUEUED, created_at__gte=now() - DIALLED_WITHIN).order_by("id").first()
    if row is None:
        return None
    row.state, row.dialled_at = DIALLING, now()
    row.save()
    _changed(row)
    return row


@command(needs=CanCallOut.DIAL)
def tell_call_out(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    call_out_id: UUID,
    state: str,
    outcome: str = "",
    says: str = "",
    at: datetime | None = None,
    only_from: str = "",
) -> CallOut:
    """How it goes on; what was told before, or cannot follow, changes nothing.

    The clock ends only what still stands as it read it: a call may be dialled, or heard of, in between.
    """
    row = locked(CallOut, call_out_id)
    if only_from and row.state != only_from:
        return row
    is_heard_of_it = row.state == state == UP and bool(outcome)  # who or what picked up
    if not is_heard_of_it and not follows(row.state, state):
        return row
    moment = at or now()
    row.says = says[:300]
    if state == UP:
        row.answered_at = row.answered_at or moment
    if state == ENDED:
        row.outcome = row.outcome or ("answered" if row.answered_at else outcome or "unknown")
        row.ended_at = moment
    elif outcome and outcome != REACHED:  # a machine; that somebody was reached is said at the end
        row.outcome = outcome
    row.state = state
    row.save()
    if state == ENDED:
        _write_down(row)
    _changed(row)
    return row


@command(needs=CanCallOut.PLACE)
def say_who_answered(*, actor: Actor, call_out_id: UUID, outcome: str, seen_version: int | None = None) -> CallOut:
    """A switch hears that somebody picked up; only who rang knows that it was a machine."""
    row = locked(CallOut, call_out_id, seen_version)
    if row.by_id != actor.id and not actor.may(CanContact.SUPERVISE):
        raise RuleBroken("Only who rang, or a supervisor, can say who answered.")
    if outcome not in (REACHED, "voicemail") or row.answered_at is None:
        raise RuleBroken("Of a call that was picked up, say whether it was a person or a machine.", "outcome")
    row.outcome = outcome
    row.save()
    if row.state == ENDED:
        _write_down(row)
    _changed(row)
    return row


def _write_down(row: CallOut) -> None:
    """What became of it: at its own contact, and in the log that it was for."""
    words = said_in_log(row.number, row.outcome, row.says, row.contact.reference)
    end_call_out(
        actor=WRITER,
        contact_id=row.contact_id,
        reached=row.outcome == REACHED,
        words=words,
        answered_at=row.answered_at,
        ended_at=row.ended_at or now(),
    )
    if row.incident_id:
        add_log_entry(actor=WRITER, incident_id=row.incident_id, text=words, kind="contact")


def _changed(row: CallOut) -> None:
    assert row.outcome in ("", *OUTCOMES)  # noqa: S101 - every outcome has its words
    announce(CallOutChanged(call_out_id=row.id, state=row.state, outcome=row.outcome))
