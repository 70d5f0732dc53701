"""Makers for tests: a request to warn a witness."""

from datetime import timedelta
from typing import Any

from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.witnesses.commands import open_warning
from lineside.witnesses.models import WitnessWarning
from lineside.witnesses.permissions import CanWarn
from lineside.witnesses.rules import WarningFacts, WitnessFacts

WARNER = system_actor("test warner", *CanWarn)
POST = system_actor("test post", CanContact.RECEIVE)


def request_facts(**facts: Any) -> WarningFacts:
    whole: dict[str, Any] = {
        "case_ref": "45BT1234526",
        "court": "Leeds Crown Court",
        "hearing": now() + timedelta(days=4),
        "warn_by": now() + timedelta(hours=2),
        "witnesses": (WitnessFacts(name="Robin Vale", number="07700 900123", needs="Interpreter, Polish"),),
    }
    return WarningFacts(**{**whole, **facts})


def make_warning(**facts: Any) -> WitnessWarning:
    return open_warning(actor=WARNER, asked=request_facts(**facts))
