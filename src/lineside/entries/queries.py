"""Reading structured entries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.contacts.queries import conversation
from lineside.entries import rules
from lineside.entries.models import Decision, Methane, MethaneVersion
from lineside.entries.permissions import CanEnter
from lineside.entries.rules import PARTS
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.triage.queries import contact_keys_of

MOST_SAID = 40  # messages and notes that a draft reads, the oldest first
HEARD = ("in", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision in its parts."""

    id: UUID
    incident_id: UUID
    kind: str
    tables_on: date
    information: str
    threat: str
    powers: str
    options: str
    action: str
    ethics: str
    review: str
    entry_id: UUID
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of a M/ETHANE."""

    number: int
    letters: dict[str, str]
    is_read: bool
    by_name: str
    entry_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MethaneRow:
    """The M/ETHANE of an incident with its versions, the latest last."""

    id: UUID
    version: int
    incident_id: UUID
    number: int
    versions: list[VersionRow]

    @property
    def latest(self) -> VersionRow:
        return self.versions[-1]


def decisions_page(actor: Actor, incident_id: UUID, paging: Paging) -> Page[DecisionRow]:
    permit(actor, CanEnter.VIEW)
    incident(actor, incident_id)
    return page_of(Decision.objects.filter(incident_id=incident_id), ("id",), _decision, paging)


def decision_row(decision_id: UUID) -> DecisionRow | None:
    found = Decision.objects.filter(pk=decision_id).first()
    return _decision(found) if found else None


def methane(actor: Actor, methane_id: UUID) -> MethaneRow:
    permit(actor, CanEnter.VIEW)
    found = Methane.objects.filter(pk=methane_id).first()
    if found is None:
        raise NotFound("There is no such M/ETHANE.")
    incident(actor, found.incident_id)
    return _methane(found)


def methane_of(incident_id: UUID) -> MethaneRow | None:
    """Ask for the incident first."""
    found = Methane.objects.filter(incident_id=incident_id).first()
    return _methane(found) if found else None


def latest_of(methane_id: UUID) -> MethaneVersion | None:
    return MethaneVersion.objects.filter(methane_id=methane_id).order_by("-number").first()


def said_about(incident_id: UUID) -> list[str]:
    """What those who spoke to us about it said, and what was written down meanwhile."""
    talk = [each for key in contact_keys_of(incident_id) for each in conversation(key) if each.direction in HEARD]
    return [each.text for each in sorted(talk, key=lambda each: each.at)[:MOST_SAID]]


def decision_kinds() -> list[tuple[str, str]]:
    return [(row["code"], row["label"]) for row in rules.table("decision_kinds", uk_day(now())).rows]


def decision_parts() -> list[tuple[str, str]]:
    """The parts of the model in their order: name and words."""
    return list(PARTS.items())


def methane_letters() -> list[dict[str, str]]:
    return [dict(row) for row in rules.table("methane", uk_day(now())).rows]


def _decision(row: Decision) -> DecisionRow:
    return DecisionRow(**{name: getattr(row, name) for name in DecisionRow.__slots__})


def _methane(row: Methane) -> MethaneRow:
    found = MethaneVersion.objects.filter(methane=row).order_by("number")
    versions = [VersionRow(**{name: getattr(each, name) for name in VersionRow.__slots__}) for each in found]
    return MethaneRow(id=row.id, version=row.version, incident_id=row.incident_id, number=row.number, versions=versions)
