"""The API of crimes: what waits, the list of offences, recording, deciding that there is none."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.crimes import commands, queries
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules import Offence, Reason
from lineside.crimes.suggesting import LONGEST_READ, Suggestion
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import MOST, Page, page_in
from lineside.pole.queries import LinkRow
from lineside.ui.operations import FindIn, Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class OffenceOut(Schema):
    code: str
    offence_class: str
    class_title: str
    title: str
    statute: str
    max_sentence: str
    victim_or_state: str
    is_current: bool
    edition: str


class NarrativeIn(Schema):
    model_config = example(text="He punched me in the face and took my phone.")

    text: Annotated[str, Field(max_length=LONGEST_READ)]


class SuggestionOut(Schema):
    offence_class: str
    title: str
    score: float
    because: str


class ReasonOut(Schema):
    code: str
    name: str
    leads_to: str
    paragraph: str
    asks: str
    edition: str


class WaitingOut(Schema):
    incident_id: UUID
    reference: str
    summary: str
    opening_code: str
    place: str
    area: str
    first_report_at: Moment
    record_by: Moment
    is_overdue: bool


class CrimeOut(Schema):
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
    recorded_at: Moment
    recorded_by: str
    is_late: bool
    late_reason: str
    flags: list[str]
    origin: str


class DecisionOut(Schema):
    reason_code: str
    reason: str
    paragraph: str
    leads_to: str
    rationale: str
    told_reporter_at: Moment | None
    telling: str
    decided_at: Moment
    decided_by: str
    is_late: bool


class CrimeFileOut(Schema):
    incident_id: UUID
    version: int
    first_report_at: Moment
    record_by: Moment
    is_overdue: bool
    crimes: list[CrimeOut]
    decisions: list[DecisionOut]


class LinkedOut(Schema):
    role: str
    name: str
    description: str
    person_id: UUID | None
    thing_id: UUID | None
    location_id: UUID | None
    mark: str
    value_pence: int | None


class ChoiceIn(Schema):
    code: str
    offence_class: str
    title: str = ""
    statute: str = ""


class PartyIn(Schema):
    role: str
    person_id: UUID | None = None
    name: str = ""
    kind: str = "person"
    born_on: date | None = None
    description: str = ""
    phone: str = ""
    email: str = ""


class ItemIn(Schema):
    role: str
    kind: str
    description: str
    mark: str = ""
    value_pence: int | None = None


class ReportIn(Schema):
    model_config = example(
        choice={"code": "008/06", "offence_class": "8N"},
        parties=[{"role": "victim", "name": "Robin Vale", "phone": "07700 900123"}],
        items=[{"role": "damaged", "kind": "property", "description": "spectacles", "value_pence": 12000}],
        summary="Punched on platform 3.",
    )

    choice: ChoiceIn
    parties: list[PartyIn] = []
    items: list[ItemIn] = []
    summary: str = ""
    place_text: str = ""
    place: dict[str, Any] = {}
    committed_from: Moment | None = None
    committed_to: Moment | None = None
    late_reason: str = ""


class NoCrimeIn(Schema):
    model_config = example(
        reason_code="other_force", rationale="Recorded by the county force, reference 44/1.", telling="By e-mail."
    )

    reason_code: str
    rationale: str
    told_reporter_at: Moment | None = None
    telling: str = ""


class ReclassifyIn(Schema):
    model_config = example(choice={"code": "105/01", "offence_class": "105A"}, reason="No injury was found.")

    choice: ChoiceIn
    reason: str
    confirmed: list[str] = []


@router.get("/offences", response=PageOut[OffenceOut])
@reads(CanCrime.VIEW)
def search_offences(
    request: Asking,  # noqa: ARG001
    text: Annotated[str, Query(max_length=300)],
    paging: Query[PagingIn],
) -> Page[Offence]:
    """Offences by words, Home Office code, class, statute or CJS code, the best first."""
    return page_in(queries.search_offences(text, MOST), paging)


@router.post("/offences/suggestions", response=PageOut[SuggestionOut])
@reads(CanCrime.VIEW)
def suggest_classes(request: Asking, told: NarrativeIn, paging: Query[PagingIn]) -> Page[Suggestion]:  # noqa: ARG001
    """Classes that what was said proposes, the best first, and what would decide; nothing is recorded or kept by it."""
    return page_in(queries.suggestions(told.text), paging)


@router.get("/no-crime-reasons", response=PageOut[ReasonOut])
@reads(CanCrime.VIEW)
def list_no_crime_reasons(request: Asking, paging: Query[PagingIn]) -> Page[Reason]:  # noqa: ARG001
    return page_in(queries.no_crime_reasons(), paging)


@router.get("/crimes/worklist", response=PageOut[WaitingOut])
@reads(CanCrime.VIEW)
def list_worklist(request: Asking, paging: Query[PagingIn]) -> Page[queries.WorklistRow]:
    """Incidents that wait for a crime decision, the oldest first report first."""
    return queries.worklist_page(request.actor, paging)


@router.get("/crimes/found", response=PageOut[CrimeOut])
@reads(CanCrime.VIEW)
def find_crimes(request: Asking, asked: Query[FindIn]) -> Page[queries.CrimeRow]:
    """At most 20 whose reference, offence, summary or place hold every word; the look-up is on record."""
    return page_in(queries.find_crimes(request.actor, asked.text, asked.why), asked)


@router.get("/incidents/{uuid:incident_id}/crime-file", response=CrimeFileOut)
@reads(CanCrime.VIEW, sighting="crimes.crime_file")
def read_crime_file(request: Asking, incident_id: UUID) -> queries.CrimeFile:
    """What has been decided on an incident; its ETag is what recording and deciding send as If-Match."""
    return queries.crime_file(request.actor, incident_id)


@router.post("/incidents/{uuid:incident_id}/crimes", response={201: CrimeOut})
@changes(commands.record_crime)
def record_crime(request: Asking, incident_id: UUID, report: ReportIn) -> Status[queries.CrimeRow]:
    crime = asked_once(
        request,
        commands.record_crime,
        actor=request.actor,
        incident_id=incident_id,
        report=reported(report),
        seen_version=seen_version(request),
    )
    return Status(201, queries.crime(request.actor, crime.id))


@router.post("/incidents/{uuid:incident_id}/no-crime", response={201: CrimeFileOut})
@changes(commands.decide_no_crime)
def decide_no_crime(request: Asking, incident_id: UUID, decision: NoCrimeIn) -> Status[queries.CrimeFile]:
    """Decide that the report ends without a crime; the reason is one of the closed list."""
    asked_once(
        request,
        commands.decide_no_crime,
        actor=request.actor,
        incident_id=incident_id,
        seen_version=seen_version(request),
        **decision.dict(),
    )
    return Status(201, queries.crime_file(request.actor, incident_id))


@router.get("/crimes/{uuid:crime_id}", response=CrimeOut)
@reads(CanCrime.VIEW, sighting="crimes.crime")
def read_crime(request: Asking, crime_id: UUID) -> queries.CrimeRow:
    return queries.crime(request.actor, crime_id)


@router.get("/crimes/{uuid:crime_id}/parties", response=PageOut[LinkedOut])
@reads(CanCrime.VIEW)
def list_parties(request: Asking, crime_id: UUID, paging: Query[PagingIn]) -> Page[LinkRow]:
    """The people and things of a crime; the look-up is on record."""
    return page_in(queries.parties_and_things(request.actor, crime_id), paging)


@router.post("/crimes/{uuid:crime_id}/reclassify", response=CrimeOut)
@changes(commands.reclassify_crime)
def reclassify_crime(request: Asking, crime_id: UUID, asked: ReclassifyIn) -> queries.CrimeRow:
    queries.crime(request.actor, crime_id)
    crime = asked_once(
        request,
        commands.reclassify_crime,
        actor=request.actor,
        crime_id=crime_id,
        choice=commands.Choice(**asked.choice.dict()),
        reason=asked.reason,
        confirmed=asked.confirmed,
        seen_version=seen_version(request),
    )
    return queries.crime(request.actor, crime.id)


def reported(asked: ReportIn) -> commands.Report:
    facts = asked.dict()
    choice = commands.Choice(**facts["choice"])
    parties = tuple(commands.Party(**party) for party in facts["parties"])
    items = tuple(commands.Item(**item) for item in facts["items"])
    return commands.Report(**{**facts, "choice": choice, "parties": parties, "items": items})
