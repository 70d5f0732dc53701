"""What still stands in the way of a decision on a recorded crime, before anybody takes it; nothing is kept by it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.crimes.models import Crime, CrimeTelling
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries.finals import AskedRow, asked_rows, seen_crime, standing_of
from lineside.crimes.rules.cancelling import Around, Cancelling, cancellation_kinds, weigh_cancelling
from lineside.crimes.rules.changing import RECLASSIFY, SEND, asked_for_change
from lineside.crimes.rules.conditions import Unmet
from lineside.crimes.rules.outcomes import Claim, weigh_outcome
from lineside.crimes.rules.standing import CANCELLED, facts_of
from lineside.crimes.rules.telling import LEAVING, OUTCOME, PAGE_OF, Awaited, not_told, with_tellings
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken

CHANGES = (SEND, RECLASSIFY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleRow:
    """One thing in the way, with the paragraph that it comes from and the part of the form that mends it."""

    code: str
    says: str
    paragraph: str
    field: str


def outcome_obstacles(actor: Actor, crime_id: UUID, claim: Claim) -> list[ObstacleRow]:
    """Everything that stands in the way of this outcome now, in the order in which it would be put right."""
    crime, awaited = standing_of(seen_crime(actor, crime_id)), _awaited(crime_id, OUTCOME)
    said = with_tellings(claim, awaited)
    lacks = _told(lambda: weigh_outcome(said, crime, now(), offices_of(actor))[1])
    return [*lacks, *_told(lambda: _besides(lacks, awaited, said.told_victim_at, OUTCOME))]


def cancelling_obstacles(actor: Actor, crime_id: UUID, asked: Cancelling) -> list[ObstacleRow]:
    """Everything that stands in the way of cancelling it so."""
    crime = seen_crime(actor, crime_id)
    standing, beside = standing_of(crime), around(crime, asked)
    kind, awaited = cancellation_kinds(uk_day(now())).get(asked.code), _awaited(crime_id, LEAVING)
    said = with_tellings(asked, awaited)
    lacks = _told(lambda: weigh_cancelling(said, standing, now(), beside, offices_of(actor))[1])
    if kind is None or not kind.tells_first:
        return lacks
    return [*lacks, *_told(lambda: _besides(lacks, awaited, said.told_victim_at, LEAVING))]


def asked_on_change(actor: Actor, crime_id: UUID, what: str) -> list[AskedRow]:
    """What must or may be confirmed when it is sent to another force or gets another class, whichever that is."""
    standing, on = standing_of(seen_crime(actor, crime_id)), uk_day(now())
    facts = facts_of(standing, on)
    may_be = {"ours"} if what == SEND else {"rape_to_incident" if "rape" in facts else "to_homicide"}
    return asked_rows(asked_for_change(what, standing, on, may_be))


def offices_of(actor: Actor) -> tuple[str, ...]:
    """The offices that somebody holds by their role; a rank is named with its officer instead."""
    held = []
    if actor.may(CanCrime.CANCEL) or actor.may(CanCrime.RECLASSIFY):
        held.append("ddm")
    if actor.may(CanCrime.REGISTER):
        held.append("accredited_registrar")
    return tuple(held)


def around(crime: Crime, asked: Cancelling) -> Around:
    """What else is on record that cancelling turns on."""
    other = asked.other_reference.strip()
    is_reference = bool(other) and other.isprintable()  # what the database could not even look for is no record
    live = Crime.objects.filter(reference=other).exclude(id=crime.id).exclude(state=CANCELLED)
    return Around(
        transfer_accepted=crime.transfers.filter(state="accepted").exists(),
        other_is_live=is_reference and live.exists(),
    )


def _awaited(crime_id: UUID, about: str) -> list[Awaited]:
    found = CrimeTelling.objects.filter(crime_id=crime_id, about=about, used_at=None).order_by("id")
    return [
        Awaited(reference=row.reference, is_settled=row.settled_at is not None, told_at=row.told_at, words=row.words)
        for row in found
    ]


def _besides(
    lacks: list[ObstacleRow], awaited: list[Awaited], told_at: datetime | None, about: str
) -> tuple[Unmet, ...]:
    """Who of several is waited for, once the claim itself says that somebody was told."""
    is_said = any(row.code == "told_victim_at" for row in lacks)
    return () if is_said else not_told(awaited, told_at, PAGE_OF[about])


def _told(weigh: Callable[[], tuple[Unmet, ...]]) -> list[ObstacleRow]:
    """A word or a moment that no rule can weigh stands in the way alone, in the sentence that would refuse it."""
    try:
        found = weigh()
    except RuleBroken as broken:
        return [ObstacleRow(code=broken.field or "crime", says=broken.sentence, paragraph="", field=broken.field)]
    return [ObstacleRow(code=row.code, says=row.says, paragraph=row.paragraph, field=row.field) for row in found]
