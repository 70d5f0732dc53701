"""Counting of attempts in the database, so that it holds across processes and restarts.

An attempt is counted before its password or code is looked at, and taken back when it was right; so a hundred at once
get no more than ten at leisure. Like a sitting it is no record of the trade: the audit trail has the refusals.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.db.models import Q

from lineside.access.models import Attempt
from lineside.access.rules import Tried, guess_limits, normal_name, sha256, wait_until
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal

KEPT = timedelta(days=1)
MOST_ROWS = 1000


class TooMany(Refusal):
    """Too many attempts: wait, or ask an administrator."""

    status = 429


def count_attempt(tried: Tried) -> int:
    """Count this attempt before it is looked at; its number, by which it is taken back. TooMany when it may not be."""
    with transaction.atomic(), connection.cursor() as cursor:
        for key in sorted({f"a{tried.account}", f"b{tried.browser}", f"c{tried.address}"}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"attempt {key}"])
        refuse_if_too_many(tried)
        Attempt.objects.filter(at__lt=now() - KEPT).delete()
        return int(
            Attempt.objects.create(
                step=tried.step, account=tried.account, browser=tried.browser, address=tried.address, at=now()
            ).pk
        )


def refuse_if_too_many(tried: Tried) -> None:
    opens = wait_until(tried, _before(tried), now())
    if opens is not None:
        minutes = ceil((opens - now()) / timedelta(minutes=1))
        raise TooMany(f"Too many wrong attempts; wait {minutes} min and try again, or ask an administrator.")


def take_back(attempt: int) -> None:
    """It was right."""
    Attempt.objects.filter(pk=attempt).delete()


def forgive(username_sha256: str, browser: str, address: str) -> None:
    """The person came in: their own slips from here are forgotten, those made elsewhere are not."""
    Attempt.objects.filter(account=username_sha256, browser=browser, address=address).delete()


def forgive_all(username_sha256: str) -> int:
    gone, _ = Attempt.objects.filter(account=username_sha256).delete()
    return gone


def wrong_lately(username_sha256: str) -> int:
    """How many wrong attempts of the last day stand against the account."""
    return Attempt.objects.filter(account=username_sha256, at__gt=now() - KEPT).count()


def is_used_up(tried: Tried) -> bool:
    """Whether the next attempt like this one would be refused."""
    return wait_until(tried, _before(tried), now()) is not None


def is_closed_to_strangers(username_sha256: str) -> bool:
    return is_used_up(Tried(step="password", account=username_sha256, browser="", address=""))


def account_mark(name: str) -> str:
    """How an account's name is counted under: a hash, since people type passwords into the wrong box."""
    return sha256(normal_name(name))


def _before(tried: Tried) -> list[tuple[Tried, datetime]]:
    longest = max(limit.within for limit in guess_limits())
    same = Q(account=tried.account) | Q(address=tried.address)
    if tried.browser:
        same |= Q(browser=tried.browser)
    found = Attempt.objects.filter(same, step=tried.step, at__gt=now() - longest).order_by("-at")[:MOST_ROWS]
    return [
        (Tried(step=each.step, account=each.account, browser=each.browser, address=each.address), each.at)
        for each in found
    ]
