"""What a page needs: a permission that hides it, an actor, and refusals shown where they belong."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from lineside.kernel.actors import NOBODY, Actor
from lineside.kernel.audit import record_sighting, sightings_gathered
from lineside.kernel.errors import NotPermitted, Refusal
from lineside.kernel.live import cursor_now
from lineside.ui.forms import DeskForm

P = ParamSpec("P")


class Asking(HttpRequest):
    """A request whose actor is known; only `@page` lets a view see one."""

    actor: Actor
    cursor: int  # of a whole page: from here its live stream begins, so that nothing falls between the two


View = Callable[Concatenate[Asking, P], HttpResponseBase]


def page(*, needs: str, sighting: str = "") -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Let the view answer those who hold `needs`; with `sighting`, put the look at the record on the audit trail."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
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


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page of its own, or as a fragment when only a part of a page was asked for."""
    template = "ui/_refusal.html" if is_fragment(request) else "ui/refusal.html"
    title = {403: "Not yours to see", 404: "Not here", 409: "Changed meanwhile"}.get(refusal.status, "Refused")
    return render(request, template, {"sentence": refusal.sentence, "title": title}, status=refusal.status)


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
