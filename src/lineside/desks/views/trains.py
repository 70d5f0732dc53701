"""Meeting a train from its log: choose the call, ask the control, answer, deal with an alarm, end the plan."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.forms import said_nowhere
from lineside.desks.train_forms import AnswerForm, AskForm, DealForm, EndMeetingForm, MeetForm
from lineside.incidents.queries import board, incident
from lineside.interception import commands, queries
from lineside.interception.permissions import CanIntercept
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

Forms = dict[str, DeskForm]


@require_GET
@page(needs=CanIntercept.VIEW)
def alarms(request: Asking) -> HttpResponse:
    """Every alarm of trains that waits for a person, for a desk that opens or was away."""
    seen = {row.id for row in board(request.actor)}
    found = [alarm for alarm in queries.open_alarms() if alarm.incident_id in seen]
    return render(request, "desks/_train_alarms.html", {"alarms": found})


@require_GET
@page(needs=CanIntercept.PLAN)
def panel(request: Asking, incident_id: UUID) -> HttpResponse:
    return _panel(request, incident_id, {})


@require_POST
@page(needs=CanIntercept.PLAN)
def meet(request: Asking, incident_id: UUID) -> HttpResponse:
    form = MeetForm(request.POST)

    def chosen() -> None:
        train_id, crs = _option(request, incident_id, form.cleaned_data["option"])
        facts = {"incident_id": incident_id, "train_id": train_id, "crs": crs, "coach": form.cleaned_data["coach"]}
        facts |= {"seen_plans": _version(form)}
        once(form.once_key, commands.choose_plan, actor=request.actor, **facts)

    return _carried_out(request, incident_id, "meet", form, chosen, "Chosen; it is watched.")


def _option(request: Asking, incident_id: UUID, text: str) -> tuple[UUID, str]:
    """The train and the call that were offered; a call alone is one of the likeliest train."""
    train_id, _, crs = text.rpartition(":")
    if not train_id:
        chosen = incident(request.actor, incident_id)
        train_id = next((str(row.id) for row in queries.candidates(chosen.headcode, chosen.crs)), "")
    try:
        return UUID(train_id), crs
    except ValueError:
        raise RuleBroken("Choose one of the calls that are shown.", "option") from None


@require_POST
@page(needs=CanIntercept.PLAN)
def ask(request: Asking, incident_id: UUID) -> HttpResponse:
    form = AskForm(request.POST)

    def asked() -> None:
        facts = {"incident_id": incident_id, "action": form.cleaned_data["action"]}
        once(form.once_key, commands.ask_action, actor=request.actor, **facts)

    return _carried_out(request, incident_id, "ask", form, asked, "In the log as asked.")


@require_POST
@page(needs=CanIntercept.PLAN)
def answer(request: Asking, ask_id: UUID) -> HttpResponse:
    form, row = AnswerForm(request.POST), queries.ask_row(ask_id)

    def answered() -> None:
        facts = {"ask_id": ask_id, "answer": form.cleaned_data["answer"], "words": form.cleaned_data["words"]}
        once(form.once_key, commands.answer_ask, actor=request.actor, seen_version=_version(form), **facts)

    return _carried_out(request, row.incident_id, f"answer-{ask_id}", form, answered, "In the log as answered.")


@require_POST
@page(needs=CanIntercept.PLAN)
def deal(request: Asking, alarm_id: UUID) -> HttpResponse:
    form, row = DealForm(request.POST), queries.alarm_row(alarm_id)

    def dealt() -> None:
        facts = {"alarm_id": alarm_id, "words": form.cleaned_data["words"], "seen_version": _version(form)}
        once(form.once_key, commands.deal_with_alarm, actor=request.actor, **facts)

    return _carried_out(request, row.incident_id, f"deal-{alarm_id}", form, dealt, "Dealt with.")


@require_POST
@page(needs=CanIntercept.PLAN)
def end(request: Asking, plan_id: UUID) -> HttpResponse:
    form, row = EndMeetingForm(request.POST), queries.plan_row(plan_id)

    def ended() -> None:
        facts = {"plan_id": plan_id, "how": form.cleaned_data["how"], "seen_version": _version(form)}
        once(form.once_key, commands.end_plan, actor=request.actor, **facts)

    return _carried_out(request, row.incident_id, "end", form, ended, "On record.")


def _version(form: DeskForm) -> int:
    return form.cleaned_data["seen_version"] or 0


def _carried_out(
    request: Asking, incident_id: UUID, name: str, form: DeskForm, work: Callable[[], object], said: str
) -> HttpResponse:
    """The panel again: with the refusal beside its field, or with what was done."""
    incident(request.actor, incident_id)
    if form.is_valid():
        with refusals_shown_on(form):
            work()
    return _panel(request, incident_id, {} if form.accepted else {name: form}, said if form.accepted else "", form)


def _panel(
    request: Asking, incident_id: UUID, forms: Forms, said: str = "", used: DeskForm | None = None
) -> HttpResponse:
    chosen = incident(request.actor, incident_id)
    plan, alarms_here = queries.open_plan(incident_id), queries.alarms_of(incident_id)
    asks = [row for row in queries.asks_of(incident_id) if not row.answer]
    shown = {"meet", "ask", *(["end"] if plan else [])}
    shown |= {f"deal-{row.id}" for row in alarms_here} | {f"answer-{row.id}" for row in asks}
    facts: dict[str, Any] = {
        "incident_id": incident_id,
        "forms": forms,
        "refused": [said for name in forms for said in said_nowhere(used, name, shown)],
        "blank": {"meet": MeetForm(), "ask": AskForm(), "answer": AnswerForm(), "deal": DealForm()},
        "end_form": forms.get("end") or EndMeetingForm(),
        "options": _options(request, incident_id, chosen.headcode, chosen.crs),
        "actions": queries.choices("actions"),
        "endings": queries.choices("endings"),
        "plans_so_far": queries.plans_so_far(incident_id),
        "plan": plan,
        "asks": asks,
        "train_alarms": alarms_here,
        "meeting_said": said,
    }
    return render(request, "desks/_meeting.html", facts, status=used.status if used else 200)


def _options(request: Asking, incident_id: UUID, headcode: str, crs: str) -> list[tuple[str, str]]:
    """Every call of every train that it may be, the best first of each train: what is sent, and the words."""
    return [
        (f"{train.id}:{option.stop.crs}", queries.option_words(train, option))
        for train in queries.candidates(headcode, crs)[:4]
        for option in queries.options_for(request.actor, incident_id, train.id)
    ]
