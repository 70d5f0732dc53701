"""Makers for tests: a train that is met, and one that is missed."""

from typing import Any

from lineside.incidents.testing import OPERATOR, make_incident
from lineside.interception.commands import WATCHER, ask_action, choose_plan, look_at_plan
from lineside.interception.models import Alarm, Ask, Plan
from lineside.interception.permissions import CanIntercept
from lineside.kernel.actors import Actor
from lineside.kernel.testing import an_actor
from lineside.trains.queries import TrainRow
from lineside.trains.testing import make_train

PLANNER = an_actor(*CanIntercept, *OPERATOR.permissions, "dispatch.view", "trains.view", name="Chris Vale")


def make_plan(actor: Actor = PLANNER, train: TrainRow | None = None, **facts: Any) -> Plan:
    """1A23 is met at Peterborough; with no unit on duty, by nobody yet."""
    found = train or make_train()
    incident_id = facts.pop("incident_id", None) or make_incident(headcode="1A23", is_happening_now=True).id
    asked = {"crs": "PBO", "coach": "C", **facts}
    return choose_plan(actor=actor, incident_id=incident_id, train_id=found.id, **asked)


def make_ask(actor: Actor = PLANNER) -> Ask:
    return ask_action(actor=actor, incident_id=make_incident().id, action="hold")


def make_alarm(plan: Plan) -> Alarm:
    """What is wrong with the plan by now, on record."""
    look_at_plan(actor=WATCHER, plan_id=plan.id)
    return Alarm.objects.get(plan=plan)
