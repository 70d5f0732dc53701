"""Makers for tests: a log whose level was decided, and a train that stands with people on board."""

from typing import Any
from uuid import UUID

from lineside.disruption.commands import Stranding, decide_disruption, record_stranded_train
from lineside.disruption.models import Level, StrandedTrain
from lineside.disruption.permissions import CanDisruption
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.testing import an_actor

DECIDER = an_actor(CanDisruption.VIEW, CanDisruption.DECIDE, *OPERATOR.permissions, name="Robin Hale")


def make_level(level: str = "D2", actor: Actor = DECIDER, incident_id: UUID | None = None) -> Level:
    key = incident_id or make_incident("P").id
    reason = "The signaller says that nothing runs"
    return decide_disruption(actor=actor, incident_id=key, level=level, reason=reason)


def make_stranded(actor: Actor = DECIDER, incident_id: UUID | None = None, **facts: Any) -> StrandedTrain:
    """1A23 stands before Hendon with 240 people on board, as TOC control told."""
    key = incident_id or make_incident("P", opening_code="OBSTR").id
    asked = {"told_by": "TOC control", "train": "1A23", "place": "before Hendon, Down Fast", "people": 240, **facts}
    return record_stranded_train(actor=actor, incident_id=key, facts=Stranding(**asked))
