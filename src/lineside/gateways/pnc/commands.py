"""A look-up is on record before it is asked, and what came of it afterwards; never what a record says."""

from dataclasses import dataclass
from uuid import UUID

from lineside.gateways.pnc import rules
from lineside.gateways.pnc.models import PncLookUp
from lineside.gateways.pnc.permissions import CanPnc
from lineside.gateways.pnc.rules import LookUpFacts
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked

__all__ = ["Came", "LookUpFacts", "begin_look_up", "record_look_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What is kept of an answer."""

    state: str
    record_ids: tuple[str, ...] = ()
    answer_sha256: str = ""
    says: str = ""


@command(needs=CanPnc.LOOK_UP)
def begin_look_up(*, actor: Actor, facts: LookUpFacts) -> PncLookUp:
    """Who looks for what, why and for whom; only after this is committed is anything asked."""
    at = now()
    asked = rules.check_look_up(facts, uk_day(at))
    row = PncLookUp(
        kind=facts.kind,
        asked=asked,
        purpose=facts.purpose,
        purposes_edition=rules.purposes(uk_day(at)).edition,
        reason=facts.reason.strip()[:500],
        originator=facts.originator.strip()[:120],
        reference=facts.reference.strip()[:40],
        by_id=actor.id,
        by_name=actor.name,
        asked_at=at,
    )
    row.save()
    row.is_fresh = True
    return row


@command(needs=CanPnc.LOOK_UP)
def record_look_up(*, actor: Actor, look_up_id: UUID, came: Came) -> PncLookUp:
    """What came of it, once, by who asked."""
    row = locked(PncLookUp, look_up_id)
    if row.by_id != actor.id or row.state != rules.ASKED:
        raise RuleBroken("What came of this look-up is on record already.")
    row.state, row.answered_at, row.answer_sha256 = came.state, now(), came.answer_sha256
    row.matches, row.record_ids, row.says = len(came.record_ids), list(came.record_ids), came.says[:200]
    row.save()
    return row
