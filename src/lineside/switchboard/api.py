"""The switchboard over HTTP, for a switch that is not Asterisk."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page, page_in
from lineside.switchboard import commands, queries, rules
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["switchboard"])


class WhomIn(Schema):
    """Which call asks, and how the telephone that was rung before ended."""

    model_config = example(call_id="8812", how="", pressed="")

    call_id: str = Field(min_length=1, max_length=120)
    pressed: str = Field("", max_length=1, description="The key that the caller pressed when they were offered a call.")
    how: str = Field("", max_length=20, description="NOANSWER, BUSY, CHANUNAVAIL or CONGESTION; empty at first.")


class SwitchOut(Schema):
    """What the switch does now.

    `ring` this telephone; `wait` and ask again after these seconds; `offer` the caller to be rung back and wait so
    long for a key; `kept`: tell them that they will be rung, and hang up; anything else rings everybody.
    """

    word: str
    telephone: str
    seconds: int


class RingOut(Schema):
    """A telephone that was rung for a call."""

    id: UUID
    name: str
    telephone: str
    at: datetime
    until: datetime
    outcome: str


class RungOut(Schema):
    """The call that was placed; none where nobody asked for it or where it is not safe."""

    call_out_id: UUID | None


@router.post("/switchboard/whom", response=SwitchOut)
@changes(commands.whom_to_ring, no_version_because="It asks whom to ring now; each question is answered anew.")
def whom_to_ring(request: Asking, said: WhomIn) -> rules.Said:
    """Ask whom to ring for a call that rings. Without an answer within a second, ring everybody."""
    facts = {"switch_call_id": said.call_id, "how": said.how, "pressed": said.pressed}
    told = asked_once(request, commands.whom_to_ring, actor=request.actor, **facts)
    return rules.said_in(told)


@router.post("/contacts/{uuid:contact_id}/ring-who-asked", response=RungOut)
@changes(commands.ring_who_asked, no_version_because="It changes nothing of the contact.")
def ring_who_asked(request: Asking, contact_id: UUID) -> dict[str, UUID | None]:
    """Ring who asked to be rung back and is in hand, from the telephone at one's desk; a note says why where not."""
    placed = asked_once(request, commands.ring_who_asked, actor=request.actor, contact_id=contact_id)
    return {"call_out_id": placed.id if placed else None}


@router.get("/contacts/{uuid:contact_id}/rings", response=PageOut[RingOut])
@reads(CanContact.VIEW, sighting="switchboard.rings")
def list_rings(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.RingRow]:
    """Whose telephones were rung for a call, in order."""
    contact(contact_id, request.actor)
    return page_in(queries.rings_shown(request.actor, contact_id), paging)
