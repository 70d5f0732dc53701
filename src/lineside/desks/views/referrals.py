"""Safeguarding: referring from a contact or a log, and the safeguarding unit's desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.queries import contact as contact_of
from lineside.desks.referral_forms import ReceiveForm, ReferralForm, ShareForm, TheirReferenceForm, UnitWordsForm
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.safeguarding import commands, queries
from lineside.safeguarding.commands import ReferralFacts
from lineside.safeguarding.permissions import CanSafeguard
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

FACTS = ("subject", "kind", "seen", "basis", "basis_words", "urgency", "risk", "risk_words")


@require_GET
@page(needs=CanSafeguard.REFER)
def for_contact(request: Asking, contact_id: UUID) -> HttpResponse:
    contact_of(contact_id, request.actor)
    return _panel(request, ReferralForm(), contact_id=contact_id)


@require_GET
@page(needs=CanSafeguard.REFER)
def for_incident(request: Asking, incident_id: UUID) -> HttpResponse:
    incident_of(request.actor, incident_id)
    return _panel(request, ReferralForm(), incident_id=incident_id)


@require_POST
@page(needs=CanSafeguard.REFER)
def refer_from_contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return _refer(request, contact_id=contact_id)


@require_POST
@page(needs=CanSafeguard.REFER)
def refer_from_incident(request: Asking, incident_id: UUID) -> HttpResponse:
    return _refer(request, incident_id=incident_id)


def _refer(request: Asking, **about: UUID) -> HttpResponse:
    form, made = ReferralForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            made = once(form.once_key, commands.refer, actor=request.actor, content=_facts(form), **about)
    sent = queries.referral_row(made.id) if made else None
    return _panel(request, ReferralForm() if made else form, sent=sent, **about)


def _panel(
    request: Asking,
    form: ReferralForm,
    *,
    contact_id: UUID | None = None,
    incident_id: UUID | None = None,
    sent: queries.ReferralRow | None = None,
) -> HttpResponse:
    name = "desks:contact-refer" if contact_id else "desks:log-refer"
    facts = {
        "referral_form": form,
        "refer_url": reverse(name, args=[contact_id or incident_id]),
        "refer_target": "#referring",
        "sent": sent,
        "advice": queries.advice_on(sent.urgency) if sent else "",
        **_choices(),
    }
    return render(request, "desks/_referring.html", facts, status=form.status)


def _choices() -> dict[str, Any]:
    return {
        "kinds": queries.choices("kinds"),
        "bases": queries.choices("bases"),
        "urgencies": queries.choices("urgencies"),
        "risks": queries.choices("rara"),
    }


def _facts(form: ReferralForm) -> ReferralFacts:
    return ReferralFacts(**{name: form.cleaned_data[name] for name in FACTS})


@require_GET
@page(needs=CanSafeguard.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/safeguarding.html", _board(request) | {"chosen": None})


@require_GET
@page(needs=CanSafeguard.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_referral_rows.html", _board(request))


@require_GET
@page(needs=CanSafeguard.VIEW, sighting="safeguarding.referral")
def referral(request: Asking, referral_id: UUID) -> HttpResponse:
    return _show(request, referral_id, {})


@require_POST
@page(needs=CanSafeguard.WORK)
def receive(request: Asking, referral_id: UUID) -> HttpResponse:
    form = ReceiveForm(request.POST)
    return _done(request, referral_id, "receive", form, commands.acknowledge_referral)


@require_POST
@page(needs=CanSafeguard.WORK)
def accept(request: Asking, referral_id: UUID) -> HttpResponse:
    return _done(request, referral_id, "accept", UnitWordsForm(request.POST), commands.accept_referral, "words")


@require_POST
@page(needs=CanSafeguard.WORK)
def give_back(request: Asking, referral_id: UUID) -> HttpResponse:
    return _done(request, referral_id, "give_back", UnitWordsForm(request.POST), commands.return_referral, "words")


@require_POST
@page(needs=CanSafeguard.WORK)
def share(request: Asking, referral_id: UUID) -> HttpResponse:
    return _done(request, referral_id, "share", ShareForm(request.POST), commands.share_referral, "agency")


@require_POST
@page(needs=CanSafeguard.WORK)
def answered(request: Asking, share_id: UUID) -> HttpResponse:
    """The agency said that it has it."""
    form, referral_id = TheirReferenceForm(request.POST), queries.referral_of_share(share_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.acknowledge_share,
                actor=request.actor,
                share_id=share_id,
                their_reference=form.cleaned_data["their_reference"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, referral_id, {f"answered-{share_id}": form})


@require_POST
@page(needs=CanSafeguard.REFER)
def again(request: Asking, referral_id: UUID) -> HttpResponse:
    """Who referred puts right what the unit missed."""
    form = ReferralForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.send_referral_again,
                actor=request.actor,
                referral_id=referral_id,
                content=_facts(form),
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, referral_id, {"again": form})


def _done(
    request: Asking, referral_id: UUID, name: str, form: DeskForm, work: Callable[..., object], *said: str
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                work,
                actor=request.actor,
                referral_id=referral_id,
                seen_version=form.cleaned_data["seen_version"] or 0,
                **{each: form.cleaned_data[each] for each in said},
            )
    return _show(request, referral_id, {name: form})


def _board(request: Asking) -> dict[str, Any]:
    return {"board": queries.worklist(request.actor)}


def _show(request: Asking, referral_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    chosen = queries.referral(request.actor, referral_id)
    kept = {name: form for name, form in used.items() if not form.accepted}
    first = {"urgency": chosen.row.urgency, "kind": chosen.row.kind}
    first |= {name: getattr(chosen, name) for name in ("subject", "seen", "basis", "basis_words", "risk", "risk_words")}
    facts = {
        "chosen": chosen,
        "forms": kept,
        "may_work": request.actor.may(CanSafeguard.WORK) and chosen.row.by_id != request.actor.id,
        "may_send": request.actor.may(CanSafeguard.REFER),
        "blank": UnitWordsForm(),
        "blank_share": ShareForm(),
        "blank_answer": TheirReferenceForm(),
        "referral_form": kept.get("again") or ReferralForm(initial=first),
        "refer_url": reverse("desks:referral-again", args=[referral_id]),
        "refer_target": "#chosen",
        "agencies": queries.choices("mapping"),
        **_choices(),
    }
    status = next((form.status for form in used.values()), 200)
    if is_fragment(request):
        return render(request, "desks/_referral.html", facts, status=status)
    return render(request, "desks/safeguarding.html", facts | _board(request), status=status)
