"""The form beside the board of a major incident: shown fresh, with what was refused, or away again once it is done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lineside.desks import major_forms as forms
from lineside.major_incidents import queries
from lineside.major_incidents.permissions import CanMajor
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, refusals_shown_on

# What can be asked for beside the board: its form, and the right that it needs.
BESIDE: dict[str, tuple[type[DeskForm], CanMajor]] = {
    "count": (forms.CountForm, CanMajor.WORK),
    "task": (forms.MajorTaskForm, CanMajor.WORK),
    "decide": (forms.JointDecisionForm, CanMajor.WORK),
    "mode": (forms.AttachModeForm, CanMajor.DIRECT),
    "mode-off": (forms.MajorReasonForm, CanMajor.DIRECT),
    "over": (forms.MajorReasonForm, CanMajor.DIRECT),
}


def rights(request: Asking) -> dict[str, bool]:
    return {
        "may_work": request.actor.may(CanMajor.WORK),
        "may_direct": request.actor.may(CanMajor.DIRECT),
    }


def beside(request: Asking, row: queries.MajorRow, name: str, form: DeskForm, **more: Any) -> HttpResponse:
    facts = {"major": row, "beside": name, "said": "", "form": form, "tote_lines": queries.tote_lines()}
    facts |= {"parts": queries.PARTS, "answers": queries.ANSWERS, **more}
    facts.setdefault("answer_form", form)
    return render(request, "desks/_major_beside.html", facts, status=form.status)


def done(
    request: Asking,
    row: queries.MajorRow,
    name: str,
    form: DeskForm,
    work: Callable[[dict[str, Any]], str],
    **more: Any,
) -> HttpResponse:
    """The form's work, once; then words of what was done, or the form again with its refusal."""
    said = ""
    if form.is_valid():
        with refusals_shown_on(form, {"text": "due", "answers": "answer"} if name != "task" else None):
            said = work(form.cleaned_data)
    if form.accepted:
        facts = {"major": row, "beside": "", "said": said}
        return render(request, "desks/_major_beside.html", facts)
    if name == "turn":
        own = "ring_form" if isinstance(form, forms.TurnRingForm) else "answer_form"
        more |= {own: form}
    return beside(request, row, name, form, **more)
