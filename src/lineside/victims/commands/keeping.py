"""What every deed for a victim does to the clocks: opens them, ends them, and says on record what was missed."""

from datetime import datetime
from uuid import UUID

from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.pole.commands import permit_way_out
from lineside.victims.commands.before import about_of, settle_told
from lineside.victims.events import VictimChanged
from lineside.victims.models import Duty, Note, Step, Victim
from lineside.victims.queries import known_by
from lineside.victims.rules.clocks import DONE, OPEN, UPDATE, is_missed, owed_after, sooner
from lineside.victims.rules.plans import ASKED_OF_POLE, next_update
from lineside.victims.rules.tables import right_of, table


def victim_of(actor: Actor, victim_id: UUID, seen_version: int | None = None) -> Victim:
    """Locked; who may not see the incident sees no victim of it either."""
    return locked(Victim, victim_id, seen_version, sees=lambda row: may_see(actor, row))


def may_see(actor: Actor, row: Victim) -> bool:
    try:
        seen_incident(actor, row.incident_id)
    except NotFound:
        return False
    return True


def open_duties(row: Victim, trigger: str, key: str, at: datetime, *, step: str = "", step_words: str = "") -> None:
    """What this event opens; told again, it opens nothing twice. One whose limit is over already is missed at once."""
    on = uk_day(now())
    there = set(Duty.objects.filter(victim=row, key=key).values_list("code", flat=True))
    for owed in owed_after(trigger, about_of(row), at, row.report_at, on):
        if owed.code not in there:
            _open(row, owed.code, key, owed.from_at, owed.due_at, step=step, step_words=step_words)


def owe_step(row: Victim, step: Step) -> None:
    open_duties(row, step.code, f"step {step.id}", step.at, step=step.code, step_words=step.words)


def open_update(row: Victim) -> None:
    """The next one as agreed, unless one is owed already or they said no to it."""
    right = right_of(row.regime, UPDATE, uk_day(now()))["right"]
    updates = Duty.objects.filter(victim=row, code=UPDATE)
    if row.every_days and right not in row.opted_out and not updates.filter(state=OPEN).exists():
        _open(row, UPDATE, f"update {updates.count() + 1}", now(), next_update(now(), row.every_days))


def _open(row: Victim, code: str, key: str, from_at: datetime, due_at: datetime, **step: str) -> None:
    edition = table("rights", uk_day(now())).edition
    duty = Duty(victim=row, code=code, key=key, from_at=from_at, due_at=due_at, edition=edition, **step)
    miss(duty, now())
    duty.save()


def miss(duty: Duty, at: datetime) -> bool:
    if is_missed(duty.due_at, at) and duty.missed_at is None:
        duty.missed_at = at
    return duty.missed_at is not None


def bring_nearer(row: Victim) -> None:
    """Enhanced rights begin: what is open is owed sooner from now on, and what it was before stays on record."""
    at = now()
    for duty in Duty.objects.select_for_update().filter(victim=row, state=OPEN, missed_at=None).order_by("id"):
        due = sooner(duty.code, row.regime, duty.due_at, at, uk_day(at))
        if due < duty.due_at:
            duty.first_due_at = duty.first_due_at or duty.due_at
            duty.due_at = due
            duty.save()


def finish(duty: Duty, actor: Actor, *, state: str, how: str, words: str = "", unsafe_reason: str = "") -> None:
    """It is done or ended; a limit that was missed stays missed."""
    at = now()
    duty.state, duty.how, duty.words, duty.unsafe_reason = state, how, words[:500], unsafe_reason
    duty.done_at, duty.done_by = at, actor.name[:200]
    miss(duty, at)
    duty.save()
    settle_told(duty, actor)


def end_by_deed(
    row: Victim, actor: Actor, deed: str, *, how: str, words: str = "", state: str = DONE, key: str = ""
) -> int:
    """What this deed ends of what is open; how many. With a key, only what that opened."""
    on = uk_day(now())
    found = Duty.objects.select_for_update().filter(victim=row, state=OPEN).order_by("id")
    found = found.filter(key=key) if key else found
    ended = [duty for duty in found if right_of(row.regime, duty.code, on)["deed"] == deed]
    for duty in ended:
        finish(duty, actor, state=state, how=how, words=words)
    return len(ended)


def permit_reaching(actor: Actor, row: Victim, way: str, address: str, reason: str) -> str:
    """Refused where any rule on what they are known by says that this way is not safe now, and no reason is given.

    A letter has no number of its own, so the rules on all their numbers and addresses are asked of every way.
    """
    if way not in ASKED_OF_POLE:
        return ""
    for value in dict.fromkeys(filter(None, [address, *known_by(row.person_id)])):
        if kept := permit_way_out(actor, way=way, to=value, reason=reason):
            return kept
    return ""


def note(row: Victim, actor: Actor, kind: str, words: str) -> None:
    Note(victim=row, kind=kind, words=words[:1200], by_name=actor.name[:200]).save()


def changed(row: Victim) -> Victim:
    """The nearest open limit stands at the victim, for the worklist."""
    nearest = Duty.objects.filter(victim=row, state=OPEN).order_by("due_at").values_list("due_at", flat=True)
    row.next_due_at = nearest.first()
    row.save()
    announce(VictimChanged(victim_id=row.id))
    return row
