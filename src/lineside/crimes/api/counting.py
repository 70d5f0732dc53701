"""A report counted by the recording rules, alone or beside the crimes of its incident. Nothing is kept."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import RootModel

from lineside.crimes.api.records import ReportIn, reported
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries.counting import HowTold, count_beside
from lineside.crimes.rules.counting import count_report
from lineside.ui.operations import example, reads
from lineside.ui.pages import Asking

router = Router()
AT = "2026-05-04T09:40:00+01:00"


class CountIn(RootModel[dict[str, Any]]):
    """A report in the counting format; it is read strictly, and an unknown key is refused by its name."""

    model_config = example(
        reported_at="2026-05-04T10:15:00+01:00",
        place={"police_area": "btp", "setting": "public_carriage"},
        reporter="victim",
        people=[{"id": "V1", "age": 30, "confirms": True}],
        suspects=[{"id": "S1", "age": 25, "known": False}],
        acts=[{"id": "a1", "offence": "008/06", "victim": "V1", "suspects": ["S1"], "at": AT}],
    )


class NotCountedOut(Schema):
    act: str
    because: str
    rule: str


class CountFindingOut(Schema):
    rule: str
    says: str


class CountOut(Schema):
    """The decisions in the counting format."""

    decision: str
    crimes: list[dict[str, Any]]
    not_counted: list[NotCountedOut]
    reported_incident_codes: list[str]
    record_by: str
    late: bool | None
    findings: list[CountFindingOut]


@router.post("/crimes/count", response=CountOut)
@reads(CanCrime.VIEW)
def count_crimes(request: Asking, report: CountIn) -> dict[str, Any]:  # noqa: ARG001
    """What crimes the report discloses, how many, in which class and by when, each with its rule."""
    return count_report(report.root)


class CountBesideIn(ReportIn):
    """A crime as it would be recorded, who told it, and whether the victim confirms it."""

    model_config = example(
        choice={"code": "008/06", "offence_class": "8N"},
        parties=[{"role": "victim", "name": "Robin Vale"}],
        reporter="victim",
        confirms="yes",
    )

    reporter: str = "victim"
    confirms: str = "yes"
    jurisdiction: str = "england_wales"


@router.post("/incidents/{uuid:incident_id}/crimes/count", response=CountOut)
@reads(CanCrime.VIEW)
def count_crimes_beside(request: Asking, incident_id: UUID, asked: CountBesideIn) -> dict[str, Any]:
    """What the rules say of this crime together with those that are recorded on the incident; nothing is kept by it."""
    told = HowTold(reporter=asked.reporter, confirms=asked.confirms, jurisdiction=asked.jurisdiction)
    report = ReportIn(**asked.dict(exclude={"reporter", "confirms", "jurisdiction"}))
    return count_beside(request.actor, incident_id, reported(report), told)
