"""The live rows of trains: where one is, how an incident meets it, and the alarms that wait for a person."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.interception import queries
from lineside.interception.permissions import CanIntercept
from lineside.kernel.errors import NotFound
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import station_messages, train
from lineside.ui.pages import Asking

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

MOST_TRAINS, MOST_CALLS = 4, 4


def of_train(train_id: UUID) -> list[LiveRow]:
    """Where the train is, wherever it is shown."""
    try:
        found = train(train_id)
    except NotFound:
        return []
    html = render_to_string("desks/_train.html", {"train": found, "most_calls": MOST_CALLS})
    return [LiveRow(id=f"train-{train_id}", needs=CanTrain.VIEW, html=html)]


def interception(incident_id: UUID) -> list[LiveRow]:
    """The plan of an incident in its log, and each of its alarms on every desk of its area."""
    row = incident_row(incident_id)
    if row is None:
        return []
    seen: dict[str, Any] = {
        "needs": CanIncident.VIEW_RESTRICTED if row.is_restricted else CanIntercept.VIEW,
        "area": row.area,
        "restricted": row.is_restricted,
    }
    html = render_to_string("desks/_meeting_state.html", meeting_facts(incident_id))
    waiting = [
        LiveRow(
            id=f"train-alarm-{alarm.id}",
            list="train-alarms",
            sort=str(alarm.id),
            gone=alarm.dealt_at is not None,
            html="" if alarm.dealt_at else render_to_string("desks/_train_alarm.html", {"alarm": alarm}),
            **seen,
        )
        for alarm in queries.all_alarms_of(incident_id)
    ]
    return [LiveRow(id=f"meeting-{incident_id}", html=html, **seen), *waiting]


def meeting_facts(incident_id: UUID) -> dict[str, Any]:
    return {
        "meeting_for": incident_id,
        "plan": queries.open_plan(incident_id),
        "train_alarms": queries.alarms_of(incident_id),
        "asks": queries.asks_of(incident_id),
    }


def trains_of(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What a log shows of its train: choices where the headcode comes again, the plan, and where one is made."""
    if not request.actor.may(CanIntercept.VIEW) or not chosen.headcode:
        return {"trains": None}
    found = queries.candidates(chosen.headcode, chosen.crs)[:MOST_TRAINS]
    panel = reverse("desks:log-meeting", args=[chosen.id]) if request.actor.may(CanIntercept.PLAN) else ""
    crs = [call.point.crs for row in found[:1] for call in row.running.remaining]
    return {
        "trains": found,
        "most_calls": MOST_CALLS,
        "meeting_panel": panel,
        "told_at_stations": station_messages(crs)[:2],
    } | meeting_facts(chosen.id)
