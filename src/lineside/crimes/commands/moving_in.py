"""Old crimes, many at once: they open no clock, no worklist and no victim's rights, and nobody is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lineside.crimes.models import Classification, Crime, CrimeOutcome
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules.moving_in import OldCrime, check_old_crime, old_offence, old_outcome
from lineside.incidents.commands import note_moved_crimes
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedCrime:
    """A crime under the key that the ledger has for it, and the log that it stands on; `has_own` came with it."""

    id: UUID
    incident_id: UUID
    crime: OldCrime
    has_own: bool


@command(needs=CanCrime.MOVE_IN)
def move_in_crimes(*, actor: Actor, source: str, count: int, sha256: str, content: Sequence[MovedCrime]) -> None:  # noqa: ARG001
    """Crimes of an old system, marked with it, with the class that they had there; nothing is announced."""
    at = now()
    for each in content:
        check_old_crime(each.crime, at)
    crimes = [_crime(each, source) for each in content]
    Crime.objects.bulk_create(crimes)
    Classification.objects.bulk_create([_classification(crime, source) for crime in crimes])
    CrimeOutcome.objects.bulk_create([_outcome(each, source) for each in content if each.crime.outcome])
    told = [(each.incident_id, each.crime.reference) for each in content if not each.has_own]
    if told:
        note_moved_crimes(actor=actor, content=told)


def _crime(moved: MovedCrime, source: str) -> Crime:
    old = moved.crime
    offence = old_offence(old, uk_day(now()))
    return Crime(
        id=moved.id,
        reference=old.reference,
        incident_id=moved.incident_id,
        offence_code=offence.code,
        offence_class=offence.offence_class,
        class_title=offence.class_title,
        title=offence.title,
        statute=offence.statute,
        max_sentence=offence.max_sentence,
        victim_or_state=offence.victim_or_state,
        edition=offence.edition,
        state=old.state,
        summary=old.summary.strip(),
        place_text=old.place_text.strip(),
        committed_from=old.committed_from,
        committed_to=old.committed_to,
        first_report_at=old.first_report_at or old.recorded_at,
        recorded_at=old.recorded_at,
        recorded_by_name=old.recorded_by or source,
        origin=source,
    )


def _classification(crime: Crime, source: str) -> Classification:
    return Classification(
        crime=crime,
        offence_code=crime.offence_code,
        offence_class=crime.offence_class,
        title=crime.title,
        statute=crime.statute,
        edition=crime.edition,
        reason=f"As it stood in {source}.",
        by_name=crime.recorded_by_name,
    )


def _outcome(moved: MovedCrime, source: str) -> CrimeOutcome:
    """What the old system's rules asked for it is not known here, and is not made up."""
    old = moved.crime
    name, edition = old_outcome(old, uk_day(now()))
    return CrimeOutcome(
        crime_id=moved.id,
        code=old.outcome,
        name=name,
        suspect="",
        rationale=f"As it stood in {source}.",
        paragraph="",
        edition=edition,
        at=old.outcome_at or old.recorded_at,
        by_name=old.recorded_by or source,
    )
