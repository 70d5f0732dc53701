"""Every change about meeting a train: chosen, ended, asked, answered; alarms are raised and dealt with."""

from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.dispatch.queries import UnitRow, named, unit_row
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.interception.events import PlanChanged
from lineside.interception.models import Alarm, Ask, Plan
from lineside.interception.permissions import CanIntercept
from lineside.interception.queries import new_alarms, options_for, plans_so_far
from lineside.interception.rules import Option, check_coach, check_words, label_of, table
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken, Stale
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.trains.commands import watch_train
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import train

# The log is written and the train watched for whoever may plan, as law 3 of the stairs asks.
WRITER = system_actor("meeting trains", CanIncident.LOG, CanTrain.WATCH)
WATCHER = system_actor("meeting trains", CanIntercept.WATCH)
REPLACED = "replaced"


@command(needs=CanIntercept.PLAN)
def choose_plan(
    *,
    actor: Actor,
    incident_id: UUID,
    train_id: UUID,
    crs: str,
    unit_id: UUID | None = None,
    coach: str = "",
    seen_plans: int | None = None,
) -> Plan:
    """Meet this train at that call, with that unit or with the one proposed; an earlier plan is replaced.

    `seen_plans` is how many there were before the eyes of whoever chooses: nobody replaces one that they have not seen.
    """
    incident(actor, incident_id)
    _claim(incident_id, seen_plans)
    option = _chosen(actor, incident_id, train_id, crs.strip().upper())
    unit = _unit(actor, unit_id or option.unit_id)
    _end(actor, incident_id, REPLACED)
    proposed = option.there_at if unit and unit.id == option.unit_id else None
    plan = Plan(
        incident_id=incident_id,
        train_id=train_id,
        train=train(train_id).name[:200],
        coach=check_coach(coach),
        crs=option.stop.crs,
        stop=option.stop.name[:120],
        arrival_at=option.stop.arrives,
        unit_id=unit.id if unit else None,
        there_at=proposed,
        edition=table("weights", uk_day(now())).edition,
        by_id=actor.id,
        by_name=actor.name,
    )
    plan.save()
    _log(actor, incident_id, f"{_told(plan)}: {named(unit) if unit else 'no unit yet'}. {option.why}.")
    watch_train(actor=WRITER, train_id=train_id)
    announce(PlanChanged(incident_id=incident_id, what="chosen"))
    return plan


def _chosen(actor: Actor, incident_id: UUID, train_id: UUID, code: str) -> Option:
    for each in options_for(actor, incident_id, train_id):
        if each.stop.crs == code:
            return each
    raise RuleBroken("The train does not call there any more; choose one of the calls that are shown.", "crs")


def _told(plan: Plan) -> str:
    seat = f", coach {plan.coach}" if plan.coach else ""
    return f"Meet {plan.train}{seat} at {plan.stop}, due {plan.arrival_at.astimezone(UK):%H:%M}"


def _claim(incident_id: UUID, seen_plans: int | None) -> None:
    one_at_a_time(f"meeting a train {incident_id}")
    if seen_plans is not None and seen_plans != plans_so_far(incident_id):
        raise Stale("Another plan was chosen since you looked; look at it and choose again.")


def _unit(actor: Actor, unit_id: UUID | None) -> UnitRow | None:
    """A unit on duty of the actor's areas; one of which they may not know where it is, they cannot send to a train."""
    if unit_id is None:
        return None
    unit = unit_row(unit_id, actor)
    if unit is None or not unit.is_on_duty or not actor.covers(unit.area) or unit.is_hidden:
        raise NotFound("There is no such unit on duty.")
    return unit


@command(needs=CanIntercept.PLAN)
def end_plan(*, actor: Actor, plan_id: UUID, how: str, seen_version: int | None = None) -> Plan:
    """The train was met, or was not; its alarms end with it."""
    plan = locked(Plan, plan_id, seen_version)
    incident(actor, plan.incident_id)
    label = label_of("endings", how, uk_day(now()), "Say how it ended; choose from the list.", "how")
    if plan.ended_at is not None:
        raise RuleBroken("What became of this plan is on record already.")
    _end(actor, plan.incident_id, how)
    _log(actor, plan.incident_id, f"{label}: {plan.train} at {plan.stop}.")
    announce(PlanChanged(incident_id=plan.incident_id, what="ended"))
    plan.refresh_from_db()
    return plan


def _end(actor: Actor, incident_id: UUID, how: str) -> None:
    at = now()
    for plan in Plan.objects.select_for_update().filter(incident_id=incident_id, ended_at=None):
        plan.ended_at, plan.ended_how, plan.ended_by = at, how, actor.name
        plan.save()
        open_ones = Alarm.objects.filter(plan=plan, dealt_at=None)
        open_ones.update(dealt_at=at, dealt_by=actor.name, dealt_words="The plan was ended or replaced.")


@command(needs=CanIntercept.PLAN)
def ask_action(*, actor: Actor, incident_id: UUID, action: str) -> Ask:
    """Something was asked of a control, staff or another force: who, when and of whom stand in the log."""
    incident(actor, incident_id)
    at = now()
    label = label_of("actions", action, uk_day(at), "Choose what is asked from the list.", "action")
    asked_of = str(table("actions", uk_day(at)).by_code[action]["asked_of"])
    row = Ask(incident_id=incident_id, action=action, label=label, asked_of=asked_of, asked_at=at, asked_by=actor.name)
    row.save()
    _log(actor, incident_id, f"Asked of {asked_of}: {label}.")
    announce(PlanChanged(incident_id=incident_id, what="asked"))
    return row


@command(needs=CanIntercept.PLAN)
def answer_ask(*, actor: Actor, ask_id: UUID, answer: str, words: str = "", seen_version: int | None = None) -> Ask:
    """Yes or no, in whose words."""
    row = locked(Ask, ask_id, seen_version)
    incident(actor, row.incident_id)
    if row.answer:
        raise RuleBroken("Their answer is on record already; ask again for another.")
    if answer not in ("yes", "no"):
        raise RuleBroken("Say whether the answer was yes or no.", "answer")
    row.answer, row.words = answer, check_words(words)
    row.answered_at, row.answered_by = now(), actor.name
    row.save()
    said = f" {row.words}" if row.words else ""
    _log(actor, row.incident_id, f"{row.asked_of} answered {answer} to: {row.label}.{said}")
    announce(PlanChanged(incident_id=row.incident_id, what="answered"))
    return row


@command(needs=CanIntercept.WATCH)
def look_at_plan(*, actor: Actor, plan_id: UUID) -> int:  # noqa: ARG001 - the audit line names the actor
    """Raise each alarm of a plan that no longer holds; how many are new."""
    plan = locked(Plan, plan_id)
    new = new_alarms(plan.id)
    for kind, words, minutes in new:
        Alarm(plan=plan, kind=kind, words=words, minutes=minutes, raised_at=now()).save()
        add_log_entry(
            actor=WRITER, incident_id=plan.incident_id, text=f"ALARM {plan.train} at {plan.stop}: {words}", kind="train"
        )
    if new:
        announce(PlanChanged(incident_id=plan.incident_id, what="alarm"))
    return len(new)


@command(needs=CanIntercept.PLAN)
def deal_with_alarm(*, actor: Actor, alarm_id: UUID, words: str, seen_version: int | None = None) -> Alarm:
    """A person has seen it and says what is done."""
    row = locked(Alarm, alarm_id, seen_version)
    incident(actor, row.plan.incident_id)
    if row.dealt_at is not None:
        raise RuleBroken(f"{row.dealt_by} has dealt with it already.")
    row.dealt_words = check_words(words, "Say in a sentence what is done about it.")
    row.dealt_at, row.dealt_by = now(), actor.name
    row.save()
    _log(actor, row.plan.incident_id, f"Alarm of {row.plan.train} dealt with: {row.dealt_words}")
    announce(PlanChanged(incident_id=row.plan.incident_id, what="dealt"))
    return row


def _log(actor: Actor, incident_id: UUID, text: str) -> None:
    add_log_entry(
        actor=actor if actor.may(CanIncident.LOG) else WRITER, incident_id=incident_id, text=text, kind="train"
    )
