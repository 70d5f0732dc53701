"""What goes in and out of the API of incidents."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

Words = Annotated[str, Field(max_length=20_000)]


class IncidentOut(Schema):
    id: UUID
    reference: str
    version: int
    state: str
    grade: str
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
    summary: str
    opening_code: str
    place_text: str = ""
    place: dict[str, Any] = {}
    place_status: str = "unknown"
    qualifiers: list[str] = []
    first_contact_at: datetime | None = None
    is_happening_now: bool = False
    informant_name: str = ""
    informant_number: str = ""
    headcode: str = ""
    area: str = ""
    desk: str = ""
    is_restricted: bool = False


class GradeIn(Schema):
    grade: str
    reason: str = ""


class LineIn(Schema):
    text: str
    event_at: datetime | None = None


class ResultIn(Schema):
    closing_code: str
    result_codes: list[str]
    references: dict[str, str] = {}


class DeferIn(Schema):
    until: AwareDatetime
    reason: str


class WhyIn(Schema):
    reason: str


class OtherIn(Schema):
    other_id: UUID
    why: str = ""


class KeyOut(Schema):
    id: UUID


class PlaceIn(Schema):
    place_text: str
    place: dict[str, Any] = {}
    place_status: str = "unknown"


class DeskIn(Schema):
    desk: str = ""


class HoldIn(Schema):
    kind: Annotated[str, Field(min_length=1, max_length=40)]
    why: Annotated[str, Field(min_length=1, max_length=300)]
    released_how: Annotated[str, Field(max_length=200)] = ""


class ReleaseIn(Schema):
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
    place: dict[str, Any] = {}
    at: datetime | None = None
    number: str = ""
    opening_code: str = ""


class PossibleOut(Schema):
    incident: IncidentOut
    why: str


class CodesOut(Schema):
    opening_codes: list[tuple[str, str]]
    result_codes: list[tuple[str, str]]
    closing_codes: list[tuple[str, str]]
    qualifiers: list[tuple[str, str]]
    grades: list[tuple[str, str]]
