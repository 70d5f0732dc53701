"""Puts the actor on the request: from the sitting, or from an API client's key. A locked sitting acts for nobody."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from lineside.access import client_uses, commands, origin, queries, sittings
from lineside.access.models import Account
from lineside.access.sessions import LOCKED
from lineside.kernel.actors import NOBODY, Actor
from lineside.kernel.errors import Refusal
from lineside.ui.pages import is_fragment

OPEN_WHILE_LOCKED = ("/accounts/", "/static/", "/session/")
BY_ITSELF = "X-Lineside-By-Itself"  # the page asked, nobody touched it
PERSON = "X-Lineside-Person"  # whose page it is
DOOR = "X-Lineside-Door"  # where the way back in is
ANOTHER = "Somebody else has signed in here since this page was opened. Open it again; what you typed is kept."
IS_LOCKED = "This desk is locked. Unlock it; what you typed is kept."


def who_acts(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = NOBODY  # type: ignore[attr-defined]
        if (bearer := request.headers.get("Authorization", "")).startswith("Bearer "):
            request.actor = _client(request, bearer.removeprefix("Bearer ").strip())  # type: ignore[attr-defined]
        elif isinstance(account := request.user, Account):
            if stopped := _stopped(request, account):
                return stopped
            request.actor = _person(request, account)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _person(request: HttpRequest, account: Account) -> Actor:
    sitting = sittings.store(request)
    if sitting.get(LOCKED):
        return NOBODY
    if not request.headers.get(BY_ITSELF):
        sitting.touch()
    return queries.actor_of(account, workstation=request.headers.get("X-Workstation", "")[:100])


def _stopped(request: HttpRequest, account: Account) -> HttpResponseBase | None:
    """The answer instead of a page, when the desk is locked or the page is somebody else's."""
    sitting = sittings.store(request)
    if sitting.is_idle and not sitting.get(LOCKED):
        sitting[LOCKED] = True
        with suppress(Refusal):
            commands.lock_sitting(actor=queries.actor_of(account), why="nobody touched it")
    if request.path.startswith(OPEN_WHILE_LOCKED):
        return None
    if request.headers.get(PERSON, str(account.id)) != str(account.id):
        return to_the_door(ANOTHER, path_shown(request))
    if not sitting.get(LOCKED) or request.path.startswith("/api/"):
        return None
    here = request.get_full_path() if request.method == "GET" and not is_fragment(request) else "/"
    door = f"{reverse('access:unlock')}?{urlencode({'next': here})}"
    return to_the_door(IS_LOCKED, reverse("access:unlock")) if is_fragment(request) else HttpResponseRedirect(door)


def path_shown(request: HttpRequest) -> str:
    """The path of the page that the browser shows, as it says itself; never another host's."""
    return (
        urlsplit(request.headers.get("HX-Current-URL", ""))._replace(scheme="", netloc="", fragment="").geturl() or "/"
    )


def to_the_door(sentence: str, door: str) -> HttpResponse:
    return HttpResponse(sentence, status=401, content_type="text/plain; charset=utf-8", headers={DOOR: door})


def _client(request: HttpRequest, key: str) -> Actor:
    if known := client_uses.remembered(key):
        return known
    client = queries.client_of(key)
    if client is None:
        return NOBODY
    address = origin.address_of(request)
    if queries.is_key_of(client, key):
        client_uses.note_use(client.id, address)
        actor = queries.actor_of_client(client)
        client_uses.remember(key, actor)
        return actor
    if client_uses.is_first_refusal_in_a_while(client.id):
        why = "That key was revoked." if client.revoked_at else "The secret of that key is not right."
        with suppress(Refusal):
            commands.refuse_client(actor=commands.FRONT_DOOR, client_id=client.id, why=why, address=address)
    return NOBODY
