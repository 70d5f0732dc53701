"""Intelligence reports in the state that each deed asks for."""

from uuid import UUID

from lineside.intelligence.commands import claim_report, decline_report
from lineside.intelligence.testing import BUREAU, make_released, make_report
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def written(_: Actor) -> Ids:
    return {"report_id": make_report().id}


def released(_: Actor) -> Ids:
    return {"report_id": make_released().id}


def taken(actor: Actor) -> Ids:
    ids = released(actor)
    claim_report(actor=BUREAU, bureau="fib")
    return ids


def declined(actor: Actor) -> Ids:
    ids = taken(actor)
    decline_report(actor=BUREAU, report_id=ids["report_id"], why="Cut off")
    return ids


READY = {
    "release_report": written,
    "claim_report": released,
    "acknowledge_report": taken,
    "decline_report": taken,
    "send_report_again": declined,
}
