"""Two more ends of a contact: it joins an incident, or what came in one flood with it is closed together."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lineside.contacts.commands import resolve_flood
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import FloodForm, TakeForm
from lineside.desks.views import contact
from lineside.kernel.commands import once
from lineside.triage.commands import attach_contact
from lineside.triage.permissions import CanTriage
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_POST
@page(needs=CanContact.RESOLVE)
def flood(request: Asking, contact_id: UUID) -> HttpResponse:
    form = FloodForm(request.POST)
    names = ("disposition", "reason", "seen_count", "seen_version")
    return _act(request, contact_id, form, "flood", resolve_flood, names)


@require_POST
@page(needs=CanTriage.ATTACH)
def attach(request: Asking, contact_id: UUID, incident_id: UUID) -> HttpResponse:
    """It is that incident already: the contact joins it."""
    form = TakeForm(request.POST)
    return _act(request, contact_id, form, "take", attach_contact, ("seen_version",), incident_id=incident_id)


def _act(
    request: Asking,
    contact_id: UUID,
    form: DeskForm,
    name: str,
    work: Callable[..., Any],
    names: tuple[str, ...],
    **more: Any,
) -> HttpResponse:
    if form.is_valid():
        facts = {each: form.cleaned_data[each] for each in names}
        with refusals_shown_on(form):
            once(form.once_key, work, actor=request.actor, contact_id=contact_id, **facts, **more)
    return contact.show(request, contact_id, form.status, **({} if form.accepted else {name: form}))
