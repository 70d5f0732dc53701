"""The desk for victim care: who is owed what by when, and everything that is done for one of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks import victim_forms as forms
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.moments import moment_typed
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on, seen_in_answer
from lineside.victims import commands, queries
from lineside.victims.commands import Added, Asked, Needs, Plan, Referral, StandFacts
from lineside.victims.permissions import CanVictim

Facts = Callable[[dict[str, Any]], dict[str, Any]]
PLAIN: Facts = lambda said: said  # noqa: E731 - what was typed is what the command takes


@require_GET
@page(needs=CanVictim.VIEW, sighting="victims.worklist")
def desk(request: Asking) -> HttpResponse:
    late = bool(request.GET.get("late"))
    board = queries.worklist(request.actor, late=late)
    return render(request, "desks/victims.html", {"board": board, "late": late, "chosen": None})


@require_GET
@page(needs=CanVictim.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_victim_rows.html", {"board": queries.worklist(request.actor)})


@require_GET
@page(needs=CanVictim.VIEW)
def row(request: Asking, victim_id: UUID) -> HttpResponse:
    return render(request, "desks/_victim_row.html", {"row": queries.victim(request.actor, victim_id).row})


@require_GET
@page(needs=CanVictim.VIEW, sighting="victims.victim")
def victim(request: Asking, victim_id: UUID) -> HttpResponse:
    return _show(request, victim_id)


@require_GET
@page(needs=CanVictim.VIEW, sighting="victims.letter")
def pdf(request: Asking, letter_id: UUID) -> HttpResponse:
    """For print, as a file that no page of ours runs anything of."""
    found = queries.letter_pdf(request.actor, letter_id)
    name = f'inline; filename="letter-{letter_id}.pdf"'
    return HttpResponse(found, content_type="application/pdf", headers={"Content-Disposition": name})


@require_POST
@page(needs=CanVictim.CARE)
def assess(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"content": Needs(**said | {"bases": tuple(said["bases"])})}

    return _done(request, victim_id, "needs", forms.NeedsForm(request.POST), commands.assess_needs, facts)


@require_POST
@page(needs=CanVictim.CARE)
def refer(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"referral": Referral(**said)}

    return _done(request, victim_id, "refer", forms.SupportForm(request.POST), commands.refer_to_support, facts)


@require_POST
@page(needs=CanVictim.CARE)
def plan(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        reason = said.pop("unsafe_reason")
        return {"plan": Plan(**said | {"every_days": _number(said["every_days"])}), "unsafe_reason": reason}

    return _done(request, victim_id, "plan", forms.PlanForm(request.POST), commands.agree_plan, facts)


@require_POST
@page(needs=CanVictim.CARE)
def stands(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"stands": StandFacts(**said)}

    return _done(request, victim_id, "stands", forms.StandsForm(request.POST), commands.name_who_stands, facts)


@require_POST
@page(needs=CanVictim.CARE)
def choose(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return said | {"right": _number(said["right"])}

    return _done(request, victim_id, "choice", forms.ChoiceForm(request.POST), commands.record_choice, facts)


@require_POST
@page(needs=CanVictim.CARE)
def statement(request: Asking, victim_id: UUID) -> HttpResponse:
    form = forms.StatementForm(request.POST)
    return _done(request, victim_id, "statement", form, commands.offer_statement, PLAIN)


@require_POST
@page(needs=CanVictim.CARE)
def correct(request: Asking, victim_id: UUID) -> HttpResponse:
    return _done(request, victim_id, "correct", forms.CorrectForm(request.POST), commands.correct_victim, PLAIN)


@require_POST
@page(needs=CanVictim.CARE)
def complain(request: Asking, victim_id: UUID) -> HttpResponse:
    return _done(request, victim_id, "complain", forms.ComplaintForm(request.POST), commands.take_complaint, PLAIN)


@require_POST
@page(needs=CanVictim.CARE)
def write(request: Asking, victim_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"asked": Asked(**said)}

    return _done(request, victim_id, "letter", forms.LetterForm(request.POST), commands.write_letter, facts)


@require_POST
@page(needs=CanVictim.STEP)
def step(request: Asking, victim_id: UUID) -> HttpResponse:
    crime_id, form = queries.victim(request.actor, victim_id).row.crime_id, forms.StepForm(request.POST)

    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"crime_id": crime_id, "at": moment_typed(said.pop("at"), "at"), **said}

    _do(request, form, commands.record_step, facts, is_versioned=False)
    return _show(request, victim_id, "step", form)


@require_POST
@page(needs=CanVictim.CARE)
def add(request: Asking, victim_id: UUID) -> HttpResponse:
    crime_id, form = queries.victim(request.actor, victim_id).row.crime_id, forms.AddForm(request.POST)

    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return {"crime_id": crime_id, "added": Added(**said)}

    made = _do(request, form, commands.add_victim, facts, is_versioned=False)
    return _show(request, made.id if made else victim_id, "add", form)


@require_POST
@page(needs=CanVictim.CARE)
def keep(request: Asking, victim_duty_id: UUID) -> HttpResponse:
    victim_id, form = queries.victim_of_duty(request.actor, victim_duty_id), forms.KeepForm(request.POST)
    _do(request, form, commands.keep_duty, PLAIN, victim_duty_id=victim_duty_id)
    return _show(request, victim_id, f"keep-{victim_duty_id}", form)


@require_POST
@page(needs=CanVictim.CARE)
def send(request: Asking, letter_id: UUID) -> HttpResponse:
    victim_id, form = queries.victim_of_letter(request.actor, letter_id), forms.SendForm(request.POST)
    _do(request, form, commands.send_letter, PLAIN, letter_id=letter_id)
    return _show(request, victim_id, f"send-{letter_id}", form)


@require_POST
@page(needs=CanVictim.CARE)
def answer(request: Asking, complaint_id: UUID) -> HttpResponse:
    def facts(said: dict[str, Any]) -> dict[str, Any]:
        return said | {"is_final": said["is_final"] == "yes"}

    victim_id, form = queries.victim_of_complaint(request.actor, complaint_id), forms.AnswerForm(request.POST)
    _do(request, form, commands.answer_complaint, facts, complaint_id=complaint_id)
    return _show(request, victim_id, f"answer-{complaint_id}", form)


def _done(
    request: Asking, victim_id: UUID, name: str, form: DeskForm, work: Callable[..., Any], facts: Facts
) -> HttpResponse:
    queries.victim(request.actor, victim_id)  # who may not see it is told so before anything is read of the form
    _do(request, form, work, facts, victim_id=victim_id)
    return _show(request, victim_id, name, form)


def _do(
    request: Asking, form: DeskForm, work: Callable[..., Any], facts: Facts, *, is_versioned: bool = True, **more: Any
) -> Any:  # noqa: ANN401 - what the command made
    if not form.is_valid():
        return None
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("key", "seen_version")}
    if is_versioned:
        more["seen_version"] = form.cleaned_data["seen_version"] or 0
    with refusals_shown_on(form):
        return once(form.once_key, work, actor=request.actor, **more, **facts(said))
    return None


def _show(request: Asking, victim_id: UUID, name: str = "", form: DeskForm | None = None) -> HttpResponse:
    whole = queries.victim(request.actor, victim_id)
    seen_in_answer(request, "victims.victim", str(victim_id))
    facts = {
        "chosen": whole,
        "board": [] if is_fragment(request) else queries.worklist(request.actor),
        "late": False,
        "choices": queries.choices(whole.row.regime, whole.row.standing),
        "forms": {name: form} if form and not form.accepted else {},
        "blank": {key: kind() for key, kind in _BLANK.items()},
        "may_care": request.actor.may(CanVictim.CARE),
        "may_step": request.actor.may(CanVictim.STEP),
    }
    template = "desks/_victim.html" if is_fragment(request) else "desks/victims.html"
    return render(request, template, facts, status=form.status if form else 200)


def _number(typed: str) -> int | None:
    """None where it is no number, which the rule refuses in its own words; of a long one what no rule takes."""
    kept = typed.strip()[:9]
    return int(kept) if kept.isdecimal() else None


_BLANK = {
    "needs": forms.NeedsForm,
    "refer": forms.SupportForm,
    "plan": forms.PlanForm,
    "stands": forms.StandsForm,
    "choice": forms.ChoiceForm,
    "statement": forms.StatementForm,
    "correct": forms.CorrectForm,
    "step": forms.StepForm,
    "add": forms.AddForm,
    "complain": forms.ComplaintForm,
    "letter": forms.LetterForm,
    "keep": forms.KeepForm,
    "send": forms.SendForm,
    "answer": forms.AnswerForm,
}
