"""What becomes of a recorded crime: its outcome, its flags, and its being cancelled."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.crimes.commands.standing import offices_of, say_on_log, standing_of, take_crime
from lineside.crimes.commands.telling import as_awaited, awaited_on, use_tellings
from lineside.crimes.events import CrimeCancelled, CrimeReclassified, OutcomeGiven
from lineside.crimes.models import Cancellation, Crime, CrimeOutcome
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries.weighing import around
from lineside.crimes.rules.cancelling import CancellationKind, Cancelling, check_cancelling
from lineside.crimes.rules.flagging import check_flags
from lineside.crimes.rules.outcomes import Claim, OutcomeType, check_outcome
from lineside.crimes.rules.standing import CANCELLED, FINALISED, refuse_unless_on_record
from lineside.crimes.rules.telling import LEAVING, OUTCOME, PAGE_OF, check_all_told, with_tellings
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce

Facts = dict[str, Any]


@command(needs=CanCrime.FINALISE)
def give_outcome(*, actor: Actor, crime_id: UUID, claim: Claim, seen_version: int | None = None) -> CrimeOutcome:
    """Give a crime its outcome, once everything that the rules ask is there; an earlier one stays in its history."""
    crime, at = take_crime(actor, crime_id, seen_version), now()
    awaited = awaited_on(crime, OUTCOME)
    claim = with_tellings(claim, as_awaited(awaited))
    kind = check_outcome(claim, standing_of(crime), at, offices_of(actor))
    check_all_told(as_awaited(awaited), claim.told_victim_at, PAGE_OF[OUTCOME])
    given = CrimeOutcome(
        crime=crime,
        code=kind.code,
        name=kind.name,
        group=kind.group,
        suspect=claim.suspect,
        suspect_age=claim.suspect_age,
        evidence=claim.evidence,
        admitted=claim.admitted,
        victim=claim.victim,
        charged=claim.charged.strip(),
        told_suspect_at=claim.told_suspect_at,
        **_claimed(claim, kind, actor, at),
    )
    given.save()
    use_tellings(awaited, actor, at=at, told_at=claim.told_victim_at, telling=claim.telling)
    crime.state = FINALISED
    crime.save()
    say_on_log(actor, crime, f"Crime {crime.reference} finalised: outcome {kind.code} {kind.name} ({kind.paragraph}).")
    announce(OutcomeGiven(incident_id=crime.incident_id, crime_id=crime.id, outcome=kind.code))
    return given


@command(needs=CanCrime.CANCEL)
def cancel_crime(*, actor: Actor, crime_id: UUID, asked: Cancelling, seen_version: int | None = None) -> Cancellation:
    """Take a crime out of the count under one of the codes; its record stays, and says why."""
    other = asked.other_reference.strip()
    if other:
        one_at_a_time("crimes that are another's duplicate")
    crime, at = take_crime(actor, crime_id, seen_version), now()
    if other and other.isprintable():  # held, so that two are not each cancelled as the other's duplicate
        Crime.objects.select_for_update().filter(reference=other).first()
    awaited = awaited_on(crime, LEAVING)
    asked = with_tellings(asked, as_awaited(awaited))
    kind = check_cancelling(asked, standing_of(crime), at, around(crime, asked), offices_of(actor))
    if kind.tells_first:
        check_all_told(as_awaited(awaited), asked.told_victim_at, PAGE_OF[LEAVING])
    gone = Cancellation(
        crime=crime,
        code=kind.code,
        name=kind.name,
        arose=asked.arose.strip(),
        came_from=asked.came_from.strip(),
        verified=asked.verified.strip(),
        changes=asked.changes.strip(),
        other_reference=asked.other_reference.strip(),
        **_claimed(asked, kind, actor, at),
    )
    gone.save()
    is_said = asked.told_victim_at is not None and len(awaited) == 1
    told = [each for each in awaited if each.settled_at or is_said]
    use_tellings(told, actor, at=at, told_at=asked.told_victim_at, telling=asked.telling)
    crime.state = CANCELLED
    crime.save()
    say_on_log(actor, crime, f"Crime {crime.reference} cancelled: {kind.code} {kind.name} ({kind.paragraph}).")
    announce(CrimeCancelled(incident_id=crime.incident_id, crime_id=crime.id, code=kind.code))
    return gone


@command(needs=CanCrime.RECORD)
def flag_crime(*, actor: Actor, crime_id: UUID, flags: Collection[str], seen_version: int | None = None) -> Crime:
    """Set the flags of a crime, each with those that it brings with it."""
    crime = take_crime(actor, crime_id, seen_version)
    standing = standing_of(crime)
    refuse_unless_on_record(standing)
    crime.flags = check_flags(flags, standing, uk_day(now()))
    crime.save()
    say_on_log(actor, crime, f"Crime {crime.reference} flagged: {', '.join(crime.flags) or 'no flag'}.")
    what = f"{crime.offence_class} {crime.offence_code}"
    announce(CrimeReclassified(incident_id=crime.incident_id, crime_id=crime.id, was=what, now=what))
    return crime


def _claimed(asked: Claim | Cancelling, kind: OutcomeType | CancellationKind, actor: Actor, at: datetime) -> Facts:
    """What is kept of either decision alike."""
    return {
        "confirmed": sorted(asked.confirmed),
        "authority": asked.authority,
        "authorised_by": asked.authorised_by.strip(),
        "told_victim_at": asked.told_victim_at,
        "telling": asked.telling.strip(),
        "rationale": asked.rationale.strip(),
        "paragraph": kind.paragraph,
        "edition": kind.edition,
        "at": at,
        "by_id": actor.id,
        "by_name": actor.name[:200],
    }
