"""As it was: the board and any log at a past moment, stepped through for a debrief; and what is disclosed of a log."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.audit import commands as audit
from lineside.audit import queries as trail
from lineside.audit.permissions import CanAudit
from lineside.desks.formerly_forms import DisclosureForm, FormerForm
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries
from lineside.incidents.permissions import CanIncident
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import UK
from lineside.ui.pages import Asking, page, refusals_shown_on

NOTHING: dict[str, Any] = {
    "at": None,
    "board": None,
    "chosen": None,
    "units": (),
    "steps": (),
    "before": "",
    "after": "",
}
STEPS = ((-3600, "1 h earlier"), (-60, "1 min earlier"), (60, "1 min later"), (3600, "1 h later"))  # seconds, words


@require_GET
@page(needs=CanIncident.LOOK_BACK)
def as_it_was(request: Asking) -> HttpResponse:
    form = FormerForm(request.GET)
    facts: dict[str, Any] = {**NOTHING, "form": form, "asked_at": request.GET.get("at", "")[:40]}
    if form.is_valid():
        with refusals_shown_on(form):
            facts |= _facts(request, form.cleaned_data)
    return render(request, "desks/as_it_was.html", facts, status=form.status)


def _facts(request: Asking, asked: dict[str, Any]) -> dict[str, Any]:
    at, reference = asked["at"], asked["incident"].strip()
    facts = {
        "at": at,
        "asked_at": f"{at.astimezone(UK):%Y-%m-%dT%H:%M:%S}",
        "asked": asked,
        "board": queries.board_as_it_was(request.actor, at),
        "attached": dispatch.deployed_at(at),
        "units": dispatch.units_as_they_were(request.actor, at) if request.actor.may(CanDispatch.VIEW) else [],
    }
    chosen = queries.by_reference(request.actor, reference) if reference else None
    if chosen is not None:
        facts |= _of_one(request, chosen.id, at)
    record_sighting(request.actor, "incidents.as_it_was", f"{at.isoformat()} {reference}".strip(), asked["why"])
    before, after = _beside(request, at, facts.get("moments", []))
    steps = [(words, _link(asked, at + timedelta(seconds=seconds))) for seconds, words in STEPS]
    return facts | {
        "before": _link(asked, before) if before else "",
        "after": _link(asked, after) if after else "",
        "steps": steps,
        "now_link": _link(asked, None),
        "link_of": lambda row: _link(asked | {"incident": row.reference}, at),
    }


def _of_one(request: Asking, incident_id: Any, at: datetime) -> dict[str, Any]:  # noqa: ANN401 - a key
    then = queries.incident_as_it_was(request.actor, incident_id, at)
    return {
        "chosen": then,
        "row": queries.as_row(then),
        "said_of_it": queries.in_words(then),
        "log": queries.log_as_it_was(incident_id, at),
        "moments": queries.moments_of(incident_id),
        "whole": len(queries.log(incident_id)),
    }


def _beside(request: Asking, at: datetime, moments: list[datetime]) -> tuple[datetime | None, datetime | None]:
    """The moments before and after, of the chosen incident or of any log that one may see."""
    if not moments:
        return queries.last_moment(request.actor, at), queries.next_moment(request.actor, at)
    earlier, later = bisect_left(moments, at), bisect_right(moments, at)
    return (moments[earlier - 1] if earlier else None), (moments[later] if later < len(moments) else None)


def _link(asked: dict[str, Any], at: datetime | None) -> str:
    said = {"at": at.isoformat() if at else "", "incident": asked["incident"], "why": asked["why"]}
    return f"{reverse('desks:as-it-was')}?{urlencode({name: value for name, value in said.items() if value})}"


@require_POST
@page(needs=CanAudit.DISCLOSE, proof=True)
def disclose(request: Asking, reference: str) -> HttpResponse:
    """The bundle as a file; on record before a byte of it leaves."""
    form = DisclosureForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            reason = form.cleaned_data["reason"]
            chosen = queries.by_reference(request.actor, reference)
            bundle = trail.bundle_of(request.actor, chosen.id, reason)
            audit.record_disclosure(actor=request.actor, incident_id=chosen.id, reason=reason, sha256=bundle.sha256)
            answer = HttpResponse(bundle.content, content_type="application/zip")
            answer["Content-Disposition"] = f'attachment; filename="{bundle.name}"'
            return answer
    return render(request, "desks/disclose.html", {"form": form, "reference": reference}, status=form.status)


@require_GET
@page(needs=CanAudit.DISCLOSE)
def disclosing(request: Asking, reference: str) -> HttpResponse:
    chosen = queries.by_reference(request.actor, reference)
    return render(request, "desks/disclose.html", {"form": DisclosureForm(), "reference": chosen.reference})
