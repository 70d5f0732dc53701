"""Reading dip samples: marks are seen by who gave them, and by others only when both are in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from lineside.compliance.models import Draw, Opinion, Sample
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.rules import samples as rules
from lineside.compliance.rules.checks import table
from lineside.compliance.rules.samples import (
    DRAWN,
    OVER,
    REVIEWERS,
    SAMPLE_STATES,
    drawn_from,
    edition_of,
    questions,
)
from lineside.finding.queries import row_of
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.models import Seal
from lineside.kernel.paging import Page, Paging, page_of

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A dip sample as the list shows it: nobody's marks and nobody's name."""

    id: UUID
    version: int
    reference: str
    kind: str
    of_reference: str
    incident_id: UUID
    crime_id: UUID | None
    state: str
    said: int

    @property
    def words(self) -> str:
        return f"{self.said} of {REVIEWERS} are in" if self.state == DRAWN and self.said else SAMPLE_STATES[self.state]

    @property
    def kind_words(self) -> str:
        row = table("sampling", uk_day(now())).by_code.get(self.kind)
        return str(row["label"]) if row else self.kind

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def sort(self) -> str:
        return f"{'0' if self.state == 'differs' else '1'} {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """What one reviewer found."""

    by_name: str
    marks: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSample:
    """A dip sample with the marks that whoever asks may see."""

    row: SampleRow
    edition: str
    questions: list[tuple[str, str, str]]
    mine: OpinionRow | None
    both: list[OpinionRow]
    differs: list[str]
    result: dict[str, str]
    decided_by: str
    decided_why: str
    ended_at: datetime | None
    is_own: bool

    @property
    def is_to_review(self) -> bool:
        return self.row.state == DRAWN and self.mine is None and not self.is_own

    @property
    def asked(self) -> list[tuple[str, str, str]]:
        """What a third person decides on."""
        return [each for each in self.questions if each[0] in self.differs]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """The dip samples of a month, with what it takes to draw them again."""

    id: UUID
    version: int
    month: date
    is_restricted: bool
    edition: str
    seal_id: int
    seed: str
    drawn: int
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawProof:
    """Whether a draw comes out the same again."""

    row: DrawRow
    of: int
    is_same_seed: bool
    is_same_sample: bool


def two_of(row: Sample) -> list[Opinion]:
    return list(Opinion.objects.filter(sample=row).order_by("place"))


def samples_seen_by(actor: Actor) -> QuerySet[Sample]:
    permit(actor, CanCompliance.VIEW)
    return Sample.objects.filter(incident__in=visible_to(actor.also(CanIncident.VIEW)))


def check_sample_seen(actor: Actor, sample_id: UUID) -> None:
    if not samples_seen_by(actor.also(CanCompliance.VIEW)).filter(pk=sample_id).exists():
        raise NotFound("There is no such dip sample that you may see.")


def samples(actor: Actor) -> list[SampleRow]:
    """What is to be reviewed or decided: what differs first, then the oldest."""
    found = _counted(samples_seen_by(actor).filter(ended_at=None)).order_by("id")[:MOST]
    return sorted(map(_row, found), key=lambda row: row.sort)


def samples_page(actor: Actor, paging: Paging) -> Page[SampleRow]:
    return page_of(_counted(samples_seen_by(actor).filter(ended_at=None)), ("id",), _row, paging)


def sample_row(sample_id: UUID) -> SampleRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _counted(Sample.objects.filter(pk=sample_id)).first()
    return _row(found) if found else None


def sample(actor: Actor, sample_id: UUID) -> WholeSample:
    """All that the actor may see of it; the look is on record."""
    found = _counted(samples_seen_by(actor).filter(pk=sample_id)).first()
    if found is None:
        raise NotFound("There is no such dip sample that you may see.")
    record_sighting(actor, "compliance.sample", str(found.incident_id), f"Compliance: {found.reference}")
    said, is_own = two_of(found), actor.id in found.hands
    is_open = found.state != DRAWN and not (is_own and found.state not in OVER)
    return row_of(
        WholeSample,
        found,
        row=_row(found),
        questions=questions(uk_day(found.created_at)),
        mine=next((_opinion(each) for each in said if each.by_id == actor.id), None),
        both=[_opinion(each) for each in said] if is_open else [],
        differs=list(found.differs) if is_open else [],
        is_own=is_own,
    )


def marks_to_choose() -> list[tuple[str, str]]:
    return rules.marks_to_choose(uk_day(now()))


def draws(actor: Actor, paging: Paging) -> Page[DrawRow]:
    return page_of(_draws(actor), ("-month", "-id"), _draw, paging)


def prove_draw(actor: Actor, draw_id: UUID) -> DrawProof:
    """Draw again from what was kept; look whether the seed is still the seal's and the sample the same."""
    row = _draws(actor).filter(pk=draw_id).first()
    if row is None:
        raise NotFound("There is no such draw.")
    again = drawn_from(row.population, row.seed, edition_of("sampling", row.edition))
    chain = Seal.objects.filter(pk=row.seal_id).values_list("chain", flat=True).first()
    kept = Sample.objects.filter(draw=row).values_list("kind", "crime_id", "incident_id")
    mine = {(kind, str(crime or incident)) for kind, crime, incident in kept}
    return DrawProof(
        row=_draw(row),
        of=sum(map(len, row.population.values())),
        is_same_seed=chain is not None and bytes(chain).hex() == row.seed,
        is_same_sample=mine == {(kind, key) for kind, keys in again.items() for key in keys} and len(mine) == row.drawn,
    )


def _draws(actor: Actor) -> QuerySet[Draw]:
    permit(actor, CanCompliance.VIEW)
    found = Draw.objects.all()
    return found if actor.may(CanIncident.VIEW_RESTRICTED) else found.filter(is_restricted=False)


def _counted(found: QuerySet[Sample]) -> QuerySet[Any]:
    return found.annotate(said=Count("opinions"))


def _row(row: Any) -> SampleRow:  # noqa: ANN401 - a sample with what was counted
    return row_of(SampleRow, row)


def _draw(row: Draw) -> DrawRow:
    return row_of(DrawRow, row)


def _opinion(row: Opinion) -> OpinionRow:
    return row_of(OpinionRow, row)
