"""The way in for the first time: a password of one's own, the second step, recovery codes; then the desk opens."""

from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from lineside.access import commands, queries, second_step
from lineside.access.middleware import path_shown, to_the_door
from lineside.access.models import Account
from lineside.access.rules import LINK_SPENT
from lineside.access.stages import KEY
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.ui.pages import is_fragment

TOKEN = "begin_token"  # noqa: S105 - the name under which it lies in the session
LONGEST = 256
WRONG_CODE = "That code is not the one; check that the clock of your telephone is right, and type the next one."


@never_cache
@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once, so that no history, referrer or screen shows it."""
    if not queries.link_is_good(token):
        return render(request, "access/closed.html", {"sentence": LINK_SPENT}, status=404)
    if not request.user.is_authenticated:
        request.session.flush()
    request.session[TOKEN] = token  # before any refusal, since the log holds the address of what was refused
    return HttpResponseRedirect(reverse("access:begin"))


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Set a password of one's own; only then is the link used up."""
    token = request.session.get(TOKEN, "")
    if not token:
        return render(request, "access/closed.html", {"sentence": LINK_SPENT}, status=404)
    if request.user.is_authenticated:
        sentence = f"{request.user} is signed in here. Sign out, then open the link again."
        return render(request, "access/closed.html", {"sentence": sentence}, status=409)
    if request.method == "GET":
        return render(request, "access/begin.html", {"sentence": ""})
    try:
        account = commands.use_enrol_link(actor=commands.FRONT_DOOR, token=token, password=typed_twice(request))
    except RuleBroken as refusal:
        return render(request, "access/begin.html", {"sentence": refusal.sentence}, status=422)
    except Refusal as refusal:
        return render(request, "access/closed.html", {"sentence": refusal.sentence}, status=refusal.status)
    request.session.flush()
    login = Login(user=account, redirect_url="/")
    return cast("HttpResponse", perform_password_login(request, {"username": account.username}, login))


@login_stage_required(stage=KEY, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The second step: a secret as picture and as text, proved by a code, then the recovery codes."""
    stage: Any = request._login_stage  # type: ignore[attr-defined] # noqa: SLF001 - allauth's way to a view
    account: Account = stage.login.user
    if stage.state.get("enrolled"):
        return _codes_kept(request, stage)
    if not stage.state.get("secret"):
        stage.state["secret"] = get_adapter().encrypt(generate_totp_secret())
        stash_login(request, stage.login)
    secret = get_adapter().decrypt(stage.state["secret"])
    if request.method == "GET":
        return render(request, "access/enrol.html", enrol_facts(account, secret))
    counter = second_step.right_counter(secret, request.POST.get("code", ""))
    if counter is None:
        return render(request, "access/enrol.html", enrol_facts(account, secret, WRONG_CODE), status=422)
    try:
        codes = commands.enrol_second_step(
            actor=queries.actor_of(account), account_id=account.id, secret=secret, used_counter=counter
        )
    except Refusal as refusal:
        return render(request, "access/closed.html", {"sentence": refusal.sentence}, status=refusal.status)
    del stage.state["secret"]
    stage.state["enrolled"] = True
    stash_login(request, stage.login)
    return render(request, "access/codes.html", {"codes": codes, "action": reverse("access:enrol")})


def enrol_facts(account: Account, secret: str, sentence: str = "") -> dict[str, str]:
    """What the page of a new second step shows."""
    return {
        "picture": second_step.picture(account, secret),
        "secret": second_step.in_fours(secret),
        "name": account.username,
        "sentence": sentence,
    }


def _codes_kept(request: HttpRequest, stage: Any) -> HttpResponse:  # noqa: ANN401 - allauth's stage
    """The codes have been shown once; whoever says that they are kept goes on to the desk."""
    if request.method == "POST":
        return cast("HttpResponse", stage.exit())
    return render(request, "access/codes.html", {"codes": [], "action": reverse("access:enrol")})


def typed_twice(request: HttpRequest) -> str:
    """The new password, when both boxes hold the same."""
    password = request.POST.get("password", "")
    if len(password) > LONGEST:
        raise RuleBroken(f"A password has at most {LONGEST} characters.", "password")
    if password != request.POST.get("again", ""):
        raise RuleBroken("The two are not the same; type the password twice.", "again")
    return password


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django says why to its log
    """One sentence: the form was older than the sitting. What was typed stays in the browser."""
    sentence = "This page is older than your sitting. Open it again and send once more; what you typed is kept."
    if is_fragment(request):
        return to_the_door(sentence, path_shown(request))
    return render(request, "access/closed.html", {"sentence": sentence, "here": request.path}, status=403)
