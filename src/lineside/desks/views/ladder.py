"""What nobody was sent to, and has reached whoever looks: the strip of every desk, and the page behind it."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.ladder_forms import SeenForm
from lineside.incidents import commands, queries
from lineside.incidents.permissions import CanIncident
from lineside.kernel.commands import once
from lineside.ui.pages import Asking, page, refusals_shown_on

NOTHING_NEW = 204


@require_GET
@page(needs=CanIncident.HEAR)
def strip(request: Asking) -> HttpResponse:
    """The strip; nothing when it would say what it says already, so that it is read out and loses the focus once."""
    rows = queries.reached(request.actor)
    said = " ".join(f"{row.id}{row.level}{row.words}" for row in rows)
    has = sha256(said.encode()).hexdigest()[:16]
    if request.GET.get("has") == has:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "desks/_ladder_strip.html", {"rows": rows, "has": has})


@require_GET
@page(needs=CanIncident.HEAR)
def desk(request: Asking) -> HttpResponse:
    return _show(request, SeenForm())


@require_POST
@page(needs=CanIncident.HEAR)
def seen(request: Asking, incident_id: UUID) -> HttpResponse:
    form, said = SeenForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            done = once(
                form.once_key,
                commands.acknowledge_rung,
                actor=request.actor,
                incident_id=incident_id,
                seen_level=form.cleaned_data["level"] or 0,
            )
            said = f"On record: you have seen {done}."
    return _show(request, SeenForm() if form.accepted else form, said)


@require_GET
@page(needs=CanIncident.OWN)
def offers(request: Asking) -> HttpResponse:
    """Logs that are on offer, for the control desk."""
    rows = [render_to_string("desks/_offer_row.html", {"row": row}) for row in queries.offers(request.actor)]
    return HttpResponse("".join(rows))


def _show(request: Asking, form: SeenForm, said: str = "") -> HttpResponse:
    rows = queries.reached(request.actor, all_of_them=True)
    holders = {level: queries.holders(level) for level in {row.level for row in rows}}
    return render(
        request, "desks/ladder.html", {"rows": rows, "holders": holders, "form": form, "said": said}, status=form.status
    )
