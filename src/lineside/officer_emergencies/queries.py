"""Officer's emergencies as desks show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from lineside.dispatch.queries import UnitRow, nearest_free
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.officer_emergencies import rules
from lineside.officer_emergencies.models import Answered, OfficerEmergency, Press
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.rules import Fix

NEAREST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRow:
    """Who has seen it at their desk, and when."""

    by_id: UUID
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyRow:
    """One emergency with all that a desk needs to send help."""

    id: UUID
    version: int
    unit_id: UUID | None
    who: str
    crew: str
    holder: str
    issi: str
    talkgroup: str
    area: str
    state: str
    source: str
    source_words: str
    raised_at: datetime
    received_at: datetime
    fixes: tuple[Fix, ...]
    presses: int
    last_pressed_at: datetime
    answers: tuple[AnsweredRow, ...]
    answered_by: str
    answered_at: datetime | None
    level: int
    level_words: str
    outcome: str
    outcome_words: str
    outcome_by: str
    outcome_at: datetime | None
    spoken_with: str
    resolved_words: str
    resolved_by: str
    resolved_at: datetime | None
    incident_id: UUID
    incident_reference: str

    @property
    def is_over(self) -> bool:
        return self.state == rules.OVER

    @property
    def to_supervisors(self) -> bool:
        return rules.reaches_supervisors(self.level, uk_day(now()))

    @property
    def sort(self) -> str:
        return self.raised_at.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """A free unit and how far it is from the last position, in metres by straight line; None where not known."""

    unit: UnitRow
    metres: float | None


def sees(actor: Actor, area: str, level: int) -> bool:
    """Those of its area; and once it was told to supervisors, whoever supervises, whichever the area."""
    if actor.covers(area):
        return True
    return actor.may(CanOfficerEmergency.SUPERVISE) and rules.reaches_supervisors(level, uk_day(now()))


def open_emergencies(actor: Actor) -> list[EmergencyRow]:
    """Every emergency that is not over and that this desk is told of; the oldest first."""
    permit(actor, CanOfficerEmergency.VIEW)
    found = _with_parts().filter(state__in=rules.OPEN_STATES).order_by("raised_at", "id")
    return [_row(each) for each in found if sees(actor, each.area, each.level)]


def emergencies_page(actor: Actor, paging: Paging) -> Page[EmergencyRow]:
    """All that this actor's areas had, open or over, the newest first."""
    permit(actor, CanOfficerEmergency.VIEW)
    found = _with_parts()
    if actor.areas:
        found = found.filter(Q(area__in=[*actor.areas, ""]))
    return page_of(found, ("-id",), _row, paging)


def emergency(actor: Actor, emergency_id: UUID) -> EmergencyRow:
    permit(actor, CanOfficerEmergency.VIEW)
    found = _with_parts().filter(id=emergency_id).first()
    if found is None or not sees(actor, found.area, found.level):
        raise NotFound("There is no such emergency.")
    return _row(found)


def row_of(emergency_id: UUID) -> EmergencyRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _with_parts().filter(id=emergency_id).first()
    return _row(found) if found else None


def open_of_units(unit_ids: Collection[UUID]) -> list[EmergencyRow]:
    """Asked at the positions of all units, and nearly always none: so by their keys alone first."""
    found = OfficerEmergency.objects.filter(unit_id__in=unit_ids, state__in=rules.OPEN_STATES).order_by("id")
    return [row for key in found.values_list("id", flat=True) if (row := row_of(key))]


def is_on_record(unit_id: UUID, at: datetime) -> bool:
    """Whether this press of the unit is known, by whatever way it came."""
    return Press.objects.filter(emergency__unit_id=unit_id, at=at).exists()


def unanswered() -> list[UUID]:
    """Those that a step of the escalation may have come to."""
    found = OfficerEmergency.objects.filter(state=rules.OPEN, answered_at=None)
    return list(found.order_by("received_at").values_list("id", flat=True))


def nearest(actor: Actor, row: EmergencyRow) -> list[NearRow]:
    """The nearest free units to the last position; those without a position last. It says who is near, not who goes."""
    last = row.fixes[0] if row.fixes else None
    near = nearest_free(actor, last.lat if last else None, last.lon if last else None, NEAREST + 1)
    return [NearRow(unit=unit, metres=_metres(last, unit)) for unit in near if unit.id != row.unit_id][:NEAREST]


def outcome_choices() -> list[tuple[str, str]]:
    return rules.outcomes(uk_day(now()))


def _metres(fix: Fix | None, unit: UnitRow) -> float | None:
    if fix is None or unit.lat is None or unit.lon is None:
        return None
    return rules.metres_between(fix.lat, fix.lon, unit.lat, unit.lon)


def _with_parts() -> QuerySet[OfficerEmergency]:
    answers = Prefetch("answers", Answered.objects.order_by("at", "id"), to_attr="those_who_answered")
    return OfficerEmergency.objects.select_related("incident", "unit").prefetch_related(answers, "presses")


def _row(found: OfficerEmergency) -> EmergencyRow:
    presses = sorted(found.presses.all(), key=lambda press: press.at)
    answers = getattr(found, "those_who_answered", ())
    return EmergencyRow(
        id=found.id,
        version=found.version,
        unit_id=found.unit_id,
        who=str(found),
        crew=found.crew,
        holder=found.holder,
        issi=found.issi,
        talkgroup=found.talkgroup,
        area=found.area,
        state=found.state,
        source=found.source,
        source_words=rules.SOURCES.get(found.source, found.source),
        raised_at=found.raised_at,
        received_at=found.received_at,
        fixes=_fixes(found),
        presses=len(presses),
        last_pressed_at=presses[-1].at if presses else found.raised_at,
        answers=tuple(AnsweredRow(by_id=each.by_id, by_name=each.by_name, at=each.at) for each in answers),
        answered_by=found.answered_by,
        answered_at=found.answered_at,
        level=found.level,
        level_words=_words(found.level),
        outcome=found.outcome,
        outcome_words=found.outcome_words,
        outcome_by=found.outcome_by,
        outcome_at=found.outcome_at,
        spoken_with=found.spoken_with,
        resolved_words=found.resolved_words,
        resolved_by=found.resolved_by,
        resolved_at=found.resolved_at,
        incident_id=found.incident_id,
        incident_reference=found.incident.reference,
    )


def _fixes(found: OfficerEmergency) -> tuple[Fix, ...]:
    """While it is open, the unit's newest three; afterwards, and where no unit is known, what it was raised with."""
    newer = found.unit.fixes if found.unit and found.state in rules.OPEN_STATES else ()
    whole = {(each["lat"], each["lon"], each["at"]): each for each in (*newer, *found.fixes)}
    fixes = [
        Fix(float(each["lat"]), float(each["lon"]), datetime.fromisoformat(each["at"]), each.get("within_m"))
        for each in whole.values()
    ]
    return tuple(sorted(fixes, key=lambda fix: fix.at, reverse=True)[: rules.KEPT_FIXES])


def _words(level: int) -> str:
    return next((step.words for step in rules.steps(uk_day(now())) if step.level == level), "")
