"""The administrator's desk: accounts, their rights, and the way in for whoever has lost it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.access import commands, queries
from lineside.access.permissions import CanAccess
from lineside.desks.office_forms import AccountForm, AreasForm, ReasonForm, RolesForm
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, page, refusals_shown_on

A_PAGE = 50
Facts = Callable[[dict[str, Any]], dict[str, Any]]  # what was typed -> what the command is told


@require_GET
@page(needs=CanAccess.MANAGE)
def desk(request: Asking) -> HttpResponse:
    return _desk(request, AccountForm(), ReasonForm())


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def open_account(request: Asking) -> HttpResponse:
    form = AccountForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        with refusals_shown_on(form):
            made = once(
                form.once_key,
                commands.open_account,
                actor=request.actor,
                username=facts["username"],
                display_name=facts["display_name"],
                role=facts["role"],
                areas=tuple(facts["areas"]),
            )
            return HttpResponseRedirect(reverse("desks:account", args=[made.id]))
    return _desk(request, form, ReasonForm())


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def end_every_sitting(request: Asking) -> HttpResponse:
    form, said = ReasonForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            facts = {"actor": request.actor, "reason": form.cleaned_data["reason"]}
            ended = once(form.once_key, commands.end_every_sitting, **facts)
            said = f"{ended} sittings ended; everybody but you signs in anew."
    return _desk(request, AccountForm(), form, said)


@require_GET
@page(needs=CanAccess.MANAGE, sighting="access.account")
def account(request: Asking, account_id: UUID) -> HttpResponse:
    return _show(request, account_id)


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def grant_roles(request: Asking, account_id: UUID) -> HttpResponse:
    form = RolesForm(request.POST)
    return _done(
        request, account_id, "roles", form, commands.grant_roles, lambda said: {"names": said["roles"], **_seen(said)}
    )


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def change_areas(request: Asking, account_id: UUID) -> HttpResponse:
    form = AreasForm(request.POST)
    return _done(
        request, account_id, "areas", form, commands.change_areas, lambda said: {"areas": said["areas"], **_seen(said)}
    )


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def lock(request: Asking, account_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    return _done(request, account_id, "lock", form, commands.lock_account, _reasoned)


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def unlock(request: Asking, account_id: UUID) -> HttpResponse:
    return _done(request, account_id, "unlock", DeskForm(request.POST), commands.unlock_account, _seen)


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def reset(request: Asking, account_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    return _done(request, account_id, "reset", form, commands.reset_second_step, _reasoned)


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def end_sittings(request: Asking, account_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    return _done(request, account_id, "end", form, commands.end_sittings, lambda said: {"reason": said["reason"]})


@require_POST
@page(needs=CanAccess.MANAGE, proof=True)
def link(request: Asking, account_id: UUID) -> HttpResponse:
    """The one-use link, shown this once; it is kept only as a hash, so it has no key of the request."""
    form, shown = DeskForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            made = commands.make_enrol_link(actor=request.actor, account_id=account_id)
            shown = settings.ORIGIN + reverse("access:open-link", args=[made.shown_token])
    return _show(request, account_id, {"link": form}, shown)


def _seen(said: dict[str, Any]) -> dict[str, Any]:
    return {"seen_version": said["seen_version"] or 0}


def _reasoned(said: dict[str, Any]) -> dict[str, Any]:
    return {"reason": said["reason"], **_seen(said)}


def _done(
    request: Asking, account_id: UUID, name: str, form: DeskForm, deed: Callable[..., Any], facts: Facts
) -> HttpResponse:
    """Ask for the deed; what is refused stands beside the form that asked."""
    if form.is_valid():
        with refusals_shown_on(form, {"names": "roles"}):
            told = facts(form.cleaned_data)
            once(form.once_key, deed, actor=request.actor, account_id=account_id, **told)
    return _show(request, account_id, {name: form})


def _show(request: Asking, account_id: UUID, used: dict[str, DeskForm] | None = None, shown: str = "") -> HttpResponse:
    row = queries.account_row(account_id)
    wrong, closed = queries.wrong_attempts(account_id)
    used = used or {}
    form = next(iter(used.values()), None)
    # What was accepted is told by the record as it now is, on an empty form.
    kept = {name: each for name, each in used.items() if not each.accepted}
    made: dict[str, DeskForm] = {
        "roles": RolesForm(), "areas": AreasForm(), "lock": ReasonForm(), "unlock": DeskForm(), "reset": ReasonForm(),
        "end": ReasonForm(), "link": DeskForm(),
    }  # fmt: skip
    facts = {
        "row": row,
        "wrong": wrong,
        "closed": closed,
        "sittings": queries.sittings_of(account_id),
        "shown": shown,
        "is_own": row.id == request.actor.id,
        "labels": queries.labels_of_roles(),
        "areas": gazetteer.areas(),
        "forms": made | kept,
    }
    return render(request, "desks/account.html", facts, status=form.status if form else 200)


def _desk(request: Asking, form: AccountForm, everybody: ReasonForm, said: str = "") -> HttpResponse:
    find = request.GET.get("find", "").strip()[:80]
    paging = PagingIn(cursor=request.GET.get("cursor", "")[:1000], limit=A_PAGE)
    facts = {
        "found": queries.accounts_page(paging, find),
        "find": find,
        "labels": queries.labels_of_roles(),
        "areas": gazetteer.areas(),
        "form": form,
        "everybody": everybody if not everybody.accepted else ReasonForm(),
        "said": said,
    }
    return render(request, "desks/accounts.html", facts, status=max(form.status, everybody.status))
