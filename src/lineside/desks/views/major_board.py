"""What is written on the board of a major incident: counts, tasks, whom to ring and what they answered, decisions."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks import major_forms as forms
from lineside.desks.rules import moment_to_come, whole_number
from lineside.desks.views.major_beside import BESIDE, beside, done
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound
from lineside.major_incidents import commands, queries
from lineside.major_incidents.permissions import CanMajor
from lineside.ui.pages import Asking, page


@require_GET
@page(needs=CanMajor.WORK)
def form(request: Asking, major_incident_id: UUID, name: str) -> HttpResponse:
    """One form beside the board, fresh."""
    if name not in BESIDE or not request.actor.may(BESIDE[name][1]):
        raise NotFound("There is no such form.")
    row = queries.major_incident(request.actor, major_incident_id)
    begun = {"place_text": row.place_text or row.place, "radius_m": row.radius_m or 1000, "words": ", ".join(row.words)}
    return beside(request, row, name, BESIDE[name][0](initial=begun if name == "mode" else None))


@require_GET
@page(needs=CanMajor.WORK)
def task_form(request: Asking, major_task_id: UUID) -> HttpResponse:
    row = queries.task_of(request.actor, major_task_id)
    major = queries.major_incident(request.actor, row.major_incident_id)
    return beside(request, major, "task-end", forms.MajorTaskEndForm(), task=row)


@require_GET
@page(needs=CanMajor.WORK)
def turn_form(request: Asking, call_turn_id: UUID) -> HttpResponse:
    row = queries.turn_of(request.actor, call_turn_id)
    major = queries.major_incident(request.actor, row.major_incident_id)
    return beside(request, major, "turn", forms.TurnAnswerForm(), turn=row, ring_form=forms.TurnRingForm())


@require_POST
@page(needs=CanMajor.WORK)
def count(request: Asking, major_incident_id: UUID) -> HttpResponse:
    form = forms.CountForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        numbers = {name: whole_number(said[name], name) for name in ("have", "wanted")}
        once(
            form.once_key,
            commands.count_on_tote,
            actor=request.actor,
            major_incident_id=major_incident_id,
            line=said["line"],
            told_by=said["told_by"],
            **numbers,
        )
        return "It is counted."

    return done(request, queries.major_incident(request.actor, major_incident_id), "count", form, work)


@require_POST
@page(needs=CanMajor.WORK)
def task(request: Asking, major_incident_id: UUID) -> HttpResponse:
    form = forms.MajorTaskForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            commands.give_major_task,
            actor=request.actor,
            major_incident_id=major_incident_id,
            text=said["text"],
            owner=said["owner"],
            due_at=moment_to_come(said["due"], "due", now()),
        )
        return "The task is given."

    return done(request, queries.major_incident(request.actor, major_incident_id), "task", form, work)


@require_POST
@page(needs=CanMajor.WORK)
def decide(request: Asking, major_incident_id: UUID) -> HttpResponse:
    form = forms.JointDecisionForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        facts = commands.JointDecision(**{name: said[name] for name, _ in queries.PARTS})
        once(
            form.once_key,
            commands.record_major_decision,
            actor=request.actor,
            major_incident_id=major_incident_id,
            facts=facts,
        )
        return "The decision stands in the log."

    return done(request, queries.major_incident(request.actor, major_incident_id), "decide", form, work)


@require_POST
@page(needs=CanMajor.WORK)
def task_end(request: Asking, major_task_id: UUID) -> HttpResponse:
    form = forms.MajorTaskEndForm(request.POST)
    row = queries.task_of(request.actor, major_task_id)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            commands.end_major_task,
            actor=request.actor,
            major_task_id=major_task_id,
            is_done=said["outcome"] != "given_up",
            words=said["words"],
        )
        return "The task is ended."

    major = queries.major_incident(request.actor, row.major_incident_id)
    return done(request, major, "task-end", form, work, task=row)


@require_POST
@page(needs=CanMajor.WORK)
def ring(request: Asking, call_turn_id: UUID) -> HttpResponse:
    """It is rung now; what they answer is written where it stood."""
    form = forms.TurnRingForm(request.POST)
    row = queries.turn_of(request.actor, call_turn_id)

    def work(said: dict[str, Any]) -> str:
        telephone = said["telephone"]
        once(form.once_key, commands.ring_turn, actor=request.actor, call_turn_id=call_turn_id, telephone=telephone)
        return f"{row.post} is rung."

    major = queries.major_incident(request.actor, row.major_incident_id)
    return done(request, major, "turn", form, work, turn=row, answer_form=forms.TurnAnswerForm())


@require_POST
@page(needs=CanMajor.WORK)
def answer(request: Asking, call_turn_id: UUID) -> HttpResponse:
    form = forms.TurnAnswerForm(request.POST)
    row = queries.turn_of(request.actor, call_turn_id)

    def work(said: dict[str, Any]) -> str:
        facts = {name: said[name] for name in ("answer", "who", "words")}
        once(form.once_key, commands.answer_turn, actor=request.actor, call_turn_id=call_turn_id, **facts)
        return f"{row.role_label}: the answer is written down."

    major = queries.major_incident(request.actor, row.major_incident_id)
    return done(request, major, "turn", form, work, turn=row, ring_form=forms.TurnRingForm())
