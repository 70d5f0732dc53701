"""The shapes of compliance over HTTP."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from lineside.ui.operations import Day, PagingIn, example

COMPLIANT = dict.fromkeys(("recorded", "class", "in_time", "told", "closed"), "compliant")


class FindingWordsIn(Schema):
    """How it came to be, what was done, or why it is none."""

    model_config = example(words="The victim was in hospital and rang again two days later.")

    words: str = Field(max_length=2000)


class SweepIn(Schema):
    """Which sweep: daily, or whole."""

    model_config = example(kind="whole")

    kind: str = Field(max_length=10)


class MonthIn(Schema):
    """Any day of the month that is drawn; restricted records are drawn apart."""

    model_config = example(month="2026-09-01", restricted=False)

    month: Day
    restricted: bool = False


class OpinionIn(Schema):
    """A mark for every question; what was not simply right is said in words."""

    model_config = example(marks=COMPLIANT, words="")

    marks: dict[str, str]
    words: str = Field("", max_length=2000)


class ThirdIn(Schema):
    """A mark for each question on which two reviewers differ, and the reasons."""

    model_config = example(marks={"class": "with_advice"}, words="The injury was told on a later line.")

    marks: dict[str, str]
    words: str = Field(max_length=2000)


class MonthsIn(PagingIn):
    """From which month to which, each by any of its days, and by what."""

    since: date
    until: date
    by: str = Field("force", max_length=10, description="force, area or month")


class FindingOut(Schema):
    """A finding as the list shows it."""

    id: UUID
    version: int
    check_code: str
    title: str
    paragraph: str
    gravity: str
    subject: str
    reference: str
    incident_id: UUID | None
    crime_id: UUID | None
    contact_id: UUID | None
    day: date
    area: str
    state: str
    found_at: datetime
    returned: int


class WholeFindingOut(FindingOut):
    """A finding with what it stands on and what was said of it."""

    edition: str
    because: str
    mend: str
    told: str
    words: str
    words_by: str
    words_at: datetime | None
    ended_at: datetime | None
    ended_by: str


class FigureOut(Schema):
    """How many of how many were as they should be; no percentage of fewer than five."""

    name: str
    check_code: str
    title: str
    paragraph: str
    n: int
    k: int
    percent: float | None
    low: float | None
    high: float | None


class SweepOut(Schema):
    """A sweep and how far it has come."""

    id: UUID
    version: int
    kind: str
    first_day: date
    last_day: date
    started_at: datetime
    ended_at: datetime | None
    spans: int
    done: int
    by_name: str
    subjects: int | None = Field(description="Records judged, restricted ones too; null for who may not see them all.")
    found: int | None
    mended: int | None


class SampleDrawOut(Schema):
    """The dip samples of a month, with what it takes to draw them again."""

    id: UUID
    version: int
    month: date
    is_restricted: bool
    edition: str
    seal_id: int
    seed: str
    drawn: int
    by_name: str
    created_at: datetime


class SampleProofOut(Schema):
    """Whether a draw comes out the same again."""

    row: SampleDrawOut
    of: int
    is_same_seed: bool
    is_same_sample: bool


class SampleOut(Schema):
    """A dip sample as the list shows it."""

    id: UUID
    version: int
    reference: str
    kind: str
    of_reference: str
    incident_id: UUID
    crime_id: UUID | None
    state: str
    said: int


class OpinionOut(Schema):
    """What one reviewer found."""

    by_name: str
    marks: dict[str, str]
    words: str


class SampleQuestionOut(Schema):
    """One question of a review, with its paragraph."""

    code: str
    label: str
    paragraph: str


class WholeSampleOut(SampleOut):
    """A dip sample with the marks that you may see; both reviewers' only when both are in."""

    edition: str
    questions: list[SampleQuestionOut]
    mine: OpinionOut | None
    both: list[OpinionOut]
    differs: list[str]
    result: dict[str, str]
    decided_by: str
    decided_why: str
    ended_at: datetime | None
    is_own: bool


class RecordOut(Schema):
    """The record that was made."""

    id: UUID
    version: int
