"""What the crime room decided opens what its victims are owed: an outcome, a cancelling, another force that has it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.contacts.commands import one_at_a_time
from lineside.crimes.commands import LEAVING, OUTCOME
from lineside.crimes.queries.finals import FinalRow, TellingRow, finals_of, tellings_of, transfers_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.victims.commands.before import ABOUT, await_news, await_told
from lineside.victims.commands.keeping import changed, finish, note, owe_step
from lineside.victims.models import Duty, Step, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import READER
from lineside.victims.rules.clocks import DONE, ENDED, OPEN, is_told_by_telling, stays_owed, step_after
from lineside.victims.rules.tables import label_of

CANCELLED, BY_DEED = "cancelled", "deed"


@command(needs=CanVictim.WATCH)
def hear_outcome(*, actor: Actor, crime_id: UUID, outcome: str) -> int:
    """An outcome was given: who was told before has been told of it; the review where one is owed is told yet."""
    given = _decided(crime_id, outcome)
    if given is None:
        return 0
    made = _step(crime_id, step_after(outcome, uk_day(given.at)), given.at, _said(given), given.by)
    if made is None:
        return 0
    told = _told_before(crime_id, OUTCOME, given.at)
    return _each(actor, made, lambda victim: _outcome(victim, made, told.get(victim.id), actor))


@command(needs=CanVictim.WATCH)
def hear_cancelled(*, actor: Actor, crime_id: UUID, code: str) -> int:
    """The crime has left the count: whoever does not know yet is owed it, and what no longer follows ends."""
    gone = _decided(crime_id, code)
    if gone is None:
        return 0
    made = _step(crime_id, CANCELLED, gone.at, _said(gone), gone.by)
    if made is None:
        return 0
    told = _told_before(crime_id, LEAVING, gone.at)
    return _each(actor, made, lambda victim: _cancelled(victim, made, told.get(victim.id), actor))


@command(needs=CanVictim.WATCH)
def hear_transferred(*, actor: Actor, crime_id: UUID) -> int:
    """Another force has taken it: its victims are told which, with its reference, and only then is it cancelled."""
    taken = [each for each in transfers_of(READER, crime_id) if each.state == "accepted" and each.answered_at]
    if not taken or taken[-1].answered_at is None:
        return 0
    last, at = taken[-1], taken[-1].answered_at
    made = _step(crime_id, CANCELLED, at, f"{last.force} has taken it under {last.reference}.", last.sent_by)
    return _each(actor, made, lambda victim: _taken(victim, made)) if made else 0


def _decided(crime_id: UUID, code: str) -> FinalRow | None:
    one_at_a_time(f"victims of {crime_id}")
    return next((each for each in reversed(finals_of(READER, crime_id)) if each.code == code), None)


def _step(crime_id: UUID, code: str, at: datetime, words: str, by: str) -> Step | None:
    """None where this was heard before."""
    one_at_a_time(f"victims of {crime_id}")
    if Step.objects.filter(crime_id=crime_id, code=code, at=at).exists():
        return None
    made = Step(crime_id=crime_id, code=code, words=words[:500], at=at, by_name=by[:200])
    made.save()
    return made


def _each(actor: Actor, made: Step, follow: Callable[[Victim], None]) -> int:
    found = list(Victim.objects.select_for_update().filter(crime_id=made.crime_id).order_by("id"))
    for victim in found:
        follow(victim)
        note(victim, actor, "step", f"{label_of('steps', made.code, uk_day(now()))}. {made.words}".strip())
        changed(victim)
    return len(found)


def _outcome(victim: Victim, made: Step, told: TellingRow | None, actor: Actor) -> None:
    owe_step(victim, made)
    if told:
        _told_already(victim, made, told, OUTCOME, actor)
    await_told(victim)


def _taken(victim: Victim, made: Step) -> None:
    owe_step(victim, made)
    await_news(victim, made.code)


def _cancelled(victim: Victim, made: Step, told: TellingRow | None, actor: Actor) -> None:
    if told:
        _told_already(victim, made, told, LEAVING, actor)
    elif not _open(victim).filter(step=made.code).exists():
        owe_step(victim, made)
    for duty in _open(victim):
        if not stays_owed(duty.code, uk_day(now())):
            finish(duty, actor, state=ENDED, how="not_owed", words=f"The crime is cancelled: {made.words}")


def _told_already(victim: Victim, made: Step, told: TellingRow, about: str, actor: Actor) -> None:
    """What they were told before it was decided is not owed once more; a reason why not leaves the decision owed."""
    before = {step for step, each in ABOUT.items() if each == about}
    for duty in _open(victim):
        if duty.step in before and duty.key != f"step {made.id}":
            state, how = (DONE, BY_DEED) if told.told_at else (ENDED, "gave_up")
            finish(duty, actor, state=state, how=how, words=told.words)
        elif told.told_at and duty.key == f"step {made.id}" and is_told_by_telling(duty.code):
            finish(duty, actor, state=DONE, how=BY_DEED, words=f"Told before it was decided: {told.words}")


def _open(victim: Victim) -> QuerySet[Duty]:
    return Duty.objects.select_for_update().filter(victim=victim, state=OPEN).order_by("id")


def _told_before(crime_id: UUID, about: str, at: datetime) -> dict[UUID, TellingRow]:
    """By victim, what this decision used."""
    used = [each for each in tellings_of(READER, crime_id) if each.about == about and each.used_at == at]
    return {each.subject_id: each for each in used}


def _said(final: FinalRow) -> str:
    return f"{final.code} {final.name}. {final.rationale}".strip()
