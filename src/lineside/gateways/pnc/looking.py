"""One look-up from its record to its answer: the database is asked between two commands, inside neither."""

from lineside.gateways.pnc import queries
from lineside.gateways.pnc.client import ask
from lineside.gateways.pnc.commands import Came, record_look_up
from lineside.gateways.pnc.models import PncLookUp
from lineside.gateways.pnc.protocol import Answer
from lineside.gateways.pnc.queries import LookUpRow
from lineside.kernel.actors import Actor


def carried_out(actor: Actor, begun: PncLookUp) -> tuple[LookUpRow, Answer | None]:
    """How it stands, and what the database says; a form sent again is told how it stands and shown nothing."""
    if not begun.is_fresh:
        return queries.row_of(begun), None
    told = {"ref": str(begun.id), "kind": begun.kind, "purpose": begun.purpose, "originator": begun.originator}
    answer, digest = ask({**told, "reason": begun.reason, **begun.asked})
    came = Came(state=answer.state, record_ids=answer.record_ids, answer_sha256=digest, says=answer.says)
    return queries.row_of(record_look_up(actor=actor, look_up_id=begun.id, came=came)), answer
