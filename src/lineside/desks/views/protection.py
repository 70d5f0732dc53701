"""Line protection: the bar, the register, and on a log everything from asking until the line is given back."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.callouts.permissions import CanCallOut
from lineside.desks import protection_rows
from lineside.desks.forms import said_nowhere
from lineside.desks.protection_forms import (
    AskForm,
    GivenForm,
    PartyForm,
    PersonForm,
    ProtectForm,
    WhyForm,
    WithdrawForm,
    WordForm,
)
from lineside.desks.views.panels import panel_of
from lineside.incidents import commands as incidents
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.protection import commands, queries
from lineside.protection.permissions import CanProtect
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

OF_A_FORM = ("key", "seen_version")


class Deed(NamedTuple):
    """What is done to a protection, and the form in which it is typed."""

    form: type[DeskForm]
    command: Any


DEEDS = {
    "confirm": Deed(GivenForm, commands.confirm_protection),
    "withdraw": Deed(WithdrawForm, commands.withdraw_protection),
    "restore": Deed(AskForm, commands.ask_restore),
    "keep": Deed(WhyForm, commands.keep_protection),
    "restored": Deed(GivenForm, commands.record_restored),
    "risk": Deed(WhyForm, commands.ask_to_accept_risk),
}
OFFERED = {
    "requested": ("confirm", "withdraw"),
    "in_force": ("restore",),
    "restore_asked": ("restored", "keep"),
}
DECISIONS = {"accept": Deed(AskForm, commands.accept_risk), "decline": Deed(WhyForm, commands.decline_risk)}


@require_GET
@page(needs=CanProtect.VIEW, sighting="protection.register")
def register(request: Asking) -> HttpResponse:
    return render(request, "desks/protection.html", _register(request))


@require_GET
@page(needs=CanProtect.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_protection_rows.html", _register(request))


@require_GET
@page(needs=CanProtect.VIEW)
def bar(request: Asking) -> HttpResponse:  # noqa: ARG001 - the same for everybody who has a desk
    """The red bar in the frame of every page; empty while no protection is open."""
    return HttpResponse(protection_rows.bar())


@require_GET
@page(needs=CanProtect.WORK, sighting="protection.of_log")
def of_log(request: Asking, incident_id: UUID) -> HttpResponse:
    return _show(request, incident_id)


@require_http_methods(["GET", "POST"])
@page(needs=CanProtect.WORK)
def protect(request: Asking, incident_id: UUID) -> HttpResponse:
    """The request: how far, which stretch, why, where and how one gets there."""
    chosen = incident_of(request.actor, incident_id)
    if request.method != "POST":
        begun = {"level": request.GET.get("level", "")[:16]}
        return render(request, "desks/_panel.html", panel_of(request, chosen, "protect", begun=begun))
    form, said = ProtectForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            facts = commands.RequestFacts(**_said(form))
            made = once(
                form.once_key,
                commands.request_protection,
                actor=request.actor,
                incident_id=incident_id,
                facts=facts,
            )
            said = f"Line protection {made.number} is asked for, and not given: ring control (Alt 9)."
    if form.accepted:
        return render(request, "desks/_panel.html", {"panel": "", "panel_said": said, "chosen": chosen})
    return render(request, "desks/_panel.html", panel_of(request, chosen, "protect", form), status=form.status)


@require_POST
@page(needs=CanProtect.WORK)
def deed(request: Asking, protection_id: UUID, what: str) -> HttpResponse:
    """Given, withdrawn, asked back, kept, given back, or a risk that a supervisor is asked to accept."""
    kind = _kind(DEEDS, what)
    row = queries.protection(request.actor, protection_id)
    form = kind.form(request.POST)
    if form.is_valid():
        said = _said(form)
        if what == "confirm":
            said = {"given": commands.Given(**said, at=now())}
        elif what == "restored":
            said.pop("reference", None)
        seen = form.cleaned_data["seen_version"]
        with refusals_shown_on(form, CALLED):
            once(form.once_key, kind.command, actor=request.actor, protection_id=row.id, seen_version=seen, **said)
    return _show(request, row.incident_id, form, f"{what}-{row.id}")


# The rules name the parts of a record, the form those of what is typed.
CALLED = {"given_by": "name", "given_role": "role", "control_reference": "reference"}


@require_POST
@page(needs=CanProtect.ACCEPT_RISK)
def decide(request: Asking, risk_id: UUID, what: str) -> HttpResponse:
    kind = _kind(DECISIONS, what)
    row = queries.protection_of_risk(request.actor, risk_id)
    form = kind.form(request.POST)
    if form.is_valid():
        said = _said(form) | {"seen_protection": form.cleaned_data["seen_version"] or 0}
        with refusals_shown_on(form):
            once(form.once_key, kind.command, actor=request.actor, risk_id=risk_id, **said)
    return _show(request, row.incident_id, form, f"{what}-{risk_id}")


@require_POST
@page(needs=CanProtect.WORK)
def party(request: Asking, incident_id: UUID) -> HttpResponse:
    """An agency is listed on the log; it is a party from here on."""
    return _done(request, incident_id, "party", PartyForm(request.POST), incidents.list_party)


@require_POST
@page(needs=CanProtect.WORK)
def word(request: Asking, incident_id: UUID) -> HttpResponse:
    """A party was told, or says that its persons are clear, or are not."""
    form = WordForm(request.POST)
    if form.is_valid():
        said = _said(form) | _seen_words(form)
        with refusals_shown_on(form):
            incident_of(request.actor, incident_id)
            command: Any = commands.record_word
            if said["word"] == "told":
                command, said = commands.record_told, {"sign": said["sign"]}
            once(form.once_key, command, actor=request.actor, incident_id=incident_id, **said)
    return _show(request, incident_id, form, "word")


@require_POST
@page(needs=CanProtect.WORK)
def person(request: Asking, incident_id: UUID) -> HttpResponse:
    form = PersonForm(request.POST)
    return _done(request, incident_id, "person", form, commands.record_person, _seen_words)


def _seen_words(form: DeskForm) -> dict[str, int]:
    return {"seen_words": form.cleaned_data["seen_version"] or 0}


def _done(
    request: Asking,
    incident_id: UUID,
    name: str,
    form: DeskForm,
    command: Any,  # noqa: ANN401
    seen: Callable[[DeskForm], dict[str, int]] = lambda _: {},
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            incident_of(request.actor, incident_id)
            once(form.once_key, command, actor=request.actor, incident_id=incident_id, **_said(form), **seen(form))
    return _show(request, incident_id, form, name)


def _show(request: Asking, incident_id: UUID, form: DeskForm | None = None, name: str = "") -> HttpResponse:
    """The forms as the log is now; the one that was refused keeps what was typed."""
    chosen = incident_of(request.actor, incident_id)
    found = queries.of_log(incident_id)
    kept = {name: form} if form and not form.accepted else {}
    control = queries.control_of(chosen.area)
    ring = f"{reverse('desks:log-calls-out', args=[incident_id])}?number={control['number'].replace(' ', '')}"
    facts: dict[str, Any] = {
        "incident_id": incident_id,
        "open_ones": [each for each in found if each.is_open],
        "messages": {each.id: queries.message_of(each) for each in found if each.is_open},
        "control": control,
        "ring_url": ring if request.actor.may(CanCallOut.PLACE) else "",
        "kept": kept,
        "words_version": queries.words_version(incident_id),
        "refused": said_nowhere(form, name, _offered(found)),
        "given_form": GivenForm(),
        "withdraw_form": WithdrawForm(),
        "why_form": WhyForm(),
        "ask_form": AskForm(),
        "party_form": kept.get("party") or PartyForm(),
        "word_form": kept.get("word") or WordForm(),
        "person_form": kept.get("person") or PersonForm(),
        "may_accept": request.actor.may(CanProtect.ACCEPT_RISK),
    }
    return render(request, "desks/_protecting.html", facts, status=form.status if form else 200)


def _offered(found: list[queries.ProtectionRow]) -> set[str]:
    """The forms that the page shows, by their names."""
    rows = [each for each in found if each.is_open]
    names = {"party"} | ({"word", "person"} if rows else set())
    for row in rows:
        names |= {f"{what}-{row.id}" for what in OFFERED[row.state]}
        if row.asked_risk:
            names |= {f"{what}-{row.asked_risk.id}" for what in DECISIONS}
        elif row.waits and row.state != "requested":
            names.add(f"risk-{row.id}")
    return names


def _register(request: Asking) -> dict[str, Any]:
    return {"register": queries.register(request.actor), "sort_of": protection_rows.sort_of}


def _kind(kinds: dict[str, Deed], what: str) -> Deed:
    if what not in kinds:
        raise Http404
    return kinds[what]


def _said(form: DeskForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in OF_A_FORM}
