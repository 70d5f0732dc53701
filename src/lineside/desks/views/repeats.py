"""Who was a victim before: read at the contact, and kept who read it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lineside.desks.forms import TakeForm
from lineside.desks.views.contact import show
from lineside.kernel.commands import once
from lineside.triage import commands
from lineside.triage.permissions import CanTriage
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_POST
@page(needs=CanTriage.ASSESS)
def seen(request: Asking, contact_id: UUID, person_id: UUID) -> HttpResponse:
    form = TakeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.acknowledge_repeat,
                actor=request.actor,
                contact_id=contact_id,
                person_id=person_id,
            )
    return show(request, contact_id, form.status, **({} if form.accepted else {"take": form}))
