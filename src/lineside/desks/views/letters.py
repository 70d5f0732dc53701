"""What could not become a contact: seen with its bytes, tried again, or set aside with what was done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import queries
from lineside.contacts.commands import work_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import AsideForm, RetryForm
from lineside.desks.rules import readable
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.email.commands import retry_dead_letter as retry_mail
from lineside.gateways.mait.commands import retry_dead_letter as retry_agency
from lineside.gateways.social.commands import retry_dead_letter as retry_post
from lineside.gateways.telephony.commands import retry_dead_letter as retry_call
from lineside.gateways.text.commands import retry_dead_letter as retry_text
from lineside.gateways.web.commands import retry_dead_letter as retry_report
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on
from lineside.whereabouts.commands import retry_dead_position

PLAIN = {"social": retry_post, "mait": retry_agency}
SHOWN = 4000  # bytes of it on the screen; all of them can be taken as a file


@require_GET
@page(needs=CanContact.SUPERVISE, sighting="contacts.dead_letter")
def letter(request: Asking, letter_id: UUID) -> HttpResponse:
    return _show(request, letter_id)


@require_POST
@page(needs=CanContact.SUPERVISE)
def retry(request: Asking, letter_id: UUID) -> HttpResponse:
    form = RetryForm(request.POST)
    found = queries.dead_letter(request.actor, letter_id)
    if form.is_valid():
        facts: dict[str, Any] = {"dead_letter_id": letter_id, "seen_version": form.cleaned_data["seen_version"] or 0}
        with refusals_shown_on(form):
            if found.gateway in ("email", "text"):
                retrying = retry_mail if found.gateway == "email" else retry_text
                unread = form.cleaned_data["as_it_came"] == "yes"
                once(form.once_key, retrying, actor=request.actor, as_it_came=unread, **facts)
            elif found.gateway == "web":
                once(form.once_key, retry_report, actor=request.actor, **facts)
            elif found.gateway == "aml":
                once(form.once_key, retry_dead_position, actor=request.actor, **facts)
            else:
                once(form.once_key, PLAIN.get(found.gateway, retry_call), actor=request.actor, **facts)
    return _show(request, letter_id, retry=form)


@require_POST
@page(needs=CanContact.SUPERVISE)
def aside(request: Asking, letter_id: UUID) -> HttpResponse:
    form = AsideForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                work_dead_letter,
                actor=request.actor,
                dead_letter_id=letter_id,
                how=form.cleaned_data["how"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, letter_id, aside=form)


def _show(request: Asking, letter_id: UUID, **forms: DeskForm) -> HttpResponse:
    found = queries.dead_letter(request.actor, letter_id)
    used = next(iter(forms.values()), None)
    facts = {
        "letter": found,
        "shown": _bytes(request, found),
        "retry_form": forms.get("retry") or RetryForm(),
        "aside_form": forms.get("aside") or AsideForm(),
    }
    template = "desks/_letter.html" if is_fragment(request) else "desks/letter.html"
    return render(request, template, facts, status=used.status if used else 200)


def _bytes(request: Asking, found: queries.DeadLetterRow) -> str:
    if found.raw_id is None or not request.actor.may(CanFile.READ):
        return ""
    with open_file(request.actor, found.raw_id, f"dead letter {found.id} on the screen").path.open("rb") as file:
        return readable(file.read(SHOWN))
