"""Victims, what they are owed and what was said, as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lineside.kernel.clock import now, uk_day
from lineside.victims.rules.clocks import OPEN, STATES, is_missed
from lineside.victims.rules.letters import DELIVERY, FAILED
from lineside.victims.rules.plans import WAYS
from lineside.victims.rules.standing import STANDINGS
from lineside.victims.rules.tables import REGIMES, label_of, right_name, right_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimRow:
    """A victim as the worklist and the live stream show them, with the nearest clock."""

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
    next_from_at: datetime | None
    owed: int
    missed: int
    unreached: int  # of what is owed: what told them came back

    @property
    def standing_words(self) -> str:
        return STANDINGS[self.standing]

    @property
    def next_words(self) -> str:
        return str(right_of(self.regime, self.next_code, uk_day(now()))["label"]) if self.next_code else ""

    @property
    def is_late(self) -> bool:
        return self.next_due_at is not None and is_missed(self.next_due_at, now())

    @property
    def sort(self) -> str:
        return f"{self.next_due_at.isoformat() if self.next_due_at else '9999'} {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A right that is owed, or what became of it; a missed limit stays in it for good."""

    id: UUID
    version: int
    code: str
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
    regime: str

    @property
    def label(self) -> str:
        return str(self._row["label"])

    @property
    def right(self) -> int:
        return int(self._row["right"])

    @property
    def right_words(self) -> str:
        return right_name(self.regime, self.right, uk_day(now()))

    @property
    def by(self) -> str:
        return str(self._row["by"])

    @property
    def deed(self) -> str:
        return str(self._row["deed"])

    @property
    def source(self) -> str:
        return str(self._row["source"])

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def how_words(self) -> str:
        return label_of("ways", self.how, uk_day(now())) if self.how not in ("", "deed", "choice") else ""

    @property
    def step_label(self) -> str:
        return label_of("steps", self.step, uk_day(now())) if self.step else ""

    @property
    def _row(self) -> dict[str, Any]:
        return right_of(self.regime, self.code, uk_day(now()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """What was said then."""

    kind: str
    words: str
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """Something that happened in the case."""

    code: str
    words: str
    at: datetime
    by_name: str

    @property
    def label(self) -> str:
        return label_of("steps", self.code, uk_day(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter or a text."""

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

    @property
    def way_words(self) -> str:
        return WAYS[self.way]

    @property
    def delivery_words(self) -> str:
        """How far a text or an e-mail got; of a letter for print nobody tells us."""
        return DELIVERY.get(self.delivery, self.delivery)

    @property
    def is_lost(self) -> bool:
        return self.delivery == FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeVictim:
    """A victim with all that is owed, done and known; a look at it is on record."""

    row: VictimRow
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
    duties: list[DutyRow]
    assessments: list[AssessmentRow]
    notes: list[NoteRow]
    steps: list[StepRow]
    letters: list[LetterRow]
    complaints: list[ComplaintRow]

    @property
    def owed(self) -> list[DutyRow]:
        return [each for each in self.duties if each.is_open]

    @property
    def owed_keys(self) -> set[str]:
        return {str(each.id) for each in self.owed}

    @property
    def over(self) -> list[DutyRow]:
        found = [each for each in self.duties if not each.is_open]
        return sorted(found, key=lambda each: (each.done_at is None, each.done_at), reverse=True)

    @property
    def regime_words(self) -> str:
        return REGIMES[self.row.regime]

    @property
    def bases_said(self) -> list[str]:
        return [label_of("bases", code, uk_day(now())) for code in self.bases]

    @property
    def stand_label(self) -> str:
        return label_of("stands_for", self.stand_kind, uk_day(now())) if self.stand_kind else ""

    @property
    def way_words(self) -> str:
        return WAYS.get(self.way, "")

    @property
    def opted_words(self) -> list[str]:
        return [right_name(self.row.regime, each, uk_day(now())) for each in self.opted_out]

    @property
    def statement_label(self) -> str:
        return label_of("answers", self.statement, uk_day(now())) if self.statement else ""
