"""Incidents as a board, a list and a page show them; what an actor may not see is not there for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from lineside.incidents import rules
from lineside.incidents.models import Incident, Passing
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.paging import Page, Paging, page_of

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
    deferred_at: datetime | None
    deferred_until: datetime | None
    assessed_at: datetime | None = None
    rung: int = 0
    lat: float | None = None
    lon: float | None = None
    disruption: str = ""
    is_exercise: bool = False
    origin: str = ""


# Which transaction wrote the row as it is, and where: PostgreSQL's own mark of a change, whoever made it.
WRITTEN = RawSQL("incidents_incident.xmin::text || incidents_incident.ctid::text", (), output_field=CharField())
_read: dict[tuple[UUID, str], "IncidentRow"] = {}
# An Immediate that nobody was sent to and that somebody was told of stands above everything (control_room.md h.3).
_URGENCY = Case(
    When(grade="I", rung__gt=0, then=Value(-1)),
    *(When(grade=grade, then=Value(rank)) for rank, grade in enumerate(rules.BY_URGENCY)),
    default=Value(0),
    output_field=IntegerField(),
)

_REACHED = Case(When(rung__gt=0, then=Value(0)), default=Value(1), output_field=IntegerField())


def _disrupting() -> Case:
    """The most disrupted first, within a grade and what has reached somebody, and never across."""
    levels = rules.disruptions(uk_day(now())).values()
    ranks = [When(disruption=each.code, then=Value(-each.rank)) for each in levels]
    return Case(*ranks, default=Value(0), output_field=IntegerField())


def visible_to(actor: Actor) -> QuerySet[Incident]:
    """From here every other query starts."""
    _check_may_view(actor)
    seen = Incident.objects.all()
    if actor.areas:
        # What is offered to their area, and what they accepted, is theirs to see wherever it is (c.2 guard 5).
        passed = _passed_to(actor).values("incident_id")
        seen = seen.filter(Q(area="") | Q(area__in=actor.areas) | Q(id__in=passed))
    return seen if actor.may(CanIncident.VIEW_RESTRICTED) else seen.filter(is_restricted=False)


def sees(actor: Actor, incident: Incident) -> bool:
    """The same of one incident that is in hand already."""
    _check_may_view(actor)
    in_area = actor.covers(incident.area) or _passed_to(actor).filter(incident=incident).exists()
    return in_area and (not incident.is_restricted or actor.may(CanIncident.VIEW_RESTRICTED))


def _passed_to(actor: Actor) -> QuerySet[Passing]:
    accepted = Q(state=rules.ACCEPTED, answered_by_id=actor.id, answered_by_id__isnull=False)
    return Passing.objects.filter(Q(answered_at=None, to__in=actor.areas) | accepted)


def _check_may_view(actor: Actor) -> None:
    if not actor.may(CanIncident.VIEW):
        raise NotPermitted("You do not have the right to see incidents.")


def board(actor: Actor, area: str = "") -> list[IncidentRow]:
    """Open incidents: the most urgent grade first, within it the most disrupted, then the oldest; two statements."""
    found = visible_to(actor).filter(closed_at=None)
    if area:
        found = found.filter(area=area)
    ordered = found.annotate(written=WRITTEN).order_by(_URGENCY, _REACHED, _disrupting(), "first_contact_at", "id")
    return rows_as_written(found, list(ordered.values_list("id", "written")[:MOST_ON_BOARD]))


def disrupting(actor: Actor) -> list[IncidentRow]:
    """Open logs at a level of which supervisors are told, the most urgent grade first."""
    told = [each.code for each in rules.disruptions(uk_day(now())).values() if each.tells]
    found = visible_to(actor).filter(closed_at=None, disruption__in=told)
    return [as_row(each) for each in found.order_by(_URGENCY, "first_contact_at", "id")[:MOST_ON_BOARD]]


def rows_as_written(found: QuerySet[Incident], keys: Sequence[tuple[UUID, str]]) -> list[IncidentRow]:
    """The rows of these keys and of what they were written by, in their order; one statement at most.

    Of a few hundred rows few have changed since somebody last asked, so only those are read again.
    """
    rows = {key[0]: _read[key] for key in keys if key in _read}
    if unread := [key for key, _ in keys if key not in rows]:
        fresh = {
            (each.id, each.written): as_row(each) for each in found.filter(id__in=unread).annotate(written=WRITTEN)
        }
        rows |= {key: row for (key, _), row in fresh.items()}
        _keep(fresh)
    return [rows[key] for key, _ in keys if key in rows]


def _keep(fresh: dict[tuple[UUID, str], IncidentRow]) -> None:
    if len(_read) > ROWS_KEPT:
        _read.clear()
    _read.update(fresh)


def as_row(incident: Incident) -> IncidentRow:
    edition = incident.editions.get("opening_codes", "")
    return IncidentRow(
        id=incident.id,
        reference=incident.reference,
        serial=incident.serial,
        version=incident.version,
        state=incident.state,
        grade=incident.grade,
        opening_code=incident.opening_code,
        opening_label=rules.wording("opening_codes", incident.opening_code, edition),
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
        deferred_at=incident.deferred_at,
        deferred_until=incident.deferred_until,
        assessed_at=incident.assessed_at,
        rung=incident.rung,
        lat=incident.lat,
        lon=incident.lon,
        disruption=incident.disruption,
        is_exercise=incident.is_exercise,
        origin=incident.origin,
    )


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


def by_serial_or_reference(actor: Actor, serial: int, reference: str) -> Incident:
    """The log that one typed word names: any day's by its whole reference, today's by its number."""
    return by_reference(actor, reference) if reference else by_today_serial(actor, serial)


def page(actor: Actor, paging: Paging, *, state: str = "") -> Page[IncidentRow]:
    """Newest first."""
    found = visible_to(actor)
    if state == "open":
        found = found.filter(closed_at=None)
    elif state:
        found = found.filter(state=state)
    return page_of(found, ("-id",), as_row, paging)
