"""What a person has of their own: sittings, password, second step, recovery codes."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.access import commands, queries, second_step, sittings
from lineside.access.adapters import checked_password
from lineside.access.models import Account
from lineside.access.permissions import CanAccess
from lineside.access.views.entrance import WRONG_CODE, enrol_facts, typed_twice
from lineside.access.views.sittings import asked_next
from lineside.kernel.errors import RuleBroken
from lineside.ui.pages import Asking, page

SECRET = "new_second_step"  # noqa: S105 - the name under which it lies in the session


@require_GET
@page(needs=CanAccess.SIGN_IN)
def show(request: Asking) -> HttpResponse:
    return _show(request)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@page(needs=CanAccess.SIGN_IN)
def prove(request: Asking) -> HttpResponse:
    """The password once more, before something that would be worth stealing a desk for."""
    wanted = asked_next(request)
    sentence = ""
    if request.method == "POST":
        try:
            checked_password(request, _account(request), request.POST.get("password", ""))
        except ValidationError as error:
            sentence = error.messages[0]
        else:
            request.session.cycle_key()
            sittings.store(request).prove()
            return HttpResponseRedirect(wanted)
    return render(request, "own/prove.html", {"sentence": sentence, "next": wanted}, status=422 if sentence else 200)


@sensitive_post_parameters("current", "password", "again")
@require_POST
@page(needs=CanAccess.SIGN_IN)
def password(request: Asking) -> HttpResponse:
    """A new password: every other sitting ends, this one goes on under a new key."""
    account = _account(request)
    try:
        checked_password(request, account, request.POST.get("current", ""))
        changed = commands.change_password(actor=request.actor, password=typed_twice(request))
    except ValidationError as error:
        return _show(request, sentence=error.messages[0], status=422)
    except RuleBroken as refusal:
        return _show(request, sentence=refusal.sentence, status=422)
    request.session.flush()
    login(request, changed, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = HttpResponseRedirect(reverse("access:own"))
    sittings.begin(request, response, changed, "new password")
    return response


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@page(needs=CanAccess.SIGN_IN, proof=True)
def new_second_step(request: Asking) -> HttpResponse:
    """Another authenticator in place of the present one."""
    account = _account(request)
    if request.method == "GET" or not request.session.get(SECRET):
        request.session[SECRET] = get_adapter().encrypt(generate_totp_secret())
    secret = get_adapter().decrypt(request.session[SECRET])
    if request.method == "GET":
        return render(request, "own/second_step.html", enrol_facts(account, secret))
    counter = second_step.right_counter(secret, request.POST.get("code", ""))
    if counter is None:
        return render(request, "own/second_step.html", enrol_facts(account, secret, WRONG_CODE), status=422)
    codes = commands.replace_second_step(
        actor=request.actor, account_id=account.id, secret=secret, used_counter=counter
    )
    del request.session[SECRET]
    return render(request, "own/codes.html", {"codes": codes})


@require_POST
@page(needs=CanAccess.SIGN_IN, proof=True)
def new_codes(request: Asking) -> HttpResponse:
    return render(request, "own/codes.html", {"codes": commands.renew_recovery_codes(actor=request.actor)})


@require_POST
@page(needs=CanAccess.SIGN_IN)
def end_one(request: Asking, mark: str) -> HttpResponse:
    commands.end_own_sitting(actor=request.actor, mark=mark)
    return HttpResponseRedirect(reverse("access:own"))


def _account(request: Asking) -> Account:
    if not isinstance(request.user, Account):
        raise RuleBroken("This page is for people, not for API clients.")
    return request.user


def _show(request: Asking, sentence: str = "", status: int = 200) -> HttpResponse:
    account = _account(request)
    facts = {
        "row": queries.account_row(account.id),
        "sittings": queries.sittings_of(account.id, request.session.session_key or ""),
        "codes_left": queries.codes_left(account),
        "sentence": sentence,
    }
    return render(request, "own/show.html", facts, status=status)
