"""How much may come: an allowance that fills again by itself, so that nobody is locked out for good.

Each address has one of its own and all share another. A station's whole platform sends through one address, so the
address's is wide, and a refusal costs nothing: it says after how many seconds the same page may be sent again. A part
of what all share is kept for addresses that sent nothing lately, so that who sends without end does not eat it all.
"""

import hmac
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from threading import Lock

from django.conf import settings
from django.db import connection, transaction

from lineside.gateways.web.models import Allowance
from lineside.kernel.clock import now

KEPT, LATELY = timedelta(days=1), timedelta(hours=1)
_SPEND = """
INSERT INTO gateway_web_allowance AS a (key, left, at) VALUES (%(key)s, %(most)s - 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET at = %(now)s,
  "left" = least(%(most)s, a."left" + greatest(0, extract(epoch FROM %(now)s - a.at)) / %(every)s) - 1
WHERE least(%(most)s, a."left" + greatest(0, extract(epoch FROM %(now)s - a.at)) / %(every)s) >= 1 + %(keep)s
RETURNING "left"
""".replace("(key, left, at)", '(key, "left", at)')


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and then one each so many seconds; the last are kept for who sent nothing lately."""

    most: int
    every: float
    kept: int = 0


ADDRESS, EVERYBODY = Limit(most=60, every=10.0), Limit(most=600, every=0.5, kept=300)
# A place read out of words takes up to 0.15 s of the one process that serves the form.
MOST_KEPT = 10_000
PLACES, ALL_PLACES = Limit(most=240, every=2.0), Limit(most=1200, every=0.25, kept=600)


class Busy(Exception):
    """Too many came; the same may come again in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def spend(address: str) -> None:
    """One report or addition from this address; Busy when it must wait, and then nothing is spent."""
    own = _mark(address)
    with transaction.atomic():
        is_new = not Allowance.objects.filter(key=own, at__gt=now() - LATELY).exists()
        for key, limit, keep in ((own, ADDRESS, 0), ("everybody", EVERYBODY, 0 if is_new else EVERYBODY.kept)):
            if not _spent(key, limit, keep):
                transaction.set_rollback(True)
                raise Busy(ceil(limit.every))


class Places:
    """Readings of places, counted in the memory of the one process that serves the form: a step needs no database."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, float]] = {}  # what was left of each, and when
        self._one_at_a_time = Lock()

    def spend(self, address: str) -> None:
        """One more for this address; Busy when it must wait."""
        own, at = _mark(address), time.monotonic()
        with self._one_at_a_time:
            before = self._kept.get(own)
            is_new = before is None or at - before[1] > LATELY.total_seconds()
            left = {key: self._left(key, limit, at) for key, limit in ((own, PLACES), ("", ALL_PLACES))}
            for key, limit, keep in ((own, PLACES, 0), ("", ALL_PLACES, 0 if is_new else ALL_PLACES.kept)):
                if left[key] < 1 + keep:
                    raise Busy(ceil(limit.every))
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            self._kept |= {key: (each - 1, at) for key, each in left.items()}

    def _left(self, key: str, limit: Limit, at: float) -> float:
        left, since = self._kept.get(key, (limit.most, at))
        return min(limit.most, left + (at - since) / limit.every)


places = Places()


def forget_old() -> int:
    """Allowances that are full again by now."""
    return Allowance.objects.filter(at__lt=now() - KEPT).delete()[0]


def _spent(key: str, limit: Limit, keep: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, {"key": key, "most": limit.most, "every": limit.every, "keep": keep, "now": now()})
        return cursor.fetchone() is not None


def _mark(address: str) -> str:
    """An address is kept only as what cannot be turned back into it without our key.

    Whoever has one address of IPv6 has all that begin with the same 64 bits.
    """
    with suppress(ValueError):
        whole = ip_address(address)
        address = str(whole if whole.version == 4 else ip_network((whole, 64), strict=False))  # noqa: PLR2004 - IPv4
    return hmac.digest(settings.SECRET_KEY.encode(), f"web allowance {address}".encode(), "sha256").hex()
