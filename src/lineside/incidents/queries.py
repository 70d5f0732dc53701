"""Every read of incidents; what an actor may not see is not there for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from lineside.incidents import rules
from lineside.incidents.models import ClosingHold, Incident, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.paging import Page, Paging, page_of

R = TypeVar("R")
MOST_ON_BOARD = 500
ROWS_KEPT = 4000


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as a board shows it."""

    id: UUID
    reference: str
    serial: int
    version: int
    state: str
    grade: str
    opening_code: str
    opening_label: str
    summary: str
    place: str
    place_status: str
    area: str
    desk: str
    owner: str
    opened_at: datetime
    first_contact_at: datetime
    dispatch_by: datetime | None
    attend_by: datetime | None
    first_assigned_at: datetime | None
    last_line: str
    last_line_at: datetime | None
    is_restricted: bool
    closed_at: datetime | None


# Which transaction wrote the row as it is, and where: PostgreSQL's own mark of a change, whoever made it.
_WRITTEN = RawSQL("incidents_incident.xmin::text || incidents_incident.ctid::text", (), output_field=CharField())
_read: dict[tuple[UUID, str], "IncidentRow"] = {}
# Not graded yet comes first: nobody has judged its risk.
_URGENCY = Case(
    *(When(grade=grade, then=Value(rank)) for rank, grade in enumerate(("", *"IPSRCE"))),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class LogLine:
    id: UUID
    event_at: datetime
    recorded_at: datetime
    by: str
    kind: str
    source: str
    text: str
    corrects_id: UUID | None


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    row: IncidentRow
    why: str


def visible_to(actor: Actor) -> QuerySet[Incident]:
    """From here every other query starts."""
    if not actor.may(CanIncident.VIEW):
        raise NotPermitted("You do not have the right to see incidents.")
    seen = Incident.objects.all()
    if actor.areas:
        seen = seen.filter(Q(area="") | Q(area__in=actor.areas))
    return seen if actor.may(CanIncident.VIEW_RESTRICTED) else seen.filter(is_restricted=False)


def board(actor: Actor, area: str = "") -> list[IncidentRow]:
    """Open incidents, the most urgent grade first, the oldest first within it; at most two statements.

    Of a few hundred rows few have changed since somebody last asked, so only those are read again.
    """
    found = visible_to(actor).filter(closed_at=None)
    if area:
        found = found.filter(area=area)
    ordered = found.annotate(written=_WRITTEN).order_by(_URGENCY, "first_contact_at", "id")
    keys: list[tuple[UUID, str]] = list(ordered.values_list("id", "written")[:MOST_ON_BOARD])
    rows = {key[0]: _read[key] for key in keys if key in _read}
    if unread := [key for key, _ in keys if key not in rows]:
        fresh = {
            (each.id, each.written): as_row(each) for each in found.filter(id__in=unread).annotate(written=_WRITTEN)
        }
        rows |= {key: row for (key, _), row in fresh.items()}
        _keep(fresh)
    return [rows[key] for key, _ in keys if key in rows]


def _keep(fresh: dict[tuple[UUID, str], IncidentRow]) -> None:
    if len(_read) > ROWS_KEPT:
        _read.clear()
    _read.update(fresh)


def as_row(incident: Incident) -> IncidentRow:
    return IncidentRow(
        id=incident.id,
        reference=incident.reference,
        serial=incident.serial,
        version=incident.version,
        state=incident.state,
        grade=incident.grade,
        opening_code=incident.opening_code,
        opening_label=_labels(incident.opened_on).get(incident.opening_code, incident.opening_code),
        summary=incident.summary,
        place=incident.place_text,
        place_status=incident.place_status,
        area=incident.area,
        desk=incident.desk,
        owner=incident.owner_name,
        opened_at=incident.opened_at,
        first_contact_at=incident.first_contact_at,
        dispatch_by=incident.dispatch_by,
        attend_by=incident.attend_by,
        first_assigned_at=incident.first_assigned_at,
        last_line=incident.last_line,
        last_line_at=incident.last_line_at,
        is_restricted=incident.is_restricted,
        closed_at=incident.closed_at,
    )


@lru_cache(maxsize=8)
def _labels(on: date) -> dict[str, str]:
    return {code: row["label"] for code, row in rules.opening_codes(on).items()}


def incident(actor: Actor, incident_id: UUID) -> Incident:
    found = visible_to(actor).filter(id=incident_id).first()
    if found is None:
        raise NotFound("There is no such incident, or not one that you may see.")
    return found


def incident_row(incident_id: UUID) -> IncidentRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = Incident.objects.filter(id=incident_id).first()
    return as_row(found) if found else None


def by_reference(actor: Actor, reference: str) -> Incident:
    found = visible_to(actor).filter(reference=reference.upper()).first()
    if found is None:
        raise NotFound("There is no incident of that reference, or not one that you may see.")
    return found


def by_today_serial(actor: Actor, serial: int) -> Incident:
    """Today's log of that number, as people name it over the radio."""
    found = visible_to(actor).filter(opened_on=uk_day(now()), serial=serial).first()
    if found is None:
        raise NotFound(f"There is no log {serial} today; give the whole reference for another day.")
    return found


def page(actor: Actor, paging: Paging, *, state: str = "") -> Page[IncidentRow]:
    """Newest first."""
    found = visible_to(actor)
    if state == "open":
        found = found.filter(closed_at=None)
    elif state:
        found = found.filter(state=state)
    return page_of(found, ("-id",), as_row, paging)


def log(incident_id: UUID) -> list[LogLine]:
    """The log in the order of recording. Ask for the incident first: that is where sight is decided."""
    return [_line(each) for each in LogEntry.objects.filter(incident_id=incident_id).order_by("id")]


def log_page(incident_id: UUID, paging: Paging) -> Page[LogLine]:
    return page_of(LogEntry.objects.filter(incident_id=incident_id), ("id",), _line, paging)


def _line(each: LogEntry) -> LogLine:
    return LogLine(each.id, each.event_at, each.at, each.by_name, each.kind, each.source, each.text, each.corrects_id)


def holds(incident_id: UUID) -> list[ClosingHold]:
    return list(_open_holds(incident_id).order_by("id"))


def holds_page(incident_id: UUID, paging: Paging) -> Page[ClosingHold]:
    return page_of(_open_holds(incident_id), ("id",), lambda hold: hold, paging)


def _open_holds(incident_id: UUID) -> QuerySet[ClosingHold]:
    return ClosingHold.objects.filter(incident_id=incident_id, released_at=None)


def held_page(actor: Actor, kind: str, row: Callable[[Incident], R], paging: Paging) -> Page[R]:
    """Those of them that the actor may see, page by page."""
    held = ClosingHold.objects.filter(kind=kind, released_at=None).values("incident_id")
    return page_of(visible_to(actor).filter(id__in=held), ("first_contact_at", "id"), row, paging)


def incidents_held_for(kind: str) -> list[Incident]:
    """Incidents on which this kind of hold lies open, the oldest first contact first."""
    held = ClosingHold.objects.filter(kind=kind, released_at=None).values("incident_id")
    return list(Incident.objects.filter(id__in=held).order_by("first_contact_at"))


def possible_duplicates(
    actor: Actor, *, place: dict[str, Any], at: datetime, number: str = "", opening_code: str = ""
) -> list[PossibleDuplicate]:
    """Open incidents that may be the same, with why (control_room.md c.2: same time and place, caller or train)."""
    rules.check_place(place, "unknown")
    rules.check_event_time(at, now())
    new = rules.Sighting(
        at=at,
        lat=place.get("lat"),
        lon=place.get("lon"),
        crs=place.get("crs") or "",
        headcode=place.get("headcode") or "",
        number=number,
        opening_code=opening_code,
    )
    near = visible_to(actor).filter(closed_at=None, opened_at__gte=at - timedelta(minutes=70))
    found = []
    for each in near.order_by("-opened_at")[:1000]:
        old = rules.Sighting(
            at=each.first_contact_at,
            lat=each.lat,
            lon=each.lon,
            crs=each.crs,
            headcode=each.headcode,
            number=each.informant_number,
            opening_code=each.opening_code,
        )
        if why := rules.why_the_same(new, old):
            found.append(PossibleDuplicate(as_row(each), why))
    return found


def open_near(actor: Actor, lat: float, lon: float, metres: float = 2000) -> list[IncidentRow]:
    here = rules.Sighting(at=now(), lat=lat, lon=lon)
    near = []
    for each in visible_to(actor).filter(closed_at=None).exclude(lat=None):
        away = rules.metres_between(here, rules.Sighting(at=now(), lat=each.lat, lon=each.lon))
        if away is not None and away <= metres:
            near.append(as_row(each))
    return near


def choices(on: date | None = None) -> dict[str, list[tuple[str, str]]]:
    """The code lists in force, for forms: code and label."""
    day = on or uk_day(now())
    return {
        "opening_codes": [(code, row["label"]) for code, row in rules.opening_codes(day).items()],
        "result_codes": [(code, row["label"]) for code, row in rules.result_codes(day).items()],
        "closing_codes": [(code, f"{row['group']}: {row['name']}") for code, row in rules.nsir_categories(day).items()],
        "qualifiers": [(code, row["name"]) for code, row in rules.nsir_qualifiers(day).items()],
        "grades": [(grade.code, f"{grade.code} {grade.mark} {grade.label}") for grade in rules.grades(day).values()],
    }
