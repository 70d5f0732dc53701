"""The level of an incident, and its stranded trains, as a log, a board and a list show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lineside.disruption import rules
from lineside.disruption.models import Level, StrandedTrain
from lineside.disruption.permissions import CanDisruption
from lineside.finding.queries import row_of
from lineside.incidents.queries import incident, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.trains.queries import TrainRow, train

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """What is proposed with its reasons, and what a person decided; empty where nobody has yet."""

    incident_id: UUID
    version: int
    proposed: str
    why: list[str]
    proposed_at: datetime | None
    decided: str
    reason: str
    decided_at: datetime | None
    decided_by: str
    told: list[str]

    @property
    def is_open_question(self) -> bool:
        """Something is proposed that is not what was decided."""
        return (self.proposed or rules.NONE) != (self.decided or rules.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandedRow:
    """A train that stands with people on board: its clock, where it is now, or how it ended."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    serial: int
    number: int
    train_id: UUID | None
    train: str
    place: str
    people: int | None
    conditions: list[str]
    stood_since: datetime
    told_by: str
    by_name: str
    moved_at: datetime | None
    ended_at: datetime | None
    ended_how: str
    ended_words: str
    ended_by: str
    reached: tuple[str, ...]
    reached_level: int
    next_label: str
    next_due: datetime | None
    next_asks: str

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def sort(self) -> str:
        return self.stood_since.isoformat()

    @property
    def last_reached(self) -> str:
        return self.reached[-1] if self.reached else ""

    @property
    def conditions_words(self) -> str:
        known = rules.table("conditions", uk_day(self.stood_since)).by_code
        return ", ".join(str(known[each]["label"]) for each in self.conditions if each in known)

    @property
    def ended_label(self) -> str:
        known = rules.table("outcomes", uk_day(self.ended_at or now())).by_code
        return str(known[self.ended_how]["label"]) if self.ended_how in known else ""

    @property
    def where(self) -> str:
        """Where the feeds know it to be now; nothing of one that they know no more."""
        known = train_known(self.train_id)
        if known is None:
            return ""
        age = int(known.age / timedelta(minutes=1)) if known.age else None
        said = f", reported {age} min ago" if age is not None else ""
        return f"{known.where}{said}"


def level_of(incident_id: UUID) -> LevelRow | None:
    """For whoever was let see the incident."""
    found = Level.objects.filter(incident_id=incident_id).first()
    return row_of(LevelRow, found) if found else None


def level(actor: Actor, incident_id: UUID) -> LevelRow:
    """The same, with sight asked for; what nobody has proposed or decided is empty."""
    permit(actor, CanDisruption.VIEW)
    incident(actor, incident_id)
    return level_of(incident_id) or row_of(LevelRow, Level(incident_id=incident_id))


def level_seen(row: LevelRow | None) -> int:
    """Which deciding it is; whoever decides another tells which they saw."""
    return row.version + 1 if row and row.decided_at else 0


def stranded_of(incident_id: UUID) -> list[StrandedRow]:
    """Every one of an incident by its number, for whoever was let see the incident."""
    return _rows(StrandedTrain.objects.filter(incident_id=incident_id).order_by("number"))


def stranded_page(actor: Actor, paging: Paging) -> Page[StrandedRow]:
    """Every one that the actor may see, those that stand longest first."""
    permit(actor, CanDisruption.VIEW)
    seen = StrandedTrain.objects.filter(incident__in=visible_to(actor), ended_at=None)
    return page_of(_whole(seen), ("stood_since", "id"), _row, paging)


def open_stranded(actor: Actor) -> list[StrandedRow]:
    """What stands now, of what the actor may see, the longest first."""
    permit(actor, CanDisruption.VIEW)
    seen = StrandedTrain.objects.filter(incident__in=visible_to(actor), ended_at=None)
    return _rows(seen.order_by("stood_since", "id")[:MOST])


def stranded(stranded_id: UUID) -> StrandedRow:
    """Ask for its incident then: that is where sight is decided."""
    found = _rows(StrandedTrain.objects.filter(id=stranded_id))
    if not found:
        raise NotFound("There is no such stranded train.")
    return found[0]


def seen_stranded(actor: Actor, stranded_id: UUID) -> StrandedRow:
    """The same, with sight asked for."""
    permit(actor, CanDisruption.VIEW)
    found = stranded(stranded_id)
    incident(actor, found.incident_id)
    return found


def train_known(train_id: UUID | None) -> TrainRow | None:
    """The train in the feeds; none of one that they know no more."""
    if train_id is None:
        return None
    try:
        return train(train_id)
    except NotFound:
        return None


def conditions() -> list[tuple[str, str]]:
    return _choices("conditions")


def outcomes() -> list[tuple[str, str]]:
    return _choices("outcomes")


def _choices(name: str) -> list[tuple[str, str]]:
    return [(str(row["code"]), str(row["label"])) for row in rules.table(name, uk_day(now())).rows]


def thresholds_due() -> list[tuple[UUID, str]]:
    """For the clock: each open stranded train with a threshold that is due and not on record."""
    return [
        (each.id, mark.code)
        for each in _whole(StrandedTrain.objects.filter(ended_at=None).order_by("id"))
        for mark in rules.reached(clock_of(each), _on_record(each), now())
    ]


def stranded_on(train_id: UUID) -> list[UUID]:
    """Open ones of a train that has not been reported on the move yet."""
    found = StrandedTrain.objects.filter(train_id=train_id, ended_at=None, moved_at=None)
    return list(found.values_list("id", flat=True))


def incidents_to_look_at() -> list[UUID]:
    """Open incidents whose level was proposed or decided: what proposed it may have gone."""
    found = Level.objects.filter(incident__closed_at=None).order_by("incident_id")
    return list(found.values_list("incident_id", flat=True)[:MOST])


def clock_of(found: StrandedTrain) -> tuple[rules.Threshold, ...]:
    return rules.thresholds(found.stood_since, found.conditions, rules.edition_named(found.edition))


def _whole(found: QuerySet[StrandedTrain]) -> QuerySet[StrandedTrain]:
    return found.select_related("incident").prefetch_related("thresholds")


def _rows(found: QuerySet[StrandedTrain]) -> list[StrandedRow]:
    return [_row(each) for each in _whole(found)]


def _on_record(found: StrandedTrain) -> tuple[str, ...]:
    return tuple(each.code for each in sorted(found.thresholds.all(), key=lambda one: one.due_at))


def _row(found: StrandedTrain) -> StrandedRow:
    clock, on_record = clock_of(found), _on_record(found)
    labels = {each.code: each.label for each in clock}
    mark = rules.next_due(clock, on_record) if found.ended_at is None else None
    return row_of(
        StrandedRow,
        found,
        reference=found.incident.reference,
        serial=found.incident.serial,
        reached=tuple(labels.get(code, code) for code in on_record),
        reached_level=_highest(each.level for each in found.thresholds.all()),
        next_label=mark.label if mark else "",
        next_due=mark.due if mark else None,
        next_asks=mark.asks if mark else "",
    )


def _highest(levels: Iterable[int]) -> int:
    return max(levels, default=0)
