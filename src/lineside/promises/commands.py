"""Every change of a promised update: given, missed, kept or ended."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from lineside.contacts.commands import note_promised
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact, message_of
from lineside.incidents.commands import hold_closing, release_hold
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.promises.events import PromiseChanged
from lineside.promises.models import Promise, Undone
from lineside.promises.permissions import CanPromise
from lineside.promises.queries import went_out
from lineside.promises.rules import KEPT, LONGEST, OPEN, check_done, check_promise, is_missed, ways
from lineside.triage.queries import incident_keys_of

# The next limit stands at the contact, so that a reply can tell it; whoever may promise need not hold the contact.
WRITER = system_actor(
    "promised updates", CanContact.TAKE, CanIncident.HOLD, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED
)
HELD_BY = "telling them, or ending the promise with its reason at their contact"


@command(needs=CanPromise.MAKE)
def promise_update(*, actor: Actor, contact_id: UUID, reach: str, due_at: datetime, what: str) -> Promise:
    """Somebody was told that they hear from us by then."""
    contact(contact_id, actor)
    said = check_promise(reach, due_at, what, now())
    row = Promise(contact_id=contact_id, reach=reach, what=said, due_at=due_at, by_id=actor.id, by_name=actor.name)
    row.save()
    return _changed(row)


@command(needs=CanPromise.MAKE)
def end_promise(
    *, actor: Actor, promise_id: UUID, how: str, words: str = "", seen_version: int | None = None
) -> Promise:
    """They were told, as what went out proves; or it ends for a reason. A missed limit stays missed."""
    row = locked(Promise, promise_id, seen_version)
    if row.state != OPEN:
        raise RuleBroken("What became of this promise is on record already.")
    at = now()
    row.state, row.words, row.proof = check_done(how, words, row.created_at, went_out(actor, row.contact_id), at)
    row.how, row.edition = how, ways(at).edition
    row.done_at, row.done_by = at, actor.name
    _miss(row, at)
    row.save()
    return _changed(row)


@command(needs=CanPromise.MAKE)
def record_missed(*, actor: Actor, promise_id: UUID) -> Promise:  # noqa: ARG001 - the audit line names the actor
    """The limit is over and nobody told them: on record once, whatever is done afterwards."""
    row = locked(Promise, promise_id)
    if row.state == OPEN and row.missed_at is None and _miss(row, now()):
        # Not a new version: whoever fills in how it was kept goes on doing so.
        Promise.objects.filter(pk=row.id).update(missed_at=row.missed_at)
        announce(PromiseChanged(promise_id=row.id, state=row.state))
    return row


@command(needs=CanPromise.MAKE)
def fall_due_again(*, actor: Actor, contact_id: UUID, message_id: UUID) -> int:  # noqa: ARG001 - as above
    """What was kept by a message that did not reach them is owed again by its old limit; how many.

    Every promise of the contact is locked, so that one which is being kept by this very message is seen when it is.
    """
    of_contact = Promise.objects.select_for_update().filter(contact_id=contact_id).order_by("id")
    found = [row for row in of_contact if row.state == KEPT and row.proof == str(message_id)]
    failed = message_of(contact_id, message_id) if found else None
    for row in found:
        if row.done_at:
            _undo(row, row.done_at, failed.failure if failed else "")
    return len(found)


def _undo(row: Promise, done_at: datetime, why: str) -> None:
    at, why = now(), " ".join(why.split())[:LONGEST]
    was = {"how": row.how, "words": row.words, "proof": row.proof, "edition": row.edition, "done_by": row.done_by}
    Undone(promise=row, done_at=done_at, failed_at=at, failed_why=why, **was).save()
    row.state, row.done_at, row.done_by = OPEN, None, ""
    row.how = row.words = row.proof = row.edition = ""
    _miss(row, at)
    row.save()
    _changed(row)


@command(needs=CanPromise.MAKE)
def hold_for_promises(*, actor: Actor, contact_id: UUID) -> int:  # noqa: ARG001 - the audit line names the actor
    """A contact joined a log: what was promised on it is owed there; how many promises stand."""
    found = list(Promise.objects.filter(contact_id=contact_id, state=OPEN).order_by("id"))
    for row in found:
        _hold_logs(row)
    return len(found)


def _hold_logs(row: Promise) -> None:
    """Guard 3 of control_room.md c.2: a log does not close while who reported it waits for what they were promised."""
    for incident_id in incident_keys_of(row.contact_id):
        if row.state != OPEN:
            _let_go(row, incident_id)
            continue
        why = f"who reported it was promised an update by {row.due_at.astimezone(UK):%d %b %H:%M}: {row.what}"
        with suppress(RuleBroken):  # one that has ended waits for nothing
            hold_closing(actor=WRITER, incident_id=incident_id, kind=_hold(row), why=why, released_how=HELD_BY)


def _let_go(row: Promise, incident_id: UUID) -> None:
    """Closing goes on: here, and at the log that this one is a duplicate of."""
    key: UUID | None = incident_id
    while key:
        release_hold(actor=WRITER, incident_id=key, kind=_hold(row), reason="the promised update is on record")
        key = incident(WRITER, key).master_id


def _hold(row: Promise) -> str:
    return f"promise:{row.id.hex}"


def _miss(row: Promise, at: datetime) -> bool:
    if is_missed(row.due_at, at) and row.missed_at is None:
        row.missed_at = at
    return row.missed_at is not None


def _changed(row: Promise) -> Promise:
    still = Promise.objects.filter(contact_id=row.contact_id, state=OPEN).order_by("due_at")
    limit = still.values_list("due_at", flat=True).first()
    note_promised(actor=WRITER, contact_id=row.contact_id, promised_by=limit)
    _hold_logs(row)
    announce(PromiseChanged(promise_id=row.id, state=row.state))
    return row
