"""Reading intelligence: reports without their sources; a source only for those permitted, for a reason, on record."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.intelligence.models import IntelligenceReport, Source
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.rules import (
    ACKNOWLEDGED,
    CLAIMED,
    DEAD,
    MARKING,
    MOST_ATTEMPTS,
    QUEUED,
    STATES,
    TAKEN_WITHIN,
    TO_SANITISE,
    SourceFacts,
    check_why,
    choices,
    table,
)
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in

MOST = 300
NOT_SANITISED = "It is not sanitised yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report as those see it who may; nothing in it comes from the source's own record."""

    id: UUID
    version: int
    reference: str
    state: str
    bureau: str
    source_grade: str
    information_grade: str
    handling: str
    conditions: str
    text: str
    by_id: UUID | None
    by_name: str
    created_at: datetime
    released_by: str
    released_at: datetime | None
    alone_because: str
    attempts: int
    bureau_reference: str
    acknowledged_at: datetime | None
    failure: str

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def grade(self) -> str:
        return f"{self.source_grade}{self.information_grade}{self.handling}"

    @property
    def marking(self) -> str:
        return MARKING

    @property
    def bureau_label(self) -> str:
        return str(table("bureaus", uk_day(self.created_at)).by_code[self.bureau]["label"])

    @property
    def is_over(self) -> bool:
        return self.state == ACKNOWLEDGED

    @property
    def is_owed(self) -> bool:
        return self.state in (TO_SANITISE, DEAD)

    @property
    def sort(self) -> str:
        """What the bureau has stands last, each the newest first: of two keys, which begin with their time."""
        return f"{int(self.is_over)} {(1 << 128) - 1 - self.id.int:039d}"

    @property
    def take_by(self) -> datetime | None:
        """When it is shown as not taken, while it waits for the bureau."""
        return self.released_at + TAKEN_WITHIN if self.released_at and self.state == QUEUED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Who told us."""

    name: str
    known_as: str
    reached_by: str
    how_known: str
    told: str
    contact_id: UUID | None


def reports(actor: Actor) -> list[ReportRow]:
    """Every report for those who may see them all, else one's own: what is owed first, each the newest first."""
    permit(actor, CanIntel.REFER)
    found = IntelligenceReport.objects.order_by("-id")
    if not actor.may(CanIntel.VIEW):
        found = found.filter(by_id=actor.id)
    over = found.filter(state=ACKNOWLEDGED)
    return [_seen_by(actor, row) for row in (*found.exclude(state=ACKNOWLEDGED)[:MOST], *over[:MOST])]


def owed(actor: Actor) -> list[ReportRow]:
    """What a person has to do something about: sanitise it, or see why the bureau did not take it; the oldest first."""
    permit(actor, CanIntel.RELEASE)
    found = IntelligenceReport.objects.filter(state__in=(TO_SANITISE, DEAD)).order_by("id")
    return [_row(row) for row in found[:MOST]]


def reports_page(actor: Actor, paging: Paging) -> Page[ReportRow]:
    return page_in(reports(actor), paging)


def report(actor: Actor, report_id: UUID) -> ReportRow:
    permit(actor, CanIntel.REFER)
    found = IntelligenceReport.objects.filter(pk=report_id).first()
    if found is None or not (actor.may(CanIntel.VIEW) or _wrote(actor, found)):
        raise NotFound("There is no such report, or none that you may see.")
    return _seen_by(actor, found)


def row_of(report_id: UUID) -> ReportRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = IntelligenceReport.objects.filter(pk=report_id).first()
    return _row(found) if found else None


def source_of(actor: Actor, report_id: UUID, why: str) -> SourceRow:
    """Who told us. The look is on record, with its reason, before anything is shown."""
    permit(actor, CanIntel.READ_SOURCE)
    reason = check_why(why)
    found = Source.objects.filter(report_id=report_id).first()
    if found is None:
        raise NotFound("There is no such report.")
    record_sighting(actor, "intelligence.source", str(report_id), reason)
    return SourceRow(**{name: getattr(found, name) for name in SourceRow.__slots__})


def first_of_contact(actor: Actor, contact_id: UUID) -> SourceFacts:
    """What the contact itself says of who told us, to begin the form with."""
    permit(actor, CanContact.VIEW)
    row = contact(contact_id, actor)
    return SourceFacts(
        name=row.sender_name,
        reached_by=row.sender_address,
        how_known=f"Told us in {row.reference}",
        contact_id=contact_id,
    )


def is_any_owed() -> bool:
    return IntelligenceReport.objects.filter(state__in=(QUEUED, CLAIMED)).exists()


def lists() -> dict[str, list[tuple[str, str]]]:
    """What a report is chosen from."""
    on = uk_day(now())
    kinds = {f"{kind}_grades": choices(kind, on) for kind in ("source", "information", "handling")}
    return {**kinds, "bureaus": [(row["code"], row["label"]) for row in table("bureaus", on).rows]}


def _wrote(actor: Actor, row: IntelligenceReport) -> bool:
    return row.by_id is not None and row.by_id == actor.id


def _seen_by(actor: Actor, row: IntelligenceReport) -> ReportRow:
    """Until it is sanitised the text may name the source: who wrote it reads it, and who releases it."""
    shown = _row(row)
    is_raw = row.state == TO_SANITISE and not (_wrote(actor, row) or actor.may(CanIntel.RELEASE))
    return replace(shown, text=NOT_SANITISED) if is_raw else shown


def _row(row: IntelligenceReport) -> ReportRow:
    assert row.attempts <= MOST_ATTEMPTS  # noqa: S101 - nothing is claimed more often
    return ReportRow(**{name: getattr(row, name) for name in ReportRow.__slots__})
