"""The local force is asked for officers from where it is proposed: beside the five that could be sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lineside.desks.partner_forms import AidForm
from lineside.desks.recommend_forms import WhoForm, recommended
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.partners.commands import Wanted, ask_mutual_aid
from lineside.partners.permissions import CanPartner
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_POST
@page(needs=CanPartner.WORK)
def ask(request: Asking, incident_id: UUID) -> HttpResponse:
    """Asked for, not promised: what they answer is seen on the log."""
    chosen, form, said = incident_of(request.actor, incident_id), AidForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form, {"status": "sent_as"}):
            said = _asked(request, incident_id, form)
    if form.accepted:
        return render(request, "desks/_panel.html", {"panel": "", "panel_said": said, "chosen": chosen})
    facts = {"panel": "recommend", "panel_said": "", "chosen": chosen}
    facts |= recommended(request, chosen, WhoForm({}), holds=False)  # what is refused changes nothing
    return render(request, "desks/_panel.html", facts | {"aid_form": form}, status=form.status)


def _asked(request: Asking, incident_id: UUID, form: DeskForm) -> str:
    facts = form.cleaned_data
    wanted = Wanted(kind=facts["kind"], quantity=facts["quantity"], why=facts["why"])
    made = once(
        form.once_key,
        ask_mutual_aid,
        actor=request.actor,
        incident_id=incident_id,
        agency=facts["agency"],
        wanted=wanted,
        status=facts["sent_as"],
    )
    return f"{made.agency} asked for {wanted.quantity} {wanted.kind}; nobody there has accepted yet."
