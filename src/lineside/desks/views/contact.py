"""The contact desk: the queue, the contact in hand, and who this is."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.forms import CharField
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import commands, queries
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import CallBackForm, NoteForm, OpeningForm, ReplyForm, ResolveForm, ReturnForm, TakeForm
from lineside.desks.views.opening import CALLED, bound, open_from_contact, opening_context
from lineside.gateways.text.queries import text_size
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.triage.commands import attach_contact
from lineside.triage.permissions import CanTriage
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

IN_HAND = ("taken",)
ANSWERED = ("email", "text")  # the channels on which a reply goes out
STALE = 409


@require_GET
@page(needs=CanContact.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/contact.html", {"queue": queries.queue(request.actor), "chosen": None})


@require_GET
@page(needs=CanContact.VIEW)
def queue_rows(request: Asking) -> HttpResponse:
    """The queue alone, for a desk that was away."""
    return render(request, "desks/_contact_rows.html", {"queue": queries.queue(request.actor)})


@require_GET
@page(needs=CanContact.VIEW, sighting="contacts.contact")
def contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return show(request, contact_id)


@require_POST
@page(needs=CanContact.TAKE)
def next_contact(request: Asking) -> HttpResponse:
    """Take the first of the queue that nobody has; when another was quicker, the one after it."""
    for row in queries.queue(request.actor):
        if not row.is_to_take:
            continue
        form = TakeForm({})
        form.is_valid()
        with refusals_shown_on(form):
            commands.take_contact(actor=request.actor, contact_id=row.id)
            response = HttpResponse(status=204)
            response["HX-Redirect"] = reverse("desks:contact", args=[row.id])
            return response if is_fragment(request) else HttpResponseRedirect(response["HX-Redirect"])
    return render(request, "ui/_refusal.html", {"sentence": "Nobody is waiting."}, status=409)


@require_POST
@page(needs=CanContact.TAKE)
def take(request: Asking, contact_id: UUID) -> HttpResponse:
    form = TakeForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "take",
        lambda facts: once(
            form.once_key,
            commands.take_contact,
            actor=request.actor,
            contact_id=contact_id,
            **_only(facts, "seen_version"),
        ),
    )


@require_POST
@page(needs=CanContact.TAKE)
def put_back(request: Asking, contact_id: UUID) -> HttpResponse:
    form = ReturnForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "put_back",
        lambda facts: once(
            form.once_key,
            commands.return_contact,
            actor=request.actor,
            contact_id=contact_id,
            **_only(facts, "reason", "seen_version"),
        ),
    )


@require_POST
@page(needs=CanContact.TAKE)
def note(request: Asking, contact_id: UUID) -> HttpResponse:
    """One line of what is said; the answer is the box alone, so that the rest of the desk stays under the hands."""
    chosen = queries.contact(contact_id, request.actor)
    form = NoteForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.note_contact,
                actor=request.actor,
                contact_id=contact_id,
                text=form.cleaned_data["text"],
                noted_at=form.cleaned_data["event_at"],
            )
    if not is_fragment(request):
        return show(request, contact_id, form.status)
    facts = {"chosen": chosen, "note_form": NoteForm() if form.accepted else form}
    return render(request, "desks/_note.html", facts, status=form.status)


@require_POST
@page(needs=CanContact.RESOLVE)
def resolve(request: Asking, contact_id: UUID) -> HttpResponse:
    form = ResolveForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "resolve",
        lambda facts: once(
            form.once_key,
            commands.resolve_contact,
            actor=request.actor,
            contact_id=contact_id,
            **_only(facts, "disposition", "reason", "seen_version"),
        ),
    )


@require_POST
@page(needs=CanContact.REPLY)
def reply(request: Asking, contact_id: UUID) -> HttpResponse:
    form = ReplyForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "reply",
        lambda facts: once(
            form.once_key,
            commands.reply_to_contact,
            actor=request.actor,
            contact_id=contact_id,
            **_only(facts, "template", "text", "seen_version"),
        ),
    )


@require_POST
@page(needs=CanContact.REPLY)
def reply_size(request: Asking, contact_id: UUID) -> HttpResponse:
    """How a text would go out as it stands: its words, its segments, what is left of the last."""
    form = ReplyForm(request.POST)
    facts: dict[str, Any] = {"refusal": "", "as_sent": "", "size": None}
    if form.is_valid():
        chosen = queries.contact(contact_id, request.actor)
        try:
            facts["as_sent"] = queries.text_as_sent(chosen, form.cleaned_data["template"], form.cleaned_data["text"])
            facts["size"] = text_size(facts["as_sent"])
        except Refusal as refusal:
            facts["refusal"] = refusal.sentence
    return render(request, "desks/_reply_size.html", facts)


@require_POST
@page(needs=CanContact.TAKE)
def call_back(request: Asking, contact_id: UUID) -> HttpResponse:
    form = CallBackForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "call_back",
        lambda facts: once(
            form.once_key,
            commands.decide_call_back,
            actor=request.actor,
            contact_id=contact_id,
            decision=facts["decision"],
            reason=facts["reason"],
            seen_version=facts["seen_version"] or 0,
        ),
    )


@require_POST
@page(needs=CanTriage.ASSESS)
def open_incident(request: Asking, contact_id: UUID) -> HttpResponse:
    """Open the incident, grade it and pass it to control; the contact is resolved by it."""
    form = bound(request)
    chosen = queries.contact(contact_id, request.actor)
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            open_from_contact(request, chosen, form)
    return show(request, contact_id, form.status, **({} if form.accepted else {"opening": form}))


@require_POST
@page(needs=CanTriage.ATTACH)
def attach(request: Asking, contact_id: UUID, incident_id: UUID) -> HttpResponse:
    """It is that incident already: the contact joins it."""
    form = TakeForm(request.POST)
    return _act(
        request,
        contact_id,
        form,
        "take",
        lambda facts: once(
            form.once_key,
            attach_contact,
            actor=request.actor,
            contact_id=contact_id,
            incident_id=incident_id,
            seen_version=facts["seen_version"],
        ),
    )


def show(request: Asking, contact_id: UUID, status: int = 200, **forms: DeskForm) -> HttpResponse:
    """The contact in hand: the chosen part alone when the desk is open already, else the whole desk."""
    facts = _facts(request, contact_id, forms)
    if is_fragment(request):
        return render(request, "desks/_contact.html", facts, status=status)
    return render(request, "desks/contact.html", facts | {"queue": queries.queue(request.actor)}, status=status)


def _facts(request: Asking, contact_id: UUID, forms: dict[str, DeskForm]) -> dict[str, Any]:
    chosen = queries.contact(contact_id, request.actor)
    mine = chosen.state in IN_HAND and chosen.handler_id in (None, request.actor.id)
    return {
        "chosen": chosen,
        "mine": mine,
        "typed": _typed(forms, shown=mine),
        "talk": queries.conversation(contact_id),
        "moments": queries.call_moments(contact_id) if chosen.channel == "phone" else [],
        "history": queries.history(request.actor, chosen),
        "dispositions": queries.choices("dispositions"),
        "templates": queries.choices("text_templates" if chosen.channel == "text" else "templates"),
        "may_answer": chosen.channel in ANSWERED and request.actor.may(CanContact.REPLY),
        "note_form": NoteForm(),
        "take_form": forms.get("take") or TakeForm(),
        "put_back_form": forms.get("put_back") or ReturnForm(),
        "resolve_form": forms.get("resolve") or ResolveForm(),
        "reply_form": forms.get("reply") or ReplyForm(),
        "call_back_form": forms.get("call_back") or CallBackForm(),
        **opening_context(request, chosen, cast("OpeningForm | None", forms.get("opening"))),
    }


def _typed(forms: dict[str, DeskForm], *, shown: bool) -> list[tuple[str, str]]:
    """What was typed into a form whose record changed, or that is not there any more: nobody's words vanish."""
    refused = [
        form for form in forms.values() if form.is_bound and (form.status == STALE or (form.errors and not shown))
    ]
    return [
        (name.replace("_", " "), str(form[name].value()).strip())
        for form in refused
        for name, field in form.fields.items()
        if type(field) is CharField and not field.widget.is_hidden and str(form[name].value() or "").strip()
    ]


def _act(
    request: Asking, contact_id: UUID, form: DeskForm, name: str, work: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    return show(request, contact_id, form.status, **({} if form.accepted else {name: form}))


def _only(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}
