"""The API of crimes: what waits, the list of offences, recording, deciding that there is none."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime

from lineside.crimes import commands, queries
from lineside.crimes.permissions import CanCrime
from lineside.kernel.actors import Actor
from lineside.kernel.commands import permit
from lineside.kernel.http import asked_once, seen_version

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
    first_report_at: AwareDatetime
    record_by: AwareDatetime
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
    recorded_at: AwareDatetime
    recorded_by: str
    is_late: bool
    late_reason: str


class DecisionOut(Schema):
    reason_code: str
    reason: str
    paragraph: str
    leads_to: str
    rationale: str
    told_reporter_at: AwareDatetime | None
    telling: str
    decided_at: AwareDatetime
    decided_by: str
    is_late: bool


class CrimeFileOut(Schema):
    incident_id: UUID
    version: int
    first_report_at: AwareDatetime
    record_by: AwareDatetime
    is_overdue: bool
    crimes: list[CrimeOut]
    decisions: list[DecisionOut]


class LinkedOut(Schema):
    role: str
    name: str
    description: str
    person_id: UUID | None
    thing_id: UUID | None
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
    choice: ChoiceIn
    parties: list[PartyIn] = []
    items: list[ItemIn] = []
    summary: str = ""
    place_text: str = ""
    committed_from: AwareDatetime | None = None
    committed_to: AwareDatetime | None = None
    late_reason: str = ""


class NoCrimeIn(Schema):
    reason_code: str
    rationale: str
    told_reporter_at: AwareDatetime | None = None
    telling: str = ""


class ReclassifyIn(Schema):
    choice: ChoiceIn
    reason: str


@router.get("/offences", response=list[OffenceOut])
def search_offences(
    request: HttpRequest, text: str, limit: Annotated[int, Query(ge=1, le=100)] = 30
) -> list[dict[str, Any]]:
    """Offences by words, Home Office code, class, statute or CJS code, the best first."""
    permit(_actor(request), CanCrime.VIEW)
    return [asdict(offence) for offence in queries.search_offences(text, limit)]


@router.get("/no-crime-reasons", response=list[ReasonOut])
def list_no_crime_reasons(request: HttpRequest) -> list[dict[str, Any]]:
    permit(_actor(request), CanCrime.VIEW)
    return [asdict(reason) for reason in queries.no_crime_reasons()]


@router.get("/crimes/worklist", response=list[WaitingOut])
def worklist(request: HttpRequest) -> list[dict[str, Any]]:
    """Incidents that wait for a crime decision, the oldest first report first."""
    return [asdict(row) for row in queries.worklist(_actor(request))]


@router.get("/incidents/{uuid:incident_id}/crime-file", response=CrimeFileOut)
def read_crime_file(request: HttpRequest, response: HttpResponse, incident_id: UUID) -> dict[str, Any]:
    """What has been decided on an incident; its ETag is what recording and deciding send as If-Match."""
    file = queries.crime_file(_actor(request), incident_id)
    response.headers["ETag"] = f'"{file.version}"'
    return asdict(file)


@router.post("/incidents/{uuid:incident_id}/crimes", response={201: CrimeOut})
def record_crime(request: HttpRequest, incident_id: UUID, report: ReportIn) -> Status[dict[str, Any]]:
    crime = asked_once(
        request,
        commands.record_crime,
        actor=_actor(request),
        incident_id=incident_id,
        report=_report(report),
        seen_version=seen_version(request),
    )
    return Status(201, _crime(request, crime.id))


@router.post("/incidents/{uuid:incident_id}/no-crime", response={201: CrimeFileOut})
def decide_no_crime(request: HttpRequest, incident_id: UUID, decision: NoCrimeIn) -> Status[dict[str, Any]]:
    """Decide that the report ends without a crime; the reason is one of the closed list."""
    asked_once(
        request,
        commands.decide_no_crime,
        actor=_actor(request),
        incident_id=incident_id,
        seen_version=seen_version(request),
        **decision.dict(),
    )
    return Status(201, asdict(queries.crime_file(_actor(request), incident_id)))


@router.get("/crimes/{uuid:crime_id}", response=CrimeOut)
def read_crime(request: HttpRequest, response: HttpResponse, crime_id: UUID) -> dict[str, Any]:
    crime = _crime(request, crime_id)
    response.headers["ETag"] = f'"{crime["version"]}"'
    return crime


@router.get("/crimes/{uuid:crime_id}/parties", response=list[LinkedOut])
def read_parties(request: HttpRequest, crime_id: UUID) -> list[dict[str, Any]]:
    """The people and things of a crime; the look-up is on record."""
    return [asdict(row) for row in queries.parties_and_things(_actor(request), crime_id)]


@router.post("/crimes/{uuid:crime_id}/reclassify", response=CrimeOut)
def reclassify_crime(request: HttpRequest, crime_id: UUID, asked: ReclassifyIn) -> dict[str, Any]:
    queries.crime(_actor(request), crime_id)
    crime = asked_once(
        request,
        commands.reclassify_crime,
        actor=_actor(request),
        crime_id=crime_id,
        choice=commands.Choice(**asked.choice.dict()),
        reason=asked.reason,
        seen_version=seen_version(request),
    )
    return _crime(request, crime.id)


def _report(asked: ReportIn) -> commands.Report:
    facts = asked.dict()
    return commands.Report(
        **{
            **facts,
            "choice": commands.Choice(**facts["choice"]),
            "parties": tuple(commands.Party(**party) for party in facts["parties"]),
            "items": tuple(commands.Item(**item) for item in facts["items"]),
        }
    )


def _crime(request: HttpRequest, crime_id: UUID) -> dict[str, Any]:
    return asdict(queries.crime(_actor(request), crime_id))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
