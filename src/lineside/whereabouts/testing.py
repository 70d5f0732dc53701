"""Makers for tests: a position of a caller."""

from typing import Any

from lineside.contacts.testing import GATEWAY
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.whereabouts.commands import record_fix
from lineside.whereabouts.models import Fix
from lineside.whereabouts.rules import FixCame


def a_fix(**facts: Any) -> FixCame:
    whole: dict[str, Any] = {
        "way": "AML",
        "source": "AML",
        "key": str(uuid7()),
        "received_at": now(),
        "positioned_at": now(),
        "number": "07700 900123",
        "lat": 53.7949,
        "lon": -1.5477,
        "uncertainty_m": 12.0,
        "confidence_pct": 68,
    }
    return FixCame(**{**whole, **facts})


def make_fix(**facts: Any) -> Fix:
    return record_fix(actor=GATEWAY, fix=a_fix(**facts))
