"""The administrator's desk: API clients and their keys, and what is set about sign-in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.access import commands, queries
from lineside.access.permissions import CanAccess
from lineside.desks.office_forms import ClientForm, PolicyForm
from lineside.kernel.commands import once
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanAccess.MANAGE)
def desk(request: Asking) -> HttpResponse:
    return _show(request, ClientForm())


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def enrol(request: Asking) -> HttpResponse:
    """A key, shown this once; it is kept only as a hash, so it has no key of the request."""
    form, shown = ClientForm(request.POST), ""
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_shown_on(form):
            made = commands.enrol_client(
                actor=request.actor, name=facts["name"], scopes=tuple(facts["scopes"]), renews=facts["renews"]
            )
            shown = made.shown_key
    return _show(request, ClientForm() if shown else form, shown, form.status)


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def revoke(request: Asking, client_id: UUID) -> HttpResponse:
    form = DeskForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.revoke_client, actor=request.actor, client_id=client_id)
    return _show(request, ClientForm(), status=form.status, revoking=form)


@require_GET
@page(needs=CAN_SET_POLICY)
def policies(request: Asking) -> HttpResponse:
    return _policies(request, PolicyForm())


@require_POST
@page(needs=CAN_SET_POLICY, proof=True)
def set_policy(request: Asking) -> HttpResponse:
    form = PolicyForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.set_sign_in_policy,
                actor=request.actor,
                name=facts["name"],
                value=facts["value"],
                why=facts["why"],
            )
    return _policies(request, form)


def _show(
    request: Asking, form: ClientForm, shown: str = "", status: int = 200, revoking: DeskForm | None = None
) -> HttpResponse:
    facts = {
        "clients": queries.clients(),
        "permissions": sorted(queries.known_permissions()),
        "form": form,
        "shown": shown,
        "revoking": revoking or DeskForm(),
    }
    return render(request, "desks/clients.html", facts, status=status)


def _policies(request: Asking, form: PolicyForm) -> HttpResponse:
    asked = None if form.accepted or not form.is_bound else form.data.get("name")
    facts = {"policies": queries.policies(), "form": form, "empty": PolicyForm(), "asked": asked}
    return render(request, "desks/policies.html", facts, status=form.status)
