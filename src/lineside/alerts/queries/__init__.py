"""Alerts as the desk shows them and as their senders hear of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lineside.alerts import rules
from lineside.alerts.models import UNTOLD, Activation, Alert, IdentityCheck
from lineside.alerts.permissions import CanAlert
from lineside.alerts.queries import rows
from lineside.alerts.rules.cameras import FalseAlarms
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in, page_of

MOST = 500
FINDINGS = [*rules.FINDINGS.items()]
AlertRow = rows.AlertRow
CheckRow = rows.CheckRow
ActivationRow = rows.ActivationRow
WholeAlert = rows.WholeAlert
CameraRow = rows.CameraRow


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


def not_looked_at() -> int:
    """How many nobody has taken yet, for the bell; it tells no alert, and the live stream asks for it too."""
    return Alert.objects.filter(state=rules.NEW).count()


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
    cameras = [CameraRow(camera=each, wrong=it.wrong, looked_at=it.looked_at, words=it.words) for each, it in rates]
    return page_in(cameras, paging)


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
