"""Who is told before their crime is decided on: put down at the crime, which asks it, and settled there.

The crime room knows no victims. It refuses an outcome or a cancelling while somebody here has not been told, and no
reason why not stands on record.
"""

from lineside.crimes.commands import LEAVING, OUTCOME, await_telling, settle_telling, unsettle_telling
from lineside.crimes.permissions import CanCrime
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.victims import rules
from lineside.victims.models import Duty, Victim
from lineside.victims.rules.clocks import DONE, OPEN, STATES, owed_after

WRITER = system_actor("victims' rights", CanCrime.TELL)
ABOUT = {"outcome": OUTCOME, "cancelled": LEAVING}  # by the step that says that it is about to be


def about_of(row: Victim) -> rules.About:
    return rules.About(
        regime=row.regime, standing=row.standing, is_enhanced=row.is_enhanced, opted_out=frozenset(row.opted_out)
    )


def await_told(row: Victim) -> None:
    """Before the next outcome and before the crime leaves the count, unless they do not want to be told."""
    if about := [each for step, each in ABOUT.items() if _is_owed(row, step)]:
        await_telling(
            actor=WRITER, crime_id=row.crime_id, subject_id=row.id, reference=row.reference, about=tuple(about)
        )


def await_news(row: Victim, step: str) -> None:
    """Something else is about to be decided: that they were told of the last is no longer enough."""
    if step in ABOUT and _is_owed(row, step):
        await_told(row)
        await_again(row, step)


def settle_told(duty: Duty, actor: Actor) -> None:
    """What became of telling them is what the crime room asks: when, or why not."""
    about = ABOUT.get(duty.step)
    if about and duty.state != OPEN:
        settle_telling(
            actor=actor.also(CanCrime.TELL),
            crime_id=duty.victim.crime_id,
            subject_id=duty.victim_id,
            about=about,
            told_at=duty.done_at if duty.state == DONE else None,
            words=duty.words or STATES[duty.state],
        )


def await_again(row: Victim, step: str) -> None:
    """What told them did not arrive."""
    if about := ABOUT.get(step):
        unsettle_telling(actor=WRITER, crime_id=row.crime_id, subject_id=row.id, about=about)


def follow_choice(row: Victim, actor: Actor, words: str) -> None:
    """Who does not want to be told stands in no decision's way; who wants it again does."""
    for step, about in ABOUT.items():
        if not _is_owed(row, step):
            settle_telling(
                actor=actor.also(CanCrime.TELL),
                crime_id=row.crime_id,
                subject_id=row.id,
                about=about,
                told_at=None,
                words=f"They do not want it: {words}",
            )
        elif not Duty.objects.filter(victim=row, step=step, state=DONE).exists():
            await_again(row, step)
    await_told(row)


def _is_owed(row: Victim, step: str) -> bool:
    return bool(owed_after(step, about_of(row), now(), row.report_at, uk_day(now())))
