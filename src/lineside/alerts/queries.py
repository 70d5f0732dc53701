"""Alerts as the desk shows them and as their senders hear of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lineside.alerts import rules
from lineside.alerts.models import UNTOLD, Activation, Alert, IdentityCheck
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules.cameras import FalseAlarms
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in, page_of

MOST = 500
FINDINGS = [*rules.FINDINGS.items()]


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


def board(actor: Actor) -> list[AlertRow]:
    """Every alert that has not ended, by its clock."""
    permit(actor, CanAlert.VIEW)
    found = _counted(Alert.objects.filter(state__in=rules.OPEN_STATES)).order_by("-state", "look_by", "id")
    return sorted(map(_row, found[:MOST]), key=lambda row: row.sort)


def board_page(actor: Actor, paging: Paging) -> Page[AlertRow]:
    return page_in(board(actor), paging)


def owed(actor: Actor) -> list[AlertRow]:
    """What a supervisor sees to: a clock that has run out, and an answer nobody fetched or was told by telephone."""
    permit(actor, CanAlert.VIEW)
    at = now()
    clock = Q(state=rules.NEW, look_by__lt=at) | Q(state=rules.ASSESSING) & (Q(eta__lt=at) | Q(expires_at__lt=at))
    late = _counted(Alert.objects.filter(clock, state__in=rules.OPEN_STATES)).order_by("look_by", "id")
    unread = _counted(Alert.objects.filter(UNTOLD, ended_at__lt=at - rules.FETCHED_WITHIN))
    return [_row(each) for each in (*late[:MOST], *unread.order_by("ended_at", "id")[:MOST])]


def row_of(alert_id: UUID) -> AlertRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _counted(Alert.objects.filter(pk=alert_id)).first()
    return _row(found) if found else None


def alert(actor: Actor, alert_id: UUID) -> WholeAlert:
    permit(actor, CanAlert.VIEW)
    whole = whole_alert(alert_id)
    if whole is None:
        raise NotFound("There is no such alert.")
    return whole


def whole_alert(alert_id: UUID) -> WholeAlert | None:
    found = _counted(Alert.objects.filter(pk=alert_id)).first()
    if found is None:
        return None
    return WholeAlert(
        row=_row(found),
        read_by=dict(found.acknowledgements.order_by("id").values_list("by_id", "by_name")),
        checks=[_check(each) for each in found.checks.order_by("-id")],
        bursts=[_activation(each) for each in found.activations.order_by("at", "id")[:MOST]],
        false_alarms=_false_alarms(found.camera) if found.camera else None,
    )


def alert_of_check(actor: Actor, check_id: UUID) -> UUID:
    permit(actor, CanAlert.VIEW)
    found = IdentityCheck.objects.filter(pk=check_id).values_list("alert_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such identity check.")
    return found


def check(actor: Actor, check_id: UUID) -> CheckRow:
    alert_of_check(actor, check_id)
    return _check(IdentityCheck.objects.get(pk=check_id))


def sent_page(actor: Actor, paging: Paging) -> Page[AlertRow]:
    """What the asker sent itself, the newest first; of nobody else's is anything told."""
    permit(actor, CanAlert.SEND)
    return page_of(_counted(Alert.objects.filter(sender_id=actor.id)), ("-id",), _row, paging)


def cameras_page(actor: Actor, paging: Paging) -> Page[CameraRow]:
    """Cameras whose bursts were looked at lately, with how often they were nothing."""
    permit(actor, CanAlert.VIEW)
    wrong = Count("id", filter=Q(is_false_alarm=True))
    of_each = _looked_at().exclude(camera="").values("camera").annotate(wrong=wrong, looked_at=Count("id"))
    found = of_each.order_by("camera")[:MOST]
    rates = [(each["camera"], _rate(wrong=each["wrong"], looked_at=each["looked_at"])) for each in found]
    rows = [CameraRow(camera=each, wrong=it.wrong, looked_at=it.looked_at, words=it.words) for each, it in rates]
    return page_in(rows, paging)


def outcomes(row: AlertRow) -> list[tuple[str, str]]:
    return rules.outcomes_for(row.source, uk_day(now()))


def no_actions(row: AlertRow) -> list[tuple[str, str]]:
    """What a camera's burst may end in by one key."""
    table = rules.table("outcomes", uk_day(now())).by_code
    return [(code, label) for code, label in outcomes(row) if row.camera and not table[code]["needs_words"]
            and table[code]["is_false_alarm"]]  # fmt: skip


def _looked_at() -> QuerySet[Alert]:
    since = now() - timedelta(days=rules.number_of("rate_days", uk_day(now())))
    return Alert.objects.filter(kind=rules.CAMERA, ended_at__gte=since)


def _false_alarms(camera: str) -> FalseAlarms:
    found = _looked_at().filter(camera=camera)
    return _rate(**found.aggregate(wrong=Count("id", filter=Q(is_false_alarm=True)), looked_at=Count("id")))


def _rate(*, wrong: int, looked_at: int) -> FalseAlarms:
    on = uk_day(now())
    least, days = rules.number_of("rate_least", on), rules.number_of("rate_days", on)
    return FalseAlarms(wrong=wrong, looked_at=looked_at, least=least, days=days)


def _counted(found: QuerySet[Alert]) -> QuerySet[Alert]:
    return found.annotate(count=Count("activations"))


def _row(found: Any) -> AlertRow:  # noqa: ANN401 - an Alert with its count
    names = set(AlertRow.__dataclass_fields__) - {"activations"}
    return AlertRow(**{name: getattr(found, name) for name in names}, activations=found.count)


def _check(found: IdentityCheck) -> CheckRow:
    facts = {name: getattr(found, name) for name in CheckRow.__dataclass_fields__}
    if found.state == rules.ASKED:
        facts |= {"first_finding": "", "first_compared": []}
    return CheckRow(**facts)


def _activation(found: Activation) -> ActivationRow:
    return ActivationRow(**{name: getattr(found, name) for name in ActivationRow.__dataclass_fields__})
