"""Intelligence over HTTP: written down, released, and taken and acknowledged by a bureau's own system."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.intelligence import commands, queries
from lineside.intelligence.commands import Grades, Sanitised, SourceFacts, Told
from lineside.intelligence.permissions import CanIntel
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["intelligence"])
TOLD_ONCE = "The bureau tells it; what cannot follow is refused."


class SourceIn(Schema):
    """Who told us; kept apart from the report."""

    name: str = Field("", max_length=120)
    known_as: str = Field("", max_length=200)
    reached_by: str = Field("", max_length=300)
    how_known: str = Field("", max_length=500)


class IntelligenceIn(Schema):
    """What was told, with its grades, and who told us."""

    model_config = example(
        bureau="fib",
        source_grade="2",
        information_grade="B",
        handling="C",
        conditions="For the bureau alone.",
        text="Cable is taken at the depot on Sundays.",
        source={"name": "Robin Vale", "known_as": "", "reached_by": "07700 900123", "how_known": "Works there"},
    )

    bureau: str = Field(max_length=20)
    source_grade: str = Field(max_length=1)
    information_grade: str = Field(max_length=1)
    handling: str = Field(max_length=1)
    conditions: str = Field("", max_length=500)
    text: str = Field(max_length=8000)
    source: SourceIn


class SanitisedIn(Schema):
    """The text as the bureau gets it."""

    model_config = example(text="Cable is taken at the depot on Sundays.", alone_because="Nobody else is on at night.")

    text: str = Field(max_length=8000)
    alone_because: str = Field("", max_length=300)


class ClaimIn(Schema):
    """Whose system asks."""

    model_config = example(bureau="fib")

    bureau: str = Field(max_length=20)


class AcknowledgeIn(Schema):
    """The bureau's own reference."""

    model_config = example(bureau_reference="FIB/2026/1187")

    bureau_reference: str = Field(max_length=80)


class DeclineIn(Schema):
    """Why the bureau's system cannot take it."""

    model_config = example(why="The text is cut off.")

    why: str = Field(max_length=300)


class SourceWhyIn(Schema):
    """Why somebody needs to know who the source is."""

    why: str = Field(max_length=300)


class ReportOut(Schema):
    """A report without its source."""

    id: UUID
    version: int
    reference: str
    marking: str
    state: str
    bureau: str
    source_grade: str
    information_grade: str
    handling: str
    conditions: str
    text: str
    by_name: str
    created_at: datetime
    released_by: str
    released_at: datetime | None
    attempts: int
    bureau_reference: str
    acknowledged_at: datetime | None
    failure: str


class GivenOut(Schema):
    """What a bureau gets: neither the source nor who wrote it down."""

    id: UUID
    reference: str
    marking: str = "OFFICIAL-SENSITIVE"
    bureau: str
    source_grade: str
    information_grade: str
    handling: str
    conditions: str
    text: str
    released_at: datetime | None


class ClaimedReportOut(Schema):
    """The report that is now the bureau's to acknowledge; none when none waits."""

    report: GivenOut | None


class AcknowledgedOut(Schema):
    """How the report stands after what the bureau told."""

    id: UUID
    version: int
    state: str


class SourceOut(Schema):
    """Who told us."""

    name: str
    known_as: str
    reached_by: str
    how_known: str
    told: str
    contact_id: UUID | None


@router.get("/intelligence", response=PageOut[ReportOut])
@reads(CanIntel.REFER, sighting="intelligence.reports")
def list_intelligence(request: Asking, paging: Query[PagingIn]) -> Page[queries.ReportRow]:
    """Every report for those who may see them all, else one's own."""
    return queries.reports_page(request.actor, paging)


@router.get("/intelligence/{uuid:report_id}", response=ReportOut)
@reads(CanIntel.REFER, sighting="intelligence.report")
def read_report(request: Asking, report_id: UUID) -> queries.ReportRow:
    """One report, without its source."""
    return queries.report(request.actor, report_id)


@router.get("/intelligence/{uuid:report_id}/source", response=SourceOut)
@reads(CanIntel.READ_SOURCE)
def read_source(request: Asking, report_id: UUID, asked: Query[SourceWhyIn]) -> queries.SourceRow:
    """Who told us: for those permitted, for a reason, and on record."""
    return queries.source_of(request.actor, report_id, asked.why)


@router.post("/intelligence", response=ReportOut)
@changes(commands.refer_intelligence, no_version_because="A new report has no version yet.")
def refer_intelligence(request: Asking, said: IntelligenceIn) -> queries.ReportRow:
    """Write down what was told."""
    facts = said.dict()
    secret = SourceFacts(**facts.pop("source"))
    told = Told(text=facts.pop("text"), conditions=facts.pop("conditions"))
    made = asked_once(
        request,
        commands.refer_intelligence,
        actor=request.actor,
        grades=Grades(**facts),
        content=told,
        secret=secret,
    )
    return queries.report(request.actor, made.id)


@router.post("/intelligence/{uuid:report_id}/release", response=ReportOut)
@changes(commands.release_report)
def release_report(request: Asking, report_id: UUID, said: SanitisedIn) -> queries.ReportRow:
    """Hand it to the bureau, sanitised."""
    asked_once(
        request,
        commands.release_report,
        actor=request.actor,
        report_id=report_id,
        content=Sanitised(**said.dict()),
        seen_version=seen_version(request),
    )
    return queries.report(request.actor, report_id)


@router.post("/intelligence/{uuid:report_id}/send-again", response=ReportOut)
@changes(commands.send_again)
def send_report_again(request: Asking, report_id: UUID) -> queries.ReportRow:
    """Offer the bureau once more what was not taken."""
    asked_once(
        request, commands.send_again, actor=request.actor, report_id=report_id, seen_version=seen_version(request)
    )
    return queries.report(request.actor, report_id)


@router.post("/intelligence/claim", response=ClaimedReportOut)
@changes(commands.claim_report, no_version_because="It takes whichever waits longest.")
def claim_report(request: Asking, said: ClaimIn) -> dict[str, Any]:
    """For a bureau's system: take what waits longest for that bureau, and acknowledge it within five minutes."""
    return {"report": asked_once(request, commands.claim_report, actor=request.actor, bureau=said.bureau)}


@router.post("/intelligence/{uuid:report_id}/acknowledge", response=AcknowledgedOut)
@changes(commands.acknowledge_report, no_version_because=TOLD_ONCE)
def acknowledge_report(request: Asking, report_id: UUID, said: AcknowledgeIn) -> Any:  # noqa: ANN401
    """The bureau has it."""
    return asked_once(request, commands.acknowledge_report, actor=request.actor, report_id=report_id, **said.dict())


@router.post("/intelligence/{uuid:report_id}/decline", response=AcknowledgedOut)
@changes(commands.decline_report, no_version_because=TOLD_ONCE)
def decline_report(request: Asking, report_id: UUID, said: DeclineIn) -> Any:  # noqa: ANN401
    """The bureau's system cannot take it."""
    return asked_once(request, commands.decline_report, actor=request.actor, report_id=report_id, **said.dict())
