"""Every read of crimes, and of what still waits to be decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.crimes import rules
from lineside.crimes.models import Crime, CrimeDecision
from lineside.crimes.models import CrimeFile as CrimeFileRecord
from lineside.crimes.offence_search import find_offences
from lineside.crimes.permissions import CanCrime
from lineside.crimes.proposals import Proposal, propose_offences
from lineside.crimes.queries.arrived import count_crimes, crimes_numbered
from lineside.crimes.rules import Choice, Item, Offence, Party, Reason, Report
from lineside.crimes.rules.moving_in import OldCrime, check_old_crime
from lineside.crimes.suggesting import Suggestion, suggest
from lineside.finding.queries import holding, newest, words_in
from lineside.incidents.queries import as_row, held, held_list, held_page, visible_to
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging
from lineside.pole.queries import LinkRow, linked_to

# As the index of migration 0003 has it.
SAID = (
    "lower(crimes_crime.reference || ' ' || crimes_crime.offence_code || ' ' || crimes_crime.title || ' ' || "
    "crimes_crime.summary || ' ' || crimes_crime.place_text)"
)

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

__all__ = [
    "Choice",
    "CrimeFile",
    "CrimeRow",
    "Item",
    "OldCrime",
    "Party",
    "Report",
    "WorklistRow",
    "check_old_crime",
    "count_crimes",
    "crime",
    "crime_file",
    "crimes_numbered",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistRow:
    """An incident on which a crime decision is owed, with its clock."""

    incident_id: UUID
    reference: str
    summary: str
    opening_code: str
    opening_label: str
    place: str
    area: str
    is_restricted: bool
    first_report_at: datetime
    record_by: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeRow:
    """A recorded crime as lists show it."""

    id: UUID
    version: int
    reference: str
    incident_id: UUID
    offence_code: str
    offence_class: str
    class_title: str
    title: str
    statute: str
    edition: str
    state: str
    summary: str
    place: str
    recorded_at: datetime
    recorded_by: str
    is_late: bool
    late_reason: str
    flags: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision that no crime is recorded."""

    reason_code: str
    reason: str
    paragraph: str
    leads_to: str
    rationale: str
    told_reporter_at: datetime | None
    telling: str
    decided_at: datetime
    decided_by: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeFile:
    """All that was decided on one incident; a command that adds to it names its `version` as seen."""

    incident_id: UUID
    version: int
    first_report_at: datetime
    record_by: datetime
    is_overdue: bool
    crimes: tuple[CrimeRow, ...]
    decisions: tuple[DecisionRow, ...]


def worklist(actor: Actor) -> list[WorklistRow]:
    """Incidents that wait for a crime decision, the oldest first report first."""
    permit(actor, CanCrime.VIEW)
    return [waiting_row(each) for each in held_list(actor, rules.HOLD)]


def worklist_page(actor: Actor, paging: Paging) -> Page[WorklistRow]:
    permit(actor, CanCrime.VIEW)
    return held_page(actor, rules.HOLD, waiting_row, paging)


def worklist_row(incident_id: UUID) -> WorklistRow | None:
    """For the live process, which shows each row only to those who may see it; None when nothing is owed."""
    found = held(incident_id, rules.HOLD)
    return waiting_row(found) if found else None


def crime_file(actor: Actor, incident_id: UUID) -> CrimeFile:
    permit(actor, CanCrime.VIEW)
    incident = seen_incident(actor, incident_id)
    crimes = crimes_of(incident_id)
    decisions = tuple(_decided(row) for row in CrimeDecision.objects.filter(incident_id=incident_id).order_by("id"))
    due = rules.record_by(incident.first_contact_at)
    return CrimeFile(
        incident_id=incident_id,
        version=_version(incident_id),
        first_report_at=incident.first_contact_at,
        record_by=due,
        is_overdue=not crimes and not decisions and now() > due,
        crimes=tuple(crimes),
        decisions=decisions,
    )


def record_by(first_report_at: datetime) -> datetime:
    """When the 24 hours end."""
    return rules.record_by(first_report_at)


def _version(incident_id: UUID) -> int:
    kept: int | None = CrimeFileRecord.objects.filter(incident_id=incident_id).values_list("version", flat=True).first()
    return kept or 0


def crimes_of(incident_id: UUID) -> list[CrimeRow]:
    """Ask for the incident first: that is where sight is decided."""
    return [crime_row(row) for row in Crime.objects.filter(incident_id=incident_id).order_by("id")]


def crime(actor: Actor, crime_id: UUID) -> CrimeRow:
    permit(actor, CanCrime.VIEW)
    found = Crime.objects.filter(id=crime_id).first()
    if found is None:
        raise NotFound("There is no such crime.")
    seen_incident(actor, found.incident_id)
    return crime_row(found)


def find_crimes(actor: Actor, text: str, why: str = "", limit: int = 20) -> list[CrimeRow]:
    """The newest of which reference, offence, summary or place hold every word, on incidents that the actor may see."""
    permit(actor, CanCrime.VIEW)
    words = words_in(text)
    if not words:
        return []
    record_sighting(actor, "crimes.find_crimes", text, why)
    seen = Crime.objects.filter(incident__in=visible_to(actor))
    return [crime_row(row) for row in newest(holding(seen, SAID, words), limit)]


def recent_of(actor: Actor, crime_ids: Collection[UUID], since: datetime) -> list[CrimeRow]:
    """Those of these crimes that were first told since, the newest first, on incidents that the actor may see."""
    permit(actor, CanCrime.VIEW)
    if not crime_ids:
        return []
    found = Crime.objects.filter(id__in=crime_ids, first_report_at__gte=since, incident__in=visible_to(actor))
    return [crime_row(row) for row in found.order_by("-first_report_at", "-id")]


def parties_and_things(actor: Actor, crime_id: UUID) -> list[LinkRow]:
    """The people and things of a crime; the look-up is on record."""
    crime(actor, crime_id)
    return linked_to(actor, "crime", crime_id)


def search_offences(text: str, limit: int = 30) -> list[Offence]:
    """Offences of the edition in force now, by words, code, class, statute or CJS code, the best first."""
    return find_offences(text, uk_day(now()), limit)


def proposals(opening_code: str) -> list[Proposal]:
    """What a report of this type suggests, the likeliest first, of the list in force now."""
    return propose_offences(opening_code, uk_day(now()))


def suggestions(text: str) -> list[Suggestion]:
    """Classes that the words of whoever told us propose, the best first, by the editions in force now."""
    return suggest(text, uk_day(now()))


def no_crime_reasons() -> list[Reason]:
    return list(rules.no_crime_reasons(uk_day(now())).values())


def waiting_row(incident: "Incident") -> WorklistRow:
    due = rules.record_by(incident.first_contact_at)
    return WorklistRow(
        incident_id=incident.id,
        reference=incident.reference,
        summary=incident.summary,
        opening_code=incident.opening_code,
        opening_label=as_row(incident).opening_label,
        place=incident.place_text,
        area=incident.area,
        is_restricted=incident.is_restricted,
        first_report_at=incident.first_contact_at,
        record_by=due,
        is_overdue=now() > due,
    )


def crime_row(row: Crime) -> CrimeRow:
    return CrimeRow(
        id=row.id,
        version=row.version,
        reference=row.reference,
        incident_id=row.incident_id,
        offence_code=row.offence_code,
        offence_class=row.offence_class,
        class_title=row.class_title,
        title=row.title,
        statute=row.statute,
        edition=row.edition,
        state=row.state,
        summary=row.summary,
        place=row.place_text,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by_name,
        is_late=row.is_late,
        late_reason=row.late_reason,
        flags=tuple(row.flags),
        origin=row.origin,
    )


def _decided(row: CrimeDecision) -> DecisionRow:
    return DecisionRow(
        reason_code=row.reason_code,
        reason=row.reason_name,
        paragraph=row.paragraph,
        leads_to=row.leads_to,
        rationale=row.rationale,
        told_reporter_at=row.told_reporter_at,
        telling=row.telling,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        is_late=row.is_late,
    )
