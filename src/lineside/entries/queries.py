"""Reading structured entries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.contacts.queries import conversation
from lineside.dispatch.queries import deployed_to
from lineside.entries import rules
from lineside.entries.models import Decision, Methane, MethaneVersion
from lineside.entries.permissions import CanEnter
from lineside.entries.rules import PARTS
from lineside.incidents.queries import as_row, incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.procedures.queries import cards_of
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
    stage: str = ""
    stage_label: str = ""
    differs: tuple[str, ...] = ()  # letters that say something else than in the version before
    receipts: tuple["ReceiptRow", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """Who of another agency was told of a version."""

    agency: str
    label: str
    whom: str
    told_at: datetime
    by_name: str


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
    found = MethaneVersion.objects.filter(methane=row).order_by("number").prefetch_related("receipts")
    versions: list[VersionRow] = []
    for each in found:
        before = versions[-1].letters if versions else each.letters
        versions.append(_version(each, before))
    return MethaneRow(id=row.id, version=row.version, incident_id=row.incident_id, number=row.number, versions=versions)


def _version(row: MethaneVersion, before: dict[str, str]) -> VersionRow:
    own = ("number", "letters", "is_read", "by_name", "entry_id", "created_at", "stage")
    label, known = rules.stage_label(row.stage, row.tables_on), dict(agencies())
    receipts = sorted(row.receipts.all(), key=lambda each: each.id)
    return VersionRow(
        **{name: getattr(row, name) for name in own},
        stage_label=label,
        differs=tuple(rules.differences(before, row.letters)),
        receipts=tuple(
            ReceiptRow(
                agency=each.agency,
                label=known.get(each.agency, each.agency),
                whom=each.whom,
                told_at=each.told_at,
                by_name=each.by_name,
            )
            for each in receipts
        ),
    )


def methane_stages() -> list[tuple[str, str]]:
    """Stages of a major incident: code and words."""
    return [(row["code"], row["label"]) for row in rules.table("methane_stages", uk_day(now())).rows]


def agencies() -> list[tuple[str, str]]:
    """Who is told of a M/ETHANE: code and words."""
    return [(row["code"], row["label"]) for row in rules.table("agencies", uk_day(now())).rows]


def briefing(actor: Actor, incident_id: UUID) -> list[tuple[str, str, str, list[str]]]:
    """An IIMARCH briefing as far as the log knows it: letter, label, hint, lines; by the latest M/ETHANE."""
    permit(actor, CanEnter.VIEW)
    found, report = incident(actor, incident_id), methane_of(incident_id)
    known = rules.Known(
        kind=as_row(found).opening_label,
        summary=found.summary,
        place=found.place_text,
        place_status=found.place_status,
        headcode=found.headcode,
        units=tuple(deployed_to(incident_id)),
        said=(),
    )
    steps = [step.text for card in cards_of(incident_id) if card.off_at is None for step in card.steps if step.is_open]
    return rules.briefing(report.latest.letters if report else {}, known, steps, uk_day(now()))
