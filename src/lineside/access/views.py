"""Lock, unlock, end all sittings, and the demonstration's one-use link."""

from typing import cast

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.access import commands
from lineside.access.models import Account
from lineside.access.sessions import LOCKED
from lineside.kernel.errors import Refusal
from lineside.kernel.policy import is_demo

ATTEMPTS = "unlock_attempts"
MOST_ATTEMPTS = 5


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this sitting: nothing shows until its owner gives the password again."""
    if request.user.is_authenticated:
        request.session[LOCKED] = True
    return HttpResponseRedirect("/session/unlock/")


@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    if not request.session.get(LOCKED):
        return HttpResponseRedirect(_next(request))
    sentence = ""
    if request.method == "POST":
        if cast("Account", request.user).check_password(request.POST.get("password", "")):
            request.session[LOCKED] = False
            request.session[ATTEMPTS] = 0
            return HttpResponseRedirect(_next(request))
        sentence = "That is not the password of this account; try again."
        request.session[ATTEMPTS] = request.session.get(ATTEMPTS, 0) + 1
        if request.session[ATTEMPTS] >= MOST_ATTEMPTS:
            logout(request)
            return HttpResponseRedirect(settings.LOGIN_URL)
    facts = {"sentence": sentence, "name": str(request.user), "next": _next(request)}
    return render(request, "access/unlock.html", facts, status=422 if sentence else 200)


@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out here and at every other browser."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.id:
        commands.sign_out_everywhere(actor=actor)
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
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect("/")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
