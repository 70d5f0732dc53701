"""Puts the actor on the request: from the sitting, or from an API client's key. A locked sitting acts for nobody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from lineside.access import queries
from lineside.access.models import Account
from lineside.access.sessions import LOCKED
from lineside.kernel.actors import NOBODY, Actor

OPEN_WHILE_LOCKED = ("/accounts/", "/static/", "/session/")


def who_acts(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        locked = bool(request.session.get(LOCKED))
        request.actor = NOBODY if locked else _actor(request)  # type: ignore[attr-defined]
        if locked and not request.path.startswith(OPEN_WHILE_LOCKED) and not request.path.startswith("/api/"):
            return HttpResponseRedirect(f"{reverse('access:unlock')}?next={request.path}")
        return get_response(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return queries.client_actor(bearer.removeprefix("Bearer ").strip()) or NOBODY
    account = request.user
    if isinstance(account, Account) and account.is_active:
        return queries.actor_of(account, workstation=request.headers.get("X-Workstation", "")[:100])
    return NOBODY
