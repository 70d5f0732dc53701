"""Major incidents as their page and the log show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lineside.incidents.queries import sees as sees_incident
from lineside.incidents.queries import visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.major_incidents.models import MajorIncident
from lineside.major_incidents.permissions import CanMajor

OWN = (
    "id", "version", "incident_id", "times_declared", "declared_at", "declared_by", "declared_why", "over_at",
    "over_by", "over_why", "is_attaching", "place_text", "lat", "lon", "radius_m", "words", "mode_at", "mode_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorRow:
    """A major incident, with what of its incident is shown beside it."""

    id: UUID
    version: int
    incident_id: UUID
    reference: str
    summary: str
    place: str
    area: str
    is_restricted: bool
    times_declared: int
    declared_at: datetime
    declared_by: str
    declared_why: str
    over_at: datetime | None
    over_by: str
    over_why: str
    is_attaching: bool
    place_text: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    words: list[str]
    mode_at: datetime | None
    mode_by: str

    @property
    def mode_in_words(self) -> str:
        """What proposes a contact, in words."""
        where = f"within {self.radius_m} m of {self.place_text or 'its place'}" if self.radius_m else ""
        words = f"the words {', '.join(self.words)}" if self.words else ""
        return " or ".join(filter(None, (where, words)))


def sees(actor: Actor, row: MajorIncident) -> bool:
    return sees_incident(actor, row.incident)


def majors_open(actor: Actor) -> list[MajorRow]:
    """Those that are declared and not stood down, the newest first."""
    return [_row(each) for each in _seen(actor).filter(over_at=None).order_by("-declared_at", "-id")]


def majors_page(actor: Actor, paging: Paging) -> Page[MajorRow]:
    """All of them, newest first."""
    return page_of(_seen(actor), ("-id",), _row, paging)


def major_incident(actor: Actor, major_incident_id: UUID) -> MajorRow:
    found = _seen(actor).filter(pk=major_incident_id).first()
    if found is None:
        raise NotFound("There is no such major incident.")
    return _row(found)


def major_of(incident_id: UUID) -> MajorRow | None:
    """For the log and the live stream; ask for the incident first."""
    found = MajorIncident.objects.select_related("incident").filter(incident_id=incident_id).first()
    return _row(found) if found else None


def _seen(actor: Actor) -> QuerySet[MajorIncident]:
    permit(actor, CanMajor.VIEW)
    return MajorIncident.objects.filter(incident__in=visible_to(actor)).select_related("incident")


def _row(row: MajorIncident) -> MajorRow:
    of = row.incident
    facts = {name: getattr(row, name) for name in OWN}
    return MajorRow(
        reference=of.reference,
        summary=of.summary,
        place=of.place_text,
        area=of.area,
        is_restricted=of.is_restricted,
        **facts,
    )
