"""Dip samples: a month drawn, each record reviewed by two who see nothing of each other, a third where they differ."""

from datetime import date
from typing import Any
from uuid import UUID

from lineside.compliance.events import SampleChanged
from lineside.compliance.models import Draw, Opinion, Sample
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.queries.drawing import hands_of, population_of, seal_after
from lineside.compliance.queries.samples import check_sample_seen, two_of
from lineside.compliance.rules.checks import table
from lineside.compliance.rules.samples import (
    AGREED,
    DECIDED,
    DIFFERS,
    DRAWN,
    REVIEWERS,
    Marks,
    check_marks,
    check_reviewer,
    check_third,
    differing,
    drawn_from,
)
from lineside.compliance.rules.spans import check_month
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.people.queries import is_on_staff, is_second_to


@command(needs=CanCompliance.DRAW)
def draw_samples(*, actor: Actor, month: date, restricted: bool = False) -> Draw:
    """A month that has ended, once: nobody chooses its seed, and anybody may draw it again."""
    if actor.areas or (restricted and not actor.may(CanIncident.VIEW_RESTRICTED)):
        raise NotPermitted("Who sees all of these records draws them; ask the force crime registrar.")
    first = check_month(month, uk_day(now()))
    if Draw.objects.filter(month=first, is_restricted=restricted).exists():
        raise RuleBroken("That month is drawn already.", "month")
    seal = seal_after(first)
    edition, population = table("sampling", uk_day(now())), population_of(first, is_restricted=restricted)
    chosen = drawn_from(population, bytes(seal.chain).hex(), edition)
    row = Draw(
        month=first,
        is_restricted=restricted,
        edition=edition.edition,
        seal_id=seal.id,
        seed=bytes(seal.chain).hex(),
        population=population,
        drawn=sum(map(len, chosen.values())),
        by_name=actor.name,
    )
    row.save()
    for kind, keys in chosen.items():
        for key in keys:
            _take(row, kind, UUID(key))
    return row


@command(needs=CanCompliance.REVIEW)
def review_sample(*, actor: Actor, sample_id: UUID, marks: Marks, words: str = "") -> Opinion:
    """One reviewer's marks. The second's decide whether the two agree or a third is needed."""
    check_sample_seen(actor, sample_id)
    row = locked(Sample, sample_id)
    before = two_of(row)
    has_said = any(each.by_id == actor.id for each in before)
    check_reviewer(is_apart=_is_apart(actor, row, [] if has_said else before), has_said=has_said, state=row.state)
    assert actor.id  # noqa: S101 - the rule refuses whoever has none
    kept, said = check_marks(marks, words, uk_day(row.created_at))
    place = len(before) + 1
    mine = Opinion(sample=row, place=place, by_id=actor.id, by_name=actor.name, marks=kept, words=said)
    mine.save()
    if place == REVIEWERS:
        row.differs = differing(before[0].marks, kept)
        row.state, row.result = (DIFFERS, {}) if row.differs else (AGREED, kept)
        row.ended_at = None if row.differs else now()
    _changed(row)
    return mine


@command(needs=CanCompliance.REVIEW)
def decide_sample(
    *, actor: Actor, sample_id: UUID, marks: Marks, words: str, seen_version: int | None = None
) -> Sample:
    """Where two differ, a third marks what differs and says why; the rest stands as both found it."""
    check_sample_seen(actor, sample_id)
    row = locked(Sample, sample_id, seen_version)
    both = two_of(row)
    check_third(is_apart=_is_apart(actor, row, both), state=row.state)
    kept, said = check_marks(marks, words, uk_day(row.created_at), row.differs)
    if not said:
        raise RuleBroken("Give your reasons; both reviewers read them.", "words")
    row.result = {**both[0].marks, **kept}
    row.state, row.ended_at = DECIDED, now()
    row.decided_by_id, row.decided_by, row.decided_why = actor.id, actor.name, said
    return _changed(row)


def _is_apart(actor: Actor, row: Sample, others: list[Opinion]) -> bool:
    """No hand in the record, and a person known from a staff record, beside each who has said something."""
    is_known = actor.kind == "person" and actor.id not in row.hands and is_on_staff(actor.id)
    return is_known and all(is_second_to(actor, each.by_id) for each in others)


def _take(draw: Draw, kind: str, key: UUID) -> None:
    found: dict[str, Any] = hands_of(kind, key)
    own = uuid7()
    row = Sample(
        id=own,
        reference=f"D-{own.hex[-8:].upper()}",
        draw=draw,
        kind=kind,
        of_reference=found["reference"],
        incident_id=found["incident_id"],
        crime_id=found["crime_id"],
        hands=found["hands"],
        edition=draw.edition,
        state=DRAWN,
    )
    row.save()
    announce(SampleChanged(sample_id=row.id, state=row.state))


def _changed(row: Sample) -> Sample:
    row.save()
    announce(SampleChanged(sample_id=row.id, state=row.state))
    return row
