"""Partner agencies: an incident is offered, their answers are seen, it is updated, rung about, closed; or taken."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.queries import contact as contact_of
from lineside.desks import partner_rows
from lineside.desks.forms import said_nowhere
from lineside.desks.partner_forms import AgainForm, AskAgencyForm, ExerciseForm, OfferForm, RungForm, TellForm
from lineside.incidents.commands import mark_exercise
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.partners import commands, queries
from lineside.partners.permissions import CanPartner
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

OF_A_FORM = ("key", "seen_version")
CALLED = {"status": "sent_as"}  # a form has a status of its own


class Deed(NamedTuple):
    """What is told an agency, how it is called, and what is asked for it."""

    command: Any
    words: str
    label: str
    main: bool = False


DEEDS = {
    "update": Deed(commands.update_agency, "Tell them what is new", "What is new"),
    "close": Deed(commands.close_transfer, "Close it", "How it ended"),
    "withdraw": Deed(commands.withdraw_transfer, "Withdraw it", "Why it is not needed"),
    "settle": Deed(commands.settle_refusal, "Put on record", "They do not take it: what is done instead", main=True),
    "accept": Deed(commands.accept_transfer, "Accept: we have it", "What they should know", main=True),
    "reject": Deed(commands.reject_transfer, "Do not take it", "Why not, and who should have it"),
}


@require_GET
@page(needs=CanPartner.VIEW)
def desk(request: Asking) -> HttpResponse:
    """Whom somebody has to ring, and the directory."""
    facts = {"to_ring": queries.to_ring(request.actor), "agencies": queries.agencies_for("")}
    return render(request, "desks/partners.html", facts)


@require_GET
@page(needs=CanPartner.VIEW)
def rings(request: Asking) -> HttpResponse:
    """The red bar in the frame of every page; empty while nobody has to be rung."""
    return HttpResponse(partner_rows.rings(request.actor))


@require_GET
@page(needs=CanPartner.WORK, sighting="partners.of_log")
def of_log(request: Asking, incident_id: UUID) -> HttpResponse:
    return _log(request, incident_id)


@require_GET
@page(needs=CanPartner.WORK, sighting="partners.of_contact")
def of_contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return _contact(request, contact_id)


@require_POST
@page(needs=CanPartner.WORK)
def offer(request: Asking, incident_id: UUID) -> HttpResponse:
    """The incident is offered to an agency; nothing is transferred before a person there has accepted."""
    form = OfferForm(request.POST)
    incident_of(request.actor, incident_id)
    if form.is_valid():
        said = _said(form)
        agency, status = said.pop("agency"), said.pop("sent_as")
        with refusals_shown_on(form, CALLED):
            once(
                form.once_key,
                commands.send_to_agency,
                actor=request.actor,
                incident_id=incident_id,
                agency=agency,
                facts=commands.Offer(**said, status=status),
            )
    return _log(request, incident_id, form, "offer")


@require_POST
@page(needs=CanPartner.WORK)
def deed(request: Asking, transfer_id: UUID, what: str) -> HttpResponse:
    """More is told, it is closed, withdrawn or settled, or what they offer is accepted or refused."""
    if what not in DEEDS:
        raise Http404
    form = TellForm(request.POST)
    return _done(request, transfer_id, what, form, DEEDS[what].command)


@require_POST
@page(needs=CanPartner.WORK)
def ring(request: Asking, transfer_id: UUID) -> HttpResponse:
    """What came of ringing them, which alone ends that task."""
    return _done(request, transfer_id, "ring", RungForm(request.POST), commands.record_ring)


@require_POST
@page(needs=CanPartner.WORK)
def ask(request: Asking, transfer_id: UUID) -> HttpResponse:
    """Resources are asked for."""
    form = AskAgencyForm(request.POST)
    wanted = commands.Wanted(**_said(form)) if form.is_valid() else None
    return _done(request, transfer_id, "ask", form, commands.ask_agency, {"wanted": wanted})


@require_POST
@page(needs=CanPartner.WORK)
def again(request: Asking, message_id: UUID) -> HttpResponse:
    """A message that their system refused is tried once more."""
    form = AgainForm(request.POST)
    row = queries.transfer_of_message(request.actor, message_id)
    if form.is_valid():
        with refusals_shown_on(form):
            seen = form.cleaned_data["seen_version"]
            once(form.once_key, commands.send_again, actor=request.actor, message_id=message_id, seen_version=seen)
    return _show(request, row, form, f"again-{message_id}")


@require_POST
@page(needs=CanIncident.OPEN)
def exercise(request: Asking, incident_id: UUID) -> HttpResponse:
    """The log is an exercise from here on."""
    form = ExerciseForm(request.POST)
    incident_of(request.actor, incident_id)
    if form.is_valid():
        with refusals_shown_on(form):
            seen = form.cleaned_data["seen_version"]
            once(form.once_key, mark_exercise, actor=request.actor, incident_id=incident_id, seen_version=seen)
    return _log(request, incident_id, form, "exercise")


def _done(
    request: Asking,
    transfer_id: UUID,
    what: str,
    form: DeskForm,
    command: Any,  # noqa: ANN401
    facts: dict[str, Any] | None = None,
) -> HttpResponse:
    row = queries.transfer(request.actor, transfer_id)
    if form.is_valid():
        said = _said(form) if facts is None else facts
        with refusals_shown_on(form):
            seen = form.cleaned_data["seen_version"]
            once(form.once_key, command, actor=request.actor, transfer_id=transfer_id, seen_version=seen, **said)
    return _show(request, row, form, f"{what}-{transfer_id}")


def _show(request: Asking, row: queries.TransferRow, form: DeskForm, name: str) -> HttpResponse:
    if row.incident_id:
        return _log(request, row.incident_id, form, name)
    return _contact(request, row.contact_id, form, name) if row.contact_id else HttpResponse()


def _log(request: Asking, incident_id: UUID, form: DeskForm | None = None, name: str = "") -> HttpResponse:
    """The forms as the log is now; the one that was refused keeps what was typed."""
    chosen = incident_of(request.actor, incident_id)
    kept = {name: form} if form and not form.accepted else {}
    begun = {"headline": chosen.summary[:300], "sent_as": "Exercise" if chosen.is_exercise else ""}
    facts = _forms(queries.of_log(incident_id), kept, form, name) | {
        "incident_id": incident_id,
        "log": chosen,
        "agencies": queries.agencies_for(chosen.area),
        "offer_form": kept.get("offer") or OfferForm(initial=begun),
        "exercise_form": kept.get("exercise") or ExerciseForm(),
        "is_exercise": partner_rows.leaves_as_exercise(chosen),
        "may_mark": request.actor.may(CanIncident.OPEN) and not chosen.is_exercise,
    }
    return render(request, "desks/_partnering.html", facts, status=form.status if form else 200)


def _contact(request: Asking, contact_id: UUID, form: DeskForm | None = None, name: str = "") -> HttpResponse:
    contact_of(contact_id, request.actor)
    kept = {name: form} if form and not form.accepted else {}
    facts = _forms(queries.of_contact(contact_id), kept, form, name) | {"incident_id": None}
    return render(request, "desks/_partnering.html", facts, status=form.status if form else 200)


def _forms(
    rows: list[queries.TransferRow], kept: dict[str, DeskForm], form: DeskForm | None, name: str
) -> dict[str, Any]:
    shown = {"offer", "exercise"} | {each for row in rows for each in offered(row)}
    return {
        "rows": rows,
        "kept": kept,
        "deeds": DEEDS,
        "offered": offered,
        "outcomes": queries.outcome_choices(),
        "tell_form": TellForm(),
        "ask_form": AskAgencyForm(initial={"quantity": "1"}),
        "rung_form": RungForm(),
        "again_form": AgainForm(),
        "refused": said_nowhere(form, name, shown),
    }


def offered(row: queries.TransferRow) -> list[str]:
    """The forms that stand beside a transfer, by their names."""
    names = []
    if row.ring_since:
        names.append("ring")
    if row.is_unsettled:
        names.append("settle")
    if row.is_untaken and not row.is_ours:
        names += ["accept", "reject"]
    if row.is_open:
        names += ["update", "ask"]
    if row.state == "accepted":
        names.append("close")
    if row.is_open and row.is_ours:
        names.append("withdraw")
    return [f"{each}-{row.id}" for each in names] + [f"again-{each.id}" for each in row.refused]


def _said(form: DeskForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in OF_A_FORM}
