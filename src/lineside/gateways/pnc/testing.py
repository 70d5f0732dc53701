"""Makers for tests: what a look-up says, and who may look."""

from typing import Any

from lineside.gateways.pnc.permissions import CanPnc
from lineside.gateways.pnc.rules import LookUpFacts
from lineside.kernel.testing import an_actor

LOOKER = an_actor(CanPnc.LOOK_UP)


def look_up_facts(**facts: Any) -> LookUpFacts:
    whole = {"kind": "person", "purpose": "warrant", "reason": "At the barrier now", "originator": "PC 4711 Ash"}
    return LookUpFacts(**{**whole, "name": "Robin Vale", "born": "1990-02-01", **facts})
