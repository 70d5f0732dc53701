"""The live rows of alerts: in their list, and how one stands."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.alerts import queries
from lineside.alerts.permissions import CanAlert
from lineside.desks.live_row import LiveRow


def bell() -> str:
    return render_to_string("desks/_bell.html", {"waiting": queries.not_looked_at()})


def alert(alert_id: UUID) -> list[LiveRow]:
    whole = queries.whole_alert(alert_id)
    if whole is None:
        return []
    row = whole.row
    html = "" if row.is_over else render_to_string("desks/_alert_row.html", {"row": row})
    state = render_to_string("desks/_alert_state.html", {"whole": whole, "row": row})
    return [
        LiveRow(id=f"alert-{row.id}", list="alerts", needs=CanAlert.VIEW, sort=row.sort, gone=row.is_over, html=html),
        LiveRow(id="alerts-bell", list="bell", needs=CanAlert.VIEW, html=bell()),
        LiveRow(id=f"alert-state-{row.id}", needs=CanAlert.VIEW, html=state),
    ]
