"""What an officer sees on their own page: their unit, the job it was sent to, and what they were told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import CrewMember, Deployment, Unit, UnitMessage, UnitPhoto
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.rows import UnitRow, rows_of
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message and how far it got."""

    id: UUID
    unit_id: UUID
    call_sign: str
    text: str
    warnings: tuple[str, ...]
    sent_at: datetime
    sent_by: str
    delivered_at: datetime | None
    read_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """A photo that was sent to a log, with the file that holds it."""

    id: UUID
    incident_id: UUID
    call_sign: str
    by: str
    words: str
    taken_at: datetime
    file_id: UUID
    name: str
    size: int
    scan_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the officer's unit was sent to, as far as they need it."""

    id: UUID
    reference: str
    grade: str
    what: str
    summary: str
    place: str
    lat: float | None
    lon: float | None
    lines: tuple[incidents.LogLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUnit:
    """An officer's unit with its job and its messages, the newest first."""

    unit: UnitRow
    job: Job | None
    messages: tuple[MessageRow, ...]


def own_unit(actor: Actor) -> OwnUnit | None:
    """The unit in whose crew the actor is now; none when control has not booked them on."""
    permit(actor, CanDispatch.CREW)
    mine = CrewMember.objects.filter(staff__account_id=actor.id, left_at=None) if actor.id else None
    unit = Unit.objects.select_related("vehicle").filter(id__in=mine.values("unit_id")).first() if mine else None
    if unit is None or not unit.is_on_duty:
        return None
    insider = _insider(actor)
    row = rows_of([unit], insider)[0]
    job = _job(insider, row.incident_id) if row.incident_id else None
    return OwnUnit(unit=row, job=job, messages=tuple(messages_to(unit.id, job.id)) if job else ())


def messages_to(unit_id: UUID, incident_id: UUID) -> list[MessageRow]:
    """What a unit was told of the incident, the newest first."""
    found = UnitMessage.objects.select_related("unit").filter(unit_id=unit_id, incident=incident_id)
    return [_message(each) for each in found.order_by("-sent_at", "-id")]


def photos_of(incident_id: UUID) -> list[PhotoRow]:
    """The photos officers sent to the incident, the first first."""
    found = UnitPhoto.objects.select_related("unit", "file").filter(incident_id=incident_id).order_by("id")
    return [
        PhotoRow(
            id=each.id,
            incident_id=each.incident_id,
            call_sign="" if each.unit.is_covert else str(each.unit),
            by="" if each.unit.is_covert else each.by_name,
            words=each.words,
            taken_at=each.taken_at,
            file_id=each.file_id,
            name=each.file.name,
            size=each.file.size,
            scan_state=each.file.scan_state,
        )
        for each in found
    ]


def unit_keys_at(incident_id: UUID) -> list[UUID]:
    """The units that are on it now, for whoever tells their pages that its log changed."""
    return list(Deployment.objects.filter(incident_id=incident_id, cleared_at=None).values_list("unit_id", flat=True))


def states_for_crew() -> tuple[tuple[int, str], ...]:
    return rules.states_for_crew(uk_day(now()))


def _job(actor: Actor, incident_id: UUID) -> Job:
    found, on = incidents.incident(actor, incident_id), uk_day(now())
    row = incidents.as_row(found)
    return Job(
        id=row.id,
        reference=row.reference,
        grade=row.grade,
        what=row.opening_label,
        summary=row.summary,
        place=row.place,
        lat=found.lat,
        lon=found.lon,
        lines=tuple(line for line in incidents.log(row.id) if rules.is_shown_to_crew(line.kind, on)),
    )


def _insider(actor: Actor) -> Actor:
    """Whoever is in the unit knows where it is and what it was sent to, restricted or not, in whichever area."""
    return actor.everywhere().also(CanDispatch.VIEW_COVERT, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


def _message(each: UnitMessage) -> MessageRow:
    return MessageRow(
        id=each.id,
        unit_id=each.unit_id,
        call_sign=each.unit.call_sign,
        text=each.text,
        warnings=tuple(each.warnings),
        sent_at=each.sent_at,
        sent_by=each.sent_by_name,
        delivered_at=each.delivered_at,
        read_at=each.read_at,
        accepted_at=each.accepted_at,
        accepted_by=each.accepted_by_name,
    )
