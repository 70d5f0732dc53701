"""Panels beside the command line: what one line cannot hold, and what a line will do before it is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.desks.foresight import foresee
from lineside.desks.forms import RegradeForm, ResultForm
from lineside.desks.lines import give_result, send_units, verbs_for, watcher
from lineside.desks.protection_forms import protect_facts
from lineside.desks.questions import answers_in, asked_in
from lineside.desks.recommend_forms import WhoForm, recommended
from lineside.desks.rules import NOT_YET, read_line
from lineside.desks.unit_forms import SendForm, keys_in
from lineside.desks.views.cards import working_facts
from lineside.desks.views.entries import methane_facts
from lineside.desks.writing import Writing
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries
from lineside.incidents.permissions import CanIncident
from lineside.kernel.commands import once
from lineside.kernel.errors import Stale
from lineside.triage import commands as triage
from lineside.triage import queries as assessments
from lineside.triage.permissions import CanTriage
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

REFERENCE = "reference-"
# Panels that begin with nothing that was typed.
BESIDE: dict[str, Callable[[Asking, "Incident"], dict[str, Any]]] = {
    "card_panel": working_facts,
    "methane_panel": lambda _request, chosen: methane_facts(chosen.id),
}


@require_POST
@page(needs=CanIncident.LOG)
def foreseen(request: Asking, incident_id: UUID) -> HttpResponse:
    """What the line typed so far will do; nothing is done."""
    typed = request.POST.get("text", "")[:4000]
    by = Writing(actor=request.actor, incident_id=incident_id, seen_version=None, key="")
    return render(request, "desks/_foreseen.html", {"foreseen": foresee(typed, by)})


@require_GET
@page(needs=CanIncident.LOG)
def verbs(request: Asking, incident_id: UUID) -> HttpResponse:
    return render(request, "desks/_panel.html", panel_of(request, queries.incident(request.actor, incident_id), "help"))


@require_http_methods(["GET", "POST"])
@page(needs=CanTriage.ASSESS)
def regrade(request: Asking, incident_id: UUID) -> HttpResponse:
    """THRIVE afresh, and the grade that follows from it."""
    chosen = queries.incident(request.actor, incident_id)
    if request.method != "POST":
        return render(request, "desks/_panel.html", panel_of(request, chosen, "regrade"))
    form = RegradeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            _regrade(request, form, chosen)
    return _answer(request, incident_id, form, "regrade", "Graded.")


def _regrade(request: Asking, form: RegradeForm, chosen: "Incident") -> None:
    facts = form.cleaned_data
    if facts["seen_grade"] != chosen.grade:
        raise Stale("Somebody else has graded it since you opened this; look at that first.", "grade")
    once(
        form.once_key,
        triage.regrade_incident,
        actor=request.actor,
        incident_id=chosen.id,
        answers=answers_in(request.POST),
        grade=facts["grade"],
        reason=facts["reason"],
        seen_version=facts["seen_version"],
    )


@require_http_methods(["GET", "POST"])
@page(needs=CanIncident.RESULT)
def result(request: Asking, incident_id: UUID) -> HttpResponse:
    """The result by codes in words, each with the reference that it asks for."""
    chosen = queries.incident(request.actor, incident_id)
    if request.method != "POST":
        return render(request, "desks/_panel.html", panel_of(request, chosen, "result"))
    form, said = ResultForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            said = _result(request, form, incident_id)
    return _answer(request, incident_id, form, "result", said)


def _result(request: Asking, form: ResultForm, incident_id: UUID) -> str:
    facts = form.cleaned_data
    by = Writing(actor=request.actor, incident_id=incident_id, seen_version=facts["seen_version"], key=form.once_key)
    results = tuple(facts["result_codes"])
    references = {code: words for code, words in references_in(request).items() if code in results}
    return give_result(by, facts["closing_code"], results, references, closes=facts["close"] == "yes")


def references_in(request: Asking) -> dict[str, str]:
    sent = {
        name.removeprefix(REFERENCE): str(request.POST[name]) for name in request.POST if name.startswith(REFERENCE)
    }
    return {code: words for code, words in sent.items() if words.strip()}


@require_POST
@page(needs=CanDispatch.ASSIGN)
def send(request: Asking, incident_id: UUID) -> HttpResponse:
    """Units are sent past warnings that were ticked, and told of them."""
    form, said = SendForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form, {"unit": "units", "text": "units"}):
            facts = form.cleaned_data
            line = read_line(f"/u {facts['units']}")
            by = Writing(actor=request.actor, incident_id=incident_id, seen_version=None, key=form.once_key)
            said = send_units(line, by, keys_in(facts["warnings"]))
    return _answer(request, incident_id, form, "send", said)


def _answer(request: Asking, incident_id: UUID, form: DeskForm, name: str, said: str) -> HttpResponse:
    """The panel again with its refusal, or closed with what was done."""
    chosen = queries.incident(request.actor, incident_id)
    if form.accepted:
        return render(request, "desks/_panel.html", {"panel": "", "panel_said": said, "chosen": chosen})
    return render(request, "desks/_panel.html", panel_of(request, chosen, name, form), status=form.status)


def panel_of(
    request: Asking, chosen: "Incident", name: str, form: DeskForm | None = None, begun: dict[str, str] | None = None
) -> dict[str, Any]:
    """What a panel shows; `begun` is what was typed on the command line that opened it."""
    facts: dict[str, Any] = {"panel": name, "panel_said": "", "chosen": chosen}
    if name == "regrade":
        return facts | _regrade_facts(request, chosen, form or RegradeForm(initial=begun or {}))
    if name == "result":
        return facts | _result_facts(request, chosen, form or ResultForm(initial=_given(chosen)))
    if name in BESIDE:
        return facts | BESIDE[name](request, chosen)
    if name in ("protect", "send"):
        facts |= _asked_first(request, chosen, name, form, begun or {})
    if name == "recommend":
        facts |= recommended(request, chosen, form or WhoForm(begun or {}))
    if name == "help":
        return facts | {"verbs": verbs_for(request.actor, chosen.state), "not_yet": NOT_YET}
    return facts


def _regrade_facts(request: Asking, chosen: "Incident", form: DeskForm) -> dict[str, Any]:
    asked = asked_in(request.POST) if form.is_bound else {}
    earlier = assessments.assessments(chosen.id)
    return {
        "regrade_form": form,
        "questions": assessments.questions(),
        "kind_questions": assessments.kind_questions(answers_in(request.POST), chosen.opening_code),
        "asked": asked,
        "last": assessments.in_words(earlier[-1]) if earlier else {},
        "remarks": assessments.remarks_of(earlier[-1]) if earlier else (),
        "grade_choices": queries.choices()["grades"],
        "proposal": assessments.propose(answers_in(request.POST), chosen.opening_code) if form.is_bound else None,
    }


def _asked_first(
    request: Asking, chosen: "Incident", name: str, form: DeskForm | None, begun: dict[str, str]
) -> dict[str, Any]:
    """What a line opened a panel for instead of doing it."""
    if name == "protect":
        return protect_facts(request.actor, chosen.id, form, begun)
    return _send_facts(request, chosen, form or SendForm(initial=begun))


def _send_facts(request: Asking, chosen: "Incident", form: DeskForm) -> dict[str, Any]:
    return {"send_form": form, "warned": dispatch.warnings_of(watcher(request.actor), chosen.id)}


def _result_facts(request: Asking, chosen: "Incident", form: DeskForm) -> dict[str, Any]:
    return {
        "result_form": form,
        "closing_choices": queries.choices()["closing_codes"],
        "results": queries.results_to_choose(),
        "references": references_in(request) if form.is_bound else dict(chosen.result_references),
    }


def _given(chosen: "Incident") -> dict[str, Any]:
    """The result that stands, or the category that the type of the incident suggests."""
    return {"closing_code": chosen.closing_code or chosen.nsir_category, "result_codes": chosen.result_codes}
