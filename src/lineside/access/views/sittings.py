"""Lock, unlock, still here, end all sittings, and the demonstration's one-use link."""

from typing import cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.access import commands, queries, sittings
from lineside.access.adapters import checked_password
from lineside.access.models import Account
from lineside.access.sessions import LOCKED
from lineside.kernel.errors import Refusal
from lineside.kernel.policy import is_demo

ATTEMPTS = "unlock_attempts"
MOST_ATTEMPTS = 5


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this sitting: nothing shows until its owner gives the password again."""
    if isinstance(request.user, Account) and not request.session.get(LOCKED):
        commands.lock_sitting(actor=queries.actor_of(request.user), why=request.POST.get("why", "")[:40])
        request.session[LOCKED] = True
    return HttpResponseRedirect(f"{reverse('access:unlock')}?{urlencode({'next': _came_from(request)})}")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    if not request.session.get(LOCKED):
        return HttpResponseRedirect(asked_next(request))
    sentence = ""
    if request.method == "POST":
        account = cast("Account", request.user)
        try:
            checked_password(request, account, request.POST.get("password", ""))
        except ValidationError as error:
            sentence = error.messages[0]
        else:
            return _unlocked(request, account)
        request.session[ATTEMPTS] = request.session.get(ATTEMPTS, 0) + 1
        if request.session[ATTEMPTS] >= MOST_ATTEMPTS:
            sittings.end(request)
            return HttpResponseRedirect(settings.LOGIN_URL)
    facts = {"sentence": sentence, "name": str(request.user), "next": asked_next(request)}
    return render(request, "access/unlock.html", facts, status=422 if sentence else 200)


def _unlocked(request: HttpRequest, account: Account) -> HttpResponse:
    commands.unlock_sitting(actor=queries.actor_of(account))
    request.session.cycle_key()  # a key that was seen while the desk was locked opens nothing now
    request.session[LOCKED] = False
    request.session[ATTEMPTS] = 0
    sittings.store(request).prove()
    return HttpResponseRedirect(asked_next(request))


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Somebody touched the desk without asking for anything; the middleware has written it down."""
    locked = request.session.get(LOCKED) or not isinstance(request.user, Account)
    return HttpResponse(status=401 if locked else 204)


@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out here and at every other browser."""
    if isinstance(request.user, Account):
        commands.sign_out_everywhere(actor=queries.actor_of(request.user))
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)


@require_GET
def demo_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link that `lineside demo` printed; no other database answers to it."""
    if not is_demo():
        return HttpResponse("There are no sign-in links here.", status=404, content_type="text/plain")
    try:
        account = commands.use_sign_in_link(actor=commands.FRONT_DOOR, token=token)
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, status=refusal.status, content_type="text/plain")
    request.session.flush()
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = HttpResponseRedirect("/")
    sittings.begin(request, response, account, "demonstration link")
    return response


def _came_from(request: HttpRequest) -> str:
    """The page on which the lock was pressed, so that unlocking leads back to it."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came._replace(scheme="", netloc="", fragment="").geturl() if came.netloc == request.get_host() else "/"


def asked_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
