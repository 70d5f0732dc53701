"""The switchboard over HTTP, for a switch that is not Asterisk."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.switchboard import commands, queries, rules
from lineside.switchboard.permissions import CanSwitchboard
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

NO_VERSION = "What cannot follow changes nothing."
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


class ListenIn(Schema):
    """How a supervisor is on the call, why, and from which telephone."""

    model_config = example(mode="whisper", why="Her first call on the 999 line", telephone="301")

    mode: Literal["listen", "whisper", "barge"]
    why: str = Field(max_length=500)
    telephone: str = Field(max_length=20, description="Your own: it rings first.")


class ListeningOut(Schema):
    """A supervisor on the call of whoever sits at a seat."""

    id: UUID
    seat_id: UUID
    name: str
    telephone: str
    contact_id: UUID
    by_name: str
    own_telephone: str
    mode: str
    why: str
    state: str
    outcome: str
    says: str
    created_at: datetime
    up_at: datetime | None
    ended_at: datetime | None


class ListeningToldIn(Schema):
    """What a switch heard of a supervisor on a call."""

    model_config = example(state="ended", outcome="not_picked_up", says="")

    state: Literal["up", "unsure", "ended"]
    outcome: Literal["", "listened", "not_picked_up", "nothing_to_hear", "given_up", "not_dialled", "unknown"] = ""
    says: str = Field("", max_length=300)


class ListeningClaimedOut(Schema):
    """The one that is now yours to connect; none when nobody asks."""

    listening: ListeningOut | None


class PassCallIn(Schema):
    """To whom a call is passed on with its contact, and why."""

    model_config = example(to_id="01900000-0000-7000-8000-000000000002", reason="Speaks Polish.")

    to_id: UUID
    reason: str = Field(max_length=500)


class MoveOut(Schema):
    """A call that is or was passed on; `words` says how it stands."""

    id: UUID
    contact_id: UUID
    call: str
    channel: str
    was: str
    was_telephone: str
    to: str
    to_telephone: str
    by_name: str
    reason: str
    state: str
    outcome: str
    says: str
    created_at: datetime
    ended_at: datetime | None


class MoveToldIn(Schema):
    """What a switch heard of a call that it was asked to move."""

    model_config = example(state="ended", outcome="moved", says="")

    state: Literal["moving", "unsure", "ended"]
    outcome: Literal[
        "", "moved", "came_back", "rings_everywhere", "hung_up", "refused", "not_asked", "stayed", "unknown"
    ] = ""
    says: str = Field("", max_length=300)


class MoveClaimedOut(Schema):
    """The call that is now yours to move; none when nobody asks."""

    move: MoveOut | None


@router.post("/contacts/{uuid:contact_id}/pass-call", response=MoveOut)
@changes(commands.pass_call)
def pass_call(request: Asking, contact_id: UUID, said: PassCallIn) -> Any:  # noqa: ANN401
    """Have the call ring at somebody else's telephone; its contact follows once they pick up."""
    return asked_once(
        request,
        commands.pass_call,
        actor=request.actor,
        contact_id=contact_id,
        **said.dict(),
        seen_version=seen_version(request),
    )


@router.get("/switchboard/moves", response=PageOut[MoveOut])
@reads(CanSwitchboard.CONNECT)
def list_moves(request: Asking, paging: Query[PagingIn]) -> Page[queries.MoveRow]:
    """For a switch that is not Asterisk: calls that are to be moved, or were claimed and are not told the end of."""
    return page_in(queries.to_move(request.actor), paging)


@router.post("/switchboard/moves/claim", response=MoveClaimedOut)
@changes(commands.claim_move, no_version_because="It takes whichever waits longest.")
def claim_move(request: Asking) -> dict[str, Any]:
    """For a switch that is not Asterisk: take the one that waits longest. It is yours alone, and given once."""
    return {"move": asked_once(request, commands.claim_move, actor=request.actor)}


@router.post("/switchboard/moves/{uuid:move_id}/told", response=MoveOut)
@changes(commands.tell_move, no_version_because=NO_VERSION)
def tell_move(request: Asking, move_id: UUID, said: MoveToldIn) -> Any:  # noqa: ANN401
    """Tell how a claimed one goes on; once it is `moved`, its contact is theirs who picked up."""
    return asked_once(request, commands.tell_move, actor=request.actor, move_id=move_id, **said.dict())


@router.post("/queues/seats/{uuid:seat_id}/listening", response=ListeningOut)
@changes(commands.listen_in, no_version_because="It changes nothing of the seat.")
def listen_in(request: Asking, seat_id: UUID, said: ListenIn) -> Any:  # noqa: ANN401
    """Be on the call of whoever sits there. They are shown who it is and how, from now on."""
    return asked_once(request, commands.listen_in, actor=request.actor, seat_id=seat_id, **said.dict())


@router.get("/queues/seats/{uuid:seat_id}/listening", response=PageOut[ListeningOut])
@reads(CanContact.SUPERVISE, sighting="switchboard.listening")
def list_listening(request: Asking, seat_id: UUID, paging: Query[PagingIn]) -> Page[queries.ListeningRow]:
    """Who was on the calls of a seat, newest first."""
    return page_in(queries.listened_to(request.actor, seat_id), paging)


@router.post("/switchboard/listening/{uuid:listening_id}/end", response=ListeningOut)
@changes(commands.end_listening, no_version_because="It is ended whatever has become of it.")
def end_listening(request: Asking, listening_id: UUID) -> Any:  # noqa: ANN401
    """Take the supervisor off the call; the call goes on."""
    return asked_once(request, commands.end_listening, actor=request.actor, listening_id=listening_id)


@router.get("/switchboard/listening", response=PageOut[ListeningOut])
@reads(CanSwitchboard.CONNECT)
def list_listening_to_connect(request: Asking, paging: Query[PagingIn]) -> Page[queries.ListeningRow]:
    """For a switch that is not Asterisk: who is on a call or asked to be; hang up whose state is `ending`."""
    return page_in(queries.to_connect(request.actor), paging)


@router.post("/switchboard/listening/claim", response=ListeningClaimedOut)
@changes(commands.claim_listening, no_version_because="It takes whichever waits longest.")
def claim_listening(request: Asking) -> dict[str, Any]:
    """For a switch that is not Asterisk: take the one that waits longest. It is yours alone, and given once."""
    return {"listening": asked_once(request, commands.claim_listening, actor=request.actor)}


@router.post("/switchboard/listening/{uuid:listening_id}/told", response=ListeningOut)
@changes(commands.tell_listening, no_version_because=NO_VERSION)
def tell_listening(request: Asking, listening_id: UUID, said: ListeningToldIn) -> Any:  # noqa: ANN401
    """Tell how a claimed one goes on."""
    return asked_once(request, commands.tell_listening, actor=request.actor, listening_id=listening_id, **said.dict())
