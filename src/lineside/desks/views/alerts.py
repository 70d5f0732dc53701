"""The alerts desk: the list by its clocks, what must not be done on top, two persons' looks, and the end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.alerts import commands, queries
from lineside.alerts.commands import Ending
from lineside.alerts.permissions import CanAlert
from lineside.desks import alert_rows
from lineside.desks.alert_forms import AlertForm, EndAlertForm, IdentityForm, ToldForm
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

COMPARED = (("name", "Name"), ("born", "Date of birth"), ("photo", "Photograph"), ("document", "Identity document"))


@require_GET
@page(needs=CanAlert.VIEW, sighting="alerts.alerts")
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/alerts.html", {"board": queries.board(request.actor), "chosen": None})


@require_GET
@page(needs=CanAlert.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_alert_rows.html", {"board": queries.board(request.actor)})


@require_GET
@page(needs=CanAlert.VIEW)
def bell(request: Asking) -> HttpResponse:  # noqa: ARG001 - the same for everybody who may see alerts
    """How many alerts nobody has looked at, in the frame of every page."""
    return HttpResponse(alert_rows.bell())


@require_GET
@page(needs=CanAlert.VIEW, sighting="alerts.alert")
def alert(request: Asking, alert_id: UUID) -> HttpResponse:
    return _show(request, alert_id, {})


@require_POST
@page(needs=CanAlert.WORK)
def take(request: Asking, alert_id: UUID) -> HttpResponse:
    return _plain(request, alert_id, "take", commands.take_alert)


@require_POST
@page(needs=CanAlert.WORK)
def acknowledge(request: Asking, alert_id: UUID) -> HttpResponse:
    return _plain(request, alert_id, "read", commands.acknowledge_do_not)


@require_POST
@page(needs=CanAlert.WORK)
def check(request: Asking, alert_id: UUID) -> HttpResponse:
    form = IdentityForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.begin_identity_check,
            actor=request.actor,
            alert_id=alert_id,
            finding=said["finding"],
            compared=form.compared(),
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, alert_id, "identity", form, work)


@require_POST
@page(needs=CanAlert.WORK)
def confirm(request: Asking, check_id: UUID) -> HttpResponse:
    form = IdentityForm(request.POST)
    alert_id = queries.alert_of_check(request.actor, check_id)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.confirm_identity_check,
            actor=request.actor,
            check_id=check_id,
            finding=said["finding"],
            compared=form.compared(),
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, alert_id, "identity", form, work)


@require_POST
@page(needs=CanAlert.WORK)
def end(request: Asking, alert_id: UUID) -> HttpResponse:
    form = EndAlertForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        ending = Ending(**{name: said[name] for name in ("outcome", "words", "incident", "despite")})
        _end(request, alert_id, form, ending, said["seen_version"] or 0)

    return _done(request, alert_id, "end", form, work)


@require_POST
@page(needs=CanAlert.WORK)
def told(request: Asking, alert_id: UUID) -> HttpResponse:
    form = ToldForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.tell_sender_by_telephone,
            actor=request.actor,
            alert_id=alert_id,
            whom=said["whom"],
            at=said["at"],
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, alert_id, "told", form, work)


@require_POST
@page(needs=CanAlert.WORK)
def nothing(request: Asking, alert_id: UUID, outcome: str) -> HttpResponse:
    """A burst that was nothing, by one key: taken and ended as it was seen, so that no news goes by unread."""
    form = EndAlertForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        seen = said["seen_version"] or 0
        if queries.alert(request.actor, alert_id).row.state == "new":
            seen = commands.take_alert(actor=request.actor, alert_id=alert_id, seen_version=seen).version
        _end(request, alert_id, form, Ending(outcome=outcome), seen)

    return _done(request, alert_id, "nothing", form, work)


def _end(request: Asking, alert_id: UUID, form: EndAlertForm, ending: Ending, seen: int) -> None:
    once(
        form.once_key,
        commands.end_alert,
        actor=request.actor,
        alert_id=alert_id,
        ending=ending,
        told_sender=form.cleaned_data["told_sender"],
        seen_version=seen,
    )


def _plain(request: Asking, alert_id: UUID, name: str, deed: Callable[..., Any]) -> HttpResponse:
    form = AlertForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(form.once_key, deed, actor=request.actor, alert_id=alert_id, seen_version=said["seen_version"] or 0)

    return _done(request, alert_id, name, form, work)


def _done(
    request: Asking, alert_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    queries.alert(request.actor, alert_id)
    if form.is_valid():
        with refusals_shown_on(form, {"compared": "finding"}):
            work(form.cleaned_data)
    return _show(request, alert_id, {name: form})


def _show(request: Asking, alert_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    whole = queries.alert(request.actor, alert_id)
    form = next(iter(used.values()), None)
    kept = {name: each for name, each in used.items() if not each.accepted}
    open_check = next((each for each in whole.checks if each.is_open), None)
    facts = {
        "whole": whole,
        "row": whole.row,
        "chosen": whole,
        "may_work": request.actor.may(CanAlert.WORK),
        "has_read": not whole.row.forbidden or request.actor.id in whole.read_by,
        "open_check": open_check,
        "is_confirmed": bool(whole.checks) and whole.checks[0].state == "confirmed",
        "is_first": open_check is not None and open_check.first_by_id == request.actor.id,
        "refused": next((kept[name] for name in ("take", "read", "nothing") if name in kept), None),
        "blank": AlertForm(),
        "identity_form": kept.get("identity") or IdentityForm(),
        "end_form": kept.get("end") or EndAlertForm(),
        "told_form": kept.get("told") or ToldForm(),
        "compared": COMPARED,
        "findings": queries.FINDINGS,
        "outcomes": queries.outcomes(whole.row),
        "no_actions": queries.no_actions(whole.row),
    }
    status = form.status if form else 200
    if is_fragment(request):
        return render(request, "desks/_alert.html", facts, status=status)
    return render(request, "desks/alerts.html", facts | {"board": queries.board(request.actor)}, status=status)
