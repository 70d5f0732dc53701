"""What a page needs: a permission that hides it, an actor, and refusals shown where they belong."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lineside.kernel.actors import NOBODY, Actor
from lineside.kernel.audit import record_sighting, sightings_gathered
from lineside.kernel.errors import NotPermitted, Refusal
from lineside.kernel.live import cursor_now
from lineside.ui.forms import DeskForm

P = ParamSpec("P")
FRESH_TO_OPEN = timedelta(minutes=15)
FRESH_TO_SEND = timedelta(minutes=30)  # so that what was opened in time can be filled in at leisure


class Asking(HttpRequest):
    """A request whose actor is known; only `@page` lets a view see one."""

    actor: Actor
    cursor: int  # of a whole page: from here its live stream begins, so that nothing falls between the two


View = Callable[Concatenate[Asking, P], HttpResponseBase]


def page(
    *, needs: str, sighting: str = "", proof: bool = False
) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let the view answer those who hold `needs`; with `sighting`, put the look at the record on the audit trail.

    With `proof` it opens only to who has lately shown that it is they (ASVS 5.0, 7.5.1 and 7.5.3).
    """

    def decorate(asked: View[P]) -> Callable[..., HttpResponseBase]:
        view = proved(asked) if proof else asked

        @wraps(view)
        def answer(request: Asking, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = getattr(request, "actor", NOBODY)
            if actor is NOBODY or actor.id is None:
                return _sign_in(request)
            try:
                if not actor.may(needs):
                    raise NotPermitted(f"You do not have the right to see this ({needs}); ask your supervisor.")
                if not is_fragment(request):
                    request.cursor = cursor_now()
                with sightings_gathered():
                    response = view(request, *args, **kwargs)
                    if sighting and request.method == "GET":
                        subject = " ".join(str(value) for value in kwargs.values())
                        record_sighting(actor, sighting, subject, request.GET.get("why", "")[:300])
            except Refusal as refusal:
                return refused(request, refusal)
            return response

        answer.needs = str(needs)  # type: ignore[attr-defined]
        return answer

    return decorate


def seen_in_answer(request: Asking, sighting: str, subject: str) -> None:
    """A form's answer that shows the whole record again is a look at it, as opening it is."""
    if request.method == "POST":
        record_sighting(request.actor, sighting, subject, "")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page of its own, or as a fragment when only a part of a page was asked for."""
    template = "ui/_refusal.html" if is_fragment(request) else "ui/refusal.html"
    title = {403: "Not yours to see", 404: "Not here", 409: "Changed meanwhile"}.get(refusal.status, "Refused")
    return render(request, template, {"sentence": refusal.sentence, "title": title}, status=refusal.status)


def proved(view: View[P]) -> View[P]:
    """Ask for the password again first, when it was given long ago."""

    def answer(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_proved(request) else to_prove(request)

    return answer


def is_proved(request: HttpRequest) -> bool:
    """Whether this sitting's owner has lately given the password."""
    sitting: Any = request.session  # access's own, which knows when
    return bool(sitting.proved_for() <= (FRESH_TO_OPEN if request.method == "GET" else FRESH_TO_SEND))


def to_prove(request: HttpRequest) -> HttpResponse:
    """Ask for the password again, and come back to the page."""
    here = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    back = urlsplit(here)._replace(scheme="", netloc="").geturl() or "/"
    return HttpResponseRedirect(f"{reverse('access:prove')}?{urlencode({'next': back})}")


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of a page, and not the browser going back through its history."""
    asks = request.headers.get("HX-Request") == "true"
    return asks and request.headers.get("HX-History-Restore-Request") != "true"


@contextmanager
def refusals_shown_on(form: DeskForm, called: Mapping[str, str] | None = None) -> Iterator[None]:
    """Turn a refusal into a sentence beside its field and into a status; `called` maps a rule's names to the form's."""
    try:
        yield
    except Refusal as refusal:
        field = (called or {}).get(refusal.field, refusal.field)
        form.refuse(refusal.sentence, field=field if field in form.fields else None, status=refusal.status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    if is_fragment(request):
        # The page stays as it is, so what was typed stays: the browser says so and offers the way back in.
        return HttpResponse("Your sitting has ended. Sign in again; what you typed is kept.", status=401)
    here = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': here})}")
