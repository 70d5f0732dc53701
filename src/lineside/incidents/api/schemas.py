"""What goes in and out of the API of incidents."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import BaseModel

from lineside.ui.operations import Moment, example

Words = Annotated[str, Field(max_length=20_000)]


# Of pydantic's own kind, here and below: ninja's would call Python for each field that is read.
class IncidentOut(BaseModel, from_attributes=True):
    id: UUID
    reference: str
    version: int
    state: str
    grade: str
    disruption: str
    opening_code: str
    summary: str
    place: str
    place_status: str
    area: str
    owner: str
    opened_at: datetime
    first_contact_at: datetime
    dispatch_by: datetime | None
    attend_by: datetime | None
    closed_at: datetime | None
    deferred_until: datetime | None
    last_line: str
    is_exercise: bool
    origin: str


class LineOut(Schema):
    id: UUID
    event_at: datetime
    recorded_at: datetime
    by: str
    kind: str
    text: str
    number: int
    corrects_id: UUID | None
    corrected_by: int


class OpeningIn(Schema):
    model_config = example(
        summary="Two people shouting at staff by the gates",
        opening_code="ASB",
        place_text="Leeds",
        place={"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"},
        place_status="confirmed",
    )

    summary: str
    opening_code: str
    place_text: str = ""
    place: dict[str, Any] = {}
    place_status: str = "unknown"
    qualifiers: list[str] = []
    first_contact_at: Moment | None = None
    is_happening_now: bool = False
    informant_name: str = ""
    informant_number: str = ""
    headcode: str = ""
    area: str = ""
    desk: str = ""
    is_restricted: bool = False
    is_exercise: bool = False
    crime_bar: str = ""
    crime_bar_reason: str = ""


class GradeIn(BaseModel):
    model_config = example(grade="I", reason="One of them has a knife.")

    grade: str
    reason: str = ""


class LineIn(Schema):
    model_config = example(text="Staff have closed the gate line.")

    text: str
    event_at: Moment | None = None


class ResultIn(Schema):
    model_config = example(closing_code="ASB2", result_codes=["ADV"])

    closing_code: str
    result_codes: list[str]
    references: dict[str, str] = {}


class DeferIn(Schema):
    model_config = example(until="2026-11-26T18:00:00Z", reason="The informant is on a train until then.")

    until: Moment
    reason: str


class WhyIn(Schema):
    model_config = example(reason="Opened for an exercise.")

    reason: str


class OtherIn(Schema):
    model_config = example(other_id="01900000-0000-7000-8000-000000000001", why="The same two people.")

    other_id: UUID
    why: str = ""


class KeyOut(Schema):
    id: UUID


class PlaceIn(Schema):
    model_config = example(place_text="York platform 3", place={"name": "York", "crs": "YRK"}, place_status="confirmed")

    place_text: str
    place: dict[str, Any] = {}
    place_status: str = "unknown"


class DeskIn(Schema):
    model_config = example(desk="C")

    desk: str = ""


class HoldIn(Schema):
    model_config = example(kind="statement", why="A statement is still to be taken.")

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    why: Annotated[str, Field(min_length=1, max_length=300)]
    released_how: Annotated[str, Field(max_length=200)] = ""


class ReleaseIn(Schema):
    model_config = example(kind="statement", reason="Taken.")

    kind: str
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class HoldOut(Schema):
    kind: str
    why: str
    released_how: str
    placed_by: str
    created_at: datetime


class DoneOut(Schema):
    done: bool


class SightingIn(Schema):
    model_config = example(place={"crs": "LDS"}, opening_code="ASB")

    place: dict[str, Any] = {}
    at: Moment | None = None
    number: str = ""
    opening_code: str = ""


class PossibleOut(Schema):
    incident: IncidentOut
    why: str


class CodeOut(Schema):
    code: str
    label: str


class CodesOut(Schema):
    opening_codes: list[CodeOut]
    result_codes: list[CodeOut]
    closing_codes: list[CodeOut]
    qualifiers: list[CodeOut]
    grades: list[CodeOut]


class ResultWordsOut(Schema):
    code: str
    label: str
    reference: str


class WordingOut(Schema):
    """The codes of an incident in the words of the editions in force when each was used."""

    editions: dict[str, str]
    opening: str
    nsir: str
    qualifiers: list[str]
    grade: str
    closing: str
    results: list[ResultWordsOut]
