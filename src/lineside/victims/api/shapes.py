"""The shapes of what is answered about victims."""

from datetime import datetime
from uuid import UUID

from ninja import Schema


class VictimOut(Schema):
    """A victim to whom something is or was owed; `missed` counts limits that stay on record for good."""

    id: UUID
    version: int
    reference: str
    crime_id: UUID
    incident_id: UUID
    crime_reference: str
    name: str
    standing: str
    regime: str
    is_enhanced: bool
    repeat_count: int
    next_due_at: datetime | None
    next_code: str
    owed: int
    missed: int
    unreached: int


class VictimDutyOut(Schema):
    """A right that is owed by a limit, or what became of it."""

    id: UUID
    version: int
    code: str
    label: str
    right: int
    by: str
    deed: str
    source: str
    step: str
    step_words: str
    from_at: datetime
    due_at: datetime
    first_due_at: datetime | None
    state: str
    missed_at: datetime | None
    how: str
    words: str
    unsafe_reason: str
    unreached_at: datetime | None
    unreached_why: str
    done_at: datetime | None
    done_by: str


class VictimNeedsOut(Schema):
    """What a victim needed, as it was assessed then."""

    bases: list[str]
    basis_words: str
    declines_enhanced: bool
    language: str
    communication: str
    support: str
    measures: str
    by_name: str
    created_at: datetime


class VictimNoteOut(Schema):
    """What was said then."""

    kind: str
    words: str
    by_name: str
    created_at: datetime


class CaseStepOut(Schema):
    """Something that happened in the case."""

    code: str
    words: str
    at: datetime
    by_name: str


class VictimLetterOut(Schema):
    """A letter or a text as it was written."""

    id: UUID
    version: int
    template: str
    language: str
    way: str
    address: str
    addressee: str
    subject: str
    body: str
    by_name: str
    created_at: datetime
    sent_at: datetime | None
    sent_by: str
    unsafe_reason: str
    delivery: str
    failure: str


class VictimComplaintOut(Schema):
    """A complaint that a right was not met."""

    id: UUID
    version: int
    words: str
    state: str
    acknowledgement: str
    acknowledged_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    by_name: str
    created_at: datetime


class WholeVictimOut(VictimOut):
    """A victim with all that is owed, done and known."""

    edition: str
    report_at: datetime
    bases: list[str]
    by_sign: bool
    declines_enhanced: bool
    repeat_words: str
    opted_out: list[int]
    stand_kind: str
    stand_name: str
    stand_reached_by: str
    stand_words: str
    way: str
    address: str
    every_days: int | None
    by_whom: str
    plan_words: str
    language: str
    communication: str
    statement: str
    statement_reader: str
    statement_words: str
    duties: list[VictimDutyOut]
    assessments: list[VictimNeedsOut]
    notes: list[VictimNoteOut]
    steps: list[CaseStepOut]
    letters: list[VictimLetterOut]
    complaints: list[VictimComplaintOut]
