"""What is shown of alerts: the alert, its identity checks, a burst's activations, and how often a camera was wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.alerts import rules
from lineside.alerts.rules.cameras import FalseAlarms
from lineside.kernel.clock import now, uk_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert as the list shows it."""

    id: UUID
    version: int
    reference: str
    kind: str
    kinds_edition: str
    source: str
    summary: str
    subject_kind: str
    subject: dict[str, str]
    journey: dict[str, str]
    urgency: str
    requested_action: str
    legal_basis: str
    handling: str
    channel: str
    confidence: int | None
    is_exercise: bool
    do_not: list[str]
    do_not_words: str
    sender_id: UUID | None
    sender_name: str
    sender_ref: str
    received_at: datetime
    look_by: datetime
    eta: datetime | None
    expires_at: datetime | None
    camera: str
    last_activation_at: datetime | None
    state: str
    taken_by: str
    taken_by_id: UUID | None
    taken_at: datetime | None
    outcome: str
    hit: str
    words: str
    despite: str
    incident_id: UUID | None
    incident_reference: str
    ended_by: str
    ended_at: datetime | None
    told_sender: str
    owes_feedback: bool
    feedback_taken_at: datetime | None
    told_whom: str
    told_at: datetime | None
    told_by: str
    activations: int

    @property
    def label(self) -> str:
        return str(rules.kind_row(self.kind, uk_day(self.received_at))["label"])

    @property
    def caution(self) -> str:
        return rules.caution_of(rules.kind_row(self.kind, uk_day(now())), uk_day(now()))

    @property
    def state_words(self) -> str:
        return f"with {self.taken_by}" if self.state == rules.ASSESSING else rules.STATES[self.state]

    @property
    def channel_words(self) -> str:
        return rules.label_of("channels", self.channel, uk_day(now()))

    @property
    def outcome_label(self) -> str:
        return rules.label_of("outcomes", self.outcome, uk_day(now()))

    @property
    def forbidden(self) -> list[str]:
        """What must not be done, in sentences; the sender's own words stand among them."""
        known = rules.table("do_not", uk_day(now())).by_code
        sentences = [str(known[code]["sentence"]) if code in known else code for code in self.do_not]
        return [*sentences, self.do_not_words] if self.do_not_words else sentences

    @property
    def is_over(self) -> bool:
        return self.state not in rules.OPEN_STATES

    @property
    def clock(self) -> tuple[datetime | None, str]:
        return rules.clock_of(self.state, self.look_by, self.eta, self.expires_at)

    @property
    def sort(self) -> str:
        """What nobody has stands first, by its clock; then what runs, by the journey's."""
        due = self.clock[0]
        return f"{0 if self.state == rules.NEW else 1} {due.isoformat() if due else '9'} {self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One identity check; the first finding is shown once the second stands beside it."""

    id: UUID
    version: int
    state: str
    first_by: str
    first_by_id: UUID
    first_at: datetime
    first_finding: str
    first_compared: list[str]
    second_by: str
    second_at: datetime | None
    second_finding: str
    second_compared: list[str]

    @property
    def words(self) -> str:
        return rules.CHECKS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state == rules.ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationRow:
    """One activation of a burst."""

    id: UUID
    contact_id: UUID
    at: datetime
    camera: str
    elr: str
    mileage: str
    clip: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeAlert:
    """An alert with who has read what must not be done, its checks, and its activations."""

    row: AlertRow
    read_by: dict[UUID, str]
    checks: list[CheckRow]
    bursts: list[ActivationRow]
    false_alarms: FalseAlarms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRow:
    """How often a camera was wrong."""

    camera: str
    wrong: int
    looked_at: int
    words: str
