"""A sitting's beginning and end: its bounds, its record, and the mark that its browser is known."""

from contextlib import suppress
from datetime import timedelta
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from lineside.access import commands, guessing, origin, queries
from lineside.access.models import Account
from lineside.access.sessions import SessionStore
from lineside.kernel.errors import Refusal

BEFORE = "before"  # what is said once after signing in: the last time, and what was tried since


def store(request: HttpRequest) -> SessionStore:
    return cast("SessionStore", request.session)


def begin(request: HttpRequest, response: HttpResponseBase, account: Account, how: str) -> None:
    """The person is in: fix how long, put it on record, and remember the browser."""
    mark = guessing.account_mark(account.username)
    before = account.last_signed_in_at
    store(request)[BEFORE] = {
        "at": before.isoformat() if before else "",
        "wrong": guessing.wrong_lately(mark),
    }
    address, browser = origin.address_of(request), origin.browser_words(request)
    guessing.forgive(mark, origin.browser_mark(request), address)
    commands.begin_sitting(actor=queries.actor_of(account), how=how, address=address, browser=browser)
    store(request).begin(
        idle=timedelta(minutes=queries.policy_value("access.idle_minutes")),
        lasts=timedelta(hours=queries.policy_value("access.sitting_hours")),
        address=address,
        browser=browser,
    )
    origin.mark_browser(request, response)


def end(request: HttpRequest) -> None:
    """Sign out here. Someone whose right to sign in has gone can still leave."""
    account = request.user
    if isinstance(account, Account):
        with suppress(Refusal):
            commands.sign_out(actor=queries.actor_of(account))
    logout(request)
