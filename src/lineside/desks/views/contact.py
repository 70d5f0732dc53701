"""The contact desk: the queue, the contact in hand, and who this is."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import commands, queries
from lineside.contacts.permissions import CanContact
from lineside.desks.call_out_rows import calls_out_of_contact
from lineside.desks.emergency_rows import facts_of as emergency_facts
from lineside.desks.emergency_rows import kinds_of, may_enquire
from lineside.desks.forms import (
    CallBackForm,
    FloodForm,
    NoteForm,
    OpeningForm,
    ReplyForm,
    ResolveForm,
    ReturnForm,
    TakeForm,
)
from lineside.desks.interpreter_rows import interpreters_at
from lineside.desks.partner_rows import offers_of
from lineside.desks.promise_rows import promises_of_contact
from lineside.desks.referral_rows import referrals_of
from lineside.desks.reported import reported_facts
from lineside.desks.switch_rows import beside_contact, rings_of
from lineside.desks.typed import typed_in
from lineside.desks.views.opening import CALLED, bound, open_from_contact, opening_context
from lineside.desks.whereabouts_rows import facts_of as whereabouts_facts
from lineside.gateways.text.queries import text_size
from lineside.gateways.web.queries import report_of
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.triage.permissions import CanTriage
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

ANSWERED = ("email", "text", "social", "web")  # the channels on which a reply goes out
TEMPLATES = {"text": "text_templates", "social": "social_templates"}


@require_GET
@page(needs=CanContact.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/contact.html", beside_contact(request.actor) | {"chosen": None})


@require_GET
@page(needs=CanContact.VIEW)
def queue_rows(request: Asking) -> HttpResponse:
    """The queue alone, for a desk that was away."""
    return render(request, "desks/_contact_rows.html", {"queue": queries.queue(request.actor)})


@require_GET
@page(needs=CanContact.VIEW, sighting="contacts.contact")
def contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return show(request, contact_id)


@require_GET
@page(needs=CanContact.VIEW, sighting="contacts.conversation")
def said(request: Asking, contact_id: UUID) -> HttpResponse:
    """What was said before the stretch that stands there."""
    facts = {
        "chosen": queries.contact(contact_id, request.actor),
        "talk": queries.conversation_page(contact_id, queries.Stretch(request.GET.get("before", ""))),
        "is_earlier": True,
    }
    return render(request, "desks/_talk.html", facts)


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
    answer = render(request, "desks/_note.html", facts, status=form.status)
    answer["HX-Trigger"] = "noted"  # what was said may belong to a major incident
    return answer


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
            **_only(facts, "template", "text", "language", "unsafe_reason", "seen_version"),
        ),
    )


@require_POST
@page(needs=CanContact.REPLY)
def reply_size(request: Asking, contact_id: UUID) -> HttpResponse:
    """How a text would go out as it stands: its words, its segments, what is left of the last."""
    form = ReplyForm(request.POST)
    facts: dict[str, Any] = {"refusal": "", "as_sent": "", "size": None}
    if form.is_valid():
        try:
            facts |= _as_sent(request, queries.contact(contact_id, request.actor), form.cleaned_data)
        except Refusal as refusal:
            facts["refusal"] = refusal.sentence
    return render(request, f"desks/{'_social_size' if 'social' in facts else '_reply_size'}.html", facts)


def _as_sent(request: Asking, chosen: queries.ContactRow, said: dict[str, Any]) -> dict[str, Any]:
    """The reply as it stands: its words, how far a translation can be relied on, and its size on this channel."""
    template, language = said["template"], said["language"]
    told = queries.standing_of_translation(chosen.channel, template, language)
    written = (chosen, template, said["text"], language, request.actor.name)
    if chosen.channel == "social":
        return {"translation": told, "social": queries.social_size(*written)}
    if chosen.channel == "text":
        as_sent = queries.text_as_sent(*written)
        return {"translation": told, "as_sent": as_sent, "size": text_size(as_sent)}
    return {"translation": told, "as_sent": queries.letter_as_sent(*written)}


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


def show(request: Asking, contact_id: UUID, status: int = 200, **forms: DeskForm) -> HttpResponse:
    """The contact in hand: the chosen part alone when the desk is open already, else the whole desk."""
    facts = _facts(request, contact_id, forms)
    if is_fragment(request):
        return render(request, "desks/_contact.html", facts, status=status)
    return render(request, "desks/contact.html", facts | beside_contact(request.actor), status=status)


def _facts(request: Asking, contact_id: UUID, forms: dict[str, DeskForm]) -> dict[str, Any]:
    chosen = queries.contact(contact_id, request.actor)
    mine = chosen.state == "taken" and chosen.handler_id in (None, request.actor.id)
    return {
        "chosen": chosen,
        "mine": mine,
        "typed": typed_in(forms, shown=mine),
        "talk": queries.conversation_page(contact_id, queries.Stretch(request.GET.get("before", ""))),
        "moments": queries.call_moments(contact_id) if chosen.channel == "phone" else [],
        "told": report_of(contact_id) if chosen.channel == "web" else [],
        **reported_facts(chosen, request.actor),
        "thread": queries.thread(request.actor, chosen),
        **whereabouts_facts(chosen, request.actor),
        **calls_out_of_contact(request, chosen),
        **promises_of_contact(request, chosen),
        **rings_of(contact_id),
        **interpreters_at(request, chosen),
        **referrals_of(request, contact_id=chosen.id),
        **offers_of(request, chosen),
        **emergency_facts(chosen),
        **kinds_of(chosen),
        "may_enquire": may_enquire(request.actor, chosen),
        "dispositions": queries.choices("dispositions"),
        "templates": queries.choices(TEMPLATES.get(chosen.channel, "templates")),
        "languages": queries.reply_languages(chosen.channel),
        "may_answer": chosen.channel in ANSWERED and request.actor.may(CanContact.REPLY),
        "note_form": NoteForm(),
        "take_form": forms.get("take") or TakeForm(),
        "put_back_form": forms.get("put_back") or ReturnForm(),
        "flood": queries.flood_rows(chosen),
        "flood_form": forms.get("flood") or FloodForm(),
        "resolve_form": forms.get("resolve") or ResolveForm(),
        "reply_form": forms.get("reply") or ReplyForm(),
        "call_back_form": forms.get("call_back") or CallBackForm(),
        **opening_context(request, chosen, cast("OpeningForm | None", forms.get("opening"))),
    }


def _act(
    request: Asking, contact_id: UUID, form: DeskForm, name: str, work: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    return show(request, contact_id, form.status, **({} if form.accepted else {name: form}))


def _only(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}
