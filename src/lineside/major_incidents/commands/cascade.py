"""The call-out cascade: a turn is rung and answered; else the next in line has it, or the supervisor is told."""

from contextlib import suppress
from uuid import UUID

from lineside.callouts.commands import place_call
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, Refusal, RuleBroken
from lineside.kernel.models import locked
from lineside.major_incidents import rules
from lineside.major_incidents.commands.declaring import open_major, tell_log
from lineside.major_incidents.models import CallTurn
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.cascade import turns_due

CLOCK = system_actor(
    "the clock of major incidents", CanMajor.WORK, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED, CanIncident.LOG
)


@command(needs=CanMajor.WORK)
def ring_turn(*, actor: Actor, call_turn_id: UUID, telephone: str = "") -> CallTurn:
    """It is rung now, by our own telephone where one is named; from here its time to answer runs."""
    row = _locked(actor, call_turn_id)
    if row.state != rules.NEXT:
        raise RuleBroken("It is rung already, or it is not its turn.")
    if telephone.strip():
        place_call(actor=actor, number=row.telephone, telephone=telephone, incident_id=row.major_incident.incident_id)
    row.state, row.rung_at, row.rung_by = rules.RUNG, now(), actor.name
    row.due_at, row.told_at = rules.due_after(row.minutes, now()), None
    row.save()
    tell_log(actor, row.major_incident, f"Call-out, {row.role_label}: {row.post} is rung on {row.telephone}", "callout")
    return row


@command(needs=CanMajor.WORK)
def answer_turn(*, actor: Actor, call_turn_id: UUID, answer: str, who: str = "", words: str = "") -> CallTurn:
    """What they answered: one who comes fills the role; otherwise the next in line has the turn."""
    row = _locked(actor, call_turn_id)
    name, kept = rules.check_answer(row.state, answer, who, words)
    row.state, row.answered_at, row.answered_by = answer, now(), actor.name
    row.who, row.words, row.due_at = name, kept, None
    row.save()
    said = rules.answer_in_words(row.role_label, row.post, answer, name, kept)
    tell_log(actor, row.major_incident, said, "callout")
    if answer != rules.COMING:
        _to_next(actor, row)
    return row


@command(needs=CanMajor.WORK)
def pass_turn_on(*, actor: Actor, call_turn_id: UUID) -> CallTurn:
    """Its time is over: who was rung did not answer, and the next has it; who nobody rang stays, and that is told."""
    row = _locked(actor, call_turn_id)
    if row.due_at is None or row.due_at > now():
        raise RuleBroken("Its time is not over.")
    row.due_at = None
    if row.state == rules.NEXT:
        row.told_at = now()
        row.save()
        said = f"Call-out, {row.role_label}: nobody has rung {row.post}. The supervisor is told."
        tell_log(actor, row.major_incident, said, "callout")
        return row
    row.state, row.answered_at, row.answered_by = rules.TIMED_OUT, now(), actor.name
    row.save()
    said = f"Call-out, {row.role_label}: {row.post} has not answered within {row.minutes} min"
    tell_log(actor, row.major_incident, said, "callout")
    _to_next(actor, row)
    return row


def pass_turns_on() -> int:
    """Every turn whose time is over; how many."""
    passed = 0
    for key in turns_due():
        with suppress(Refusal):
            pass_turn_on(actor=CLOCK, call_turn_id=key)
            passed += 1
    return passed


def _to_next(actor: Actor, ended: CallTurn) -> None:
    found = CallTurn.objects.filter(
        major_incident=ended.major_incident, times=ended.times, role=ended.role, state=rules.WAITING
    )
    following = found.order_by("turn").first()
    if following is not None:
        row = locked(CallTurn, following.id)
        row.state, row.due_at = rules.NEXT, rules.due_after(row.minutes, now())
        row.save()
        return
    ended.told_at = now()
    ended.save()
    said = f"Call-out, {ended.role_label}: nobody on the list is coming. The supervisor is told."
    tell_log(actor, ended.major_incident, said, "callout")


def _locked(actor: Actor, key: UUID) -> CallTurn:
    found = CallTurn.objects.filter(pk=key).values_list("major_incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such turn.")
    major = open_major(actor, found)  # one at a time for the whole list
    row = locked(CallTurn, key)
    row.major_incident = major
    return row
