"""The page for looking into the national database."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.alerts import queries as alerts
from lineside.gateways.pnc import commands, queries
from lineside.gateways.pnc.commands import LookUpFacts
from lineside.gateways.pnc.forms import LookUpForm
from lineside.gateways.pnc.looking import carried_out
from lineside.gateways.pnc.permissions import CanPnc
from lineside.gateways.pnc.protocol import Answer
from lineside.kernel.audit import record_sighting
from lineside.kernel.commands import once
from lineside.ui.pages import Asking, page, refusals_shown_on

FIELDS = LookUpFacts.__dataclass_fields__


@require_GET
@page(needs=CanPnc.LOOK_UP, sighting="pnc.look_ups")
def desk(request: Asking) -> HttpResponse:
    named = _of_alert(request) if "alert" in request.GET else {}
    return _show(request, LookUpForm(initial={"kind": "person", "originator": request.actor.name, **named}))


@require_POST
@page(needs=CanPnc.LOOK_UP)
def look_up(request: Asking) -> HttpResponse:
    form = LookUpForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            facts = LookUpFacts(**{name: form.cleaned_data[name] for name in FIELDS})
            begun = once(form.once_key, commands.begin_look_up, actor=request.actor, facts=facts)
            row, answer = carried_out(request.actor, begun)
            kept = {name: form.cleaned_data[name] for name in ("kind", "purpose", "originator", "reference")}
            return _show(request, LookUpForm(initial=kept), row, answer)
    return _show(request, form)


@require_GET
@page(needs=CanPnc.REVIEW, sighting="pnc.look_ups")
def review(request: Asking) -> HttpResponse:
    """Everybody's look-ups, for who reviews them and looks up nothing."""
    return render(request, "pnc/review.html", {"rows": queries.look_ups(request.actor)})


def _of_alert(request: Asking) -> dict[str, str]:
    """Whom or what an alert names, so that no name has to stand in an address."""
    try:
        key = UUID(request.GET["alert"][:40])
    except ValueError:
        return {}
    row = alerts.alert(request.actor, key).row
    record_sighting(request.actor, "alerts.alert", str(key), "for a look into the PNC")
    kind = row.subject_kind if row.subject_kind in dict(queries.KINDS) else "property"
    return {"kind": kind, "purpose": "alert", "reference": row.reference, **row.subject}


def _show(
    request: Asking, form: LookUpForm, row: queries.LookUpRow | None = None, answer: Answer | None = None
) -> HttpResponse:
    facts = {
        "form": form,
        "row": row,
        "answer": answer,
        "rows": queries.look_ups(request.actor),
        "kinds": queries.KINDS,
        "purposes": queries.purposes(),
    }
    return render(request, "pnc/look_up.html", facts, status=form.status)
