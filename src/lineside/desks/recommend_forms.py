"""Who to send, as the control desk shows it: what may be asked for, the five, and the hold of the first."""

from typing import TYPE_CHECKING, Any

from django import forms

from lineside.desks.partner_forms import AidForm
from lineside.desks.partner_rows import leaves_as_exercise
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.errors import Refusal
from lineside.partners.permissions import CanPartner
from lineside.partners.queries import forces_for
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

LONGEST_TASKS = 120


class WhoForm(DeskForm):
    """What is needed beside the type of the incident: tasks and skills by their codes."""

    tasks = forms.CharField(max_length=LONGEST_TASKS, required=False)


class SendForm(DeskForm):
    """The unit or units of one proposal."""

    call_signs = forms.CharField(widget=forms.HiddenInput, max_length=120)


def recommended(request: Asking, chosen: "Incident", form: DeskForm, *, holds: bool = True) -> dict[str, Any]:
    """The five, asked for once: markers are looked up, and the first that nobody else holds is held."""
    found, said, words = None, "", []
    if form.is_valid():
        words = form.cleaned_data["tasks"].upper().replace(",", " ").split()
        with refusals_shown_on(form):
            found = queries.recommend(request.actor, chosen.id, tasks=words)
            said = _hold(request, chosen, found) if holds else ""
    return {
        "who_form": form,
        "send_form": SendForm(),
        "found": found,
        "said_of_hold": said,
        "asked_for": " ".join(words),
        "known_tasks": queries.tasks(),
        "may_send": request.actor.may(CanDispatch.ASSIGN),
        "shown": digest(found) if found else "",
        **_aid(request, chosen, found),
    }


def _aid(request: Asking, chosen: "Incident", found: queries.Recommendation | None) -> dict[str, Any]:
    """What the local force is asked with one key where it is there much sooner; nothing where it is not."""
    if found is None or not found.mutual_aid or not request.actor.may(CanPartner.WORK):
        return {"forces": []}
    forces = forces_for(chosen.area)
    begun = {"agency": forces[0].code if forces else "", "quantity": "1", "kind": "response unit", "why": _why(found)}
    is_exercise = leaves_as_exercise(chosen)
    sent_as = {"sent_as": "Exercise" if is_exercise else ""}
    return {"forces": forces, "aid_form": AidForm(initial=begun | sent_as), "is_exercise": is_exercise}


def _why(found: queries.Recommendation) -> str:
    if not found.best:
        return "None of ours can go"
    first = found.best[0]
    return f"Our first, {' and '.join(first.call_signs)}, is {first.minutes} minutes away"


def _hold(request: Asking, chosen: "Incident", found: queries.Recommendation) -> str:
    """Hold the first that no other desk holds; one that was taken in the same moment is said."""
    first = next((each for each in found.best if not each.held_by), None)
    if first is None or not request.actor.may(CanDispatch.ASSIGN):
        return ""
    try:
        seconds = dispatch.hold_units(actor=request.actor, unit_ids=list(first.unit_ids), incident_id=chosen.id)
    except Refusal as refusal:
        return refusal.sentence
    return f"{' and '.join(first.call_signs)} held for you for {seconds} seconds."


def digest(found: queries.Recommendation) -> str:
    """What the live line shows, so that it is not read out again when nothing is new."""
    return ";".join(f"{'+'.join(each.call_signs)}~{each.minutes}{'h' if each.held_by else ''}" for each in found.best)
