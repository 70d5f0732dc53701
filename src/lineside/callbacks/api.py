"""Call-backs over HTTP."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.callbacks import commands, queries
from lineside.callbacks.permissions import CanCallBack
from lineside.callbacks.rules import CallBackFacts
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["callbacks"])
EXAMPLE = {"name": "Robin Vale", "number": "07700 900124", "why": "Which coach they sat in", "kind": "more",
           "role": "victim", "due_by": "2099-11-30T22:00:00Z"}  # fmt: skip


class CallBackOwedIn(Schema):
    """Whom to ring, why and by when; for one contact, one log or one crime."""

    model_config = example(**EXAMPLE, contact_id="01900000-0000-7000-8000-000000000000")

    name: str = Field(max_length=120)
    number: str = Field(max_length=40)
    why: str = Field(max_length=500)
    kind: str = Field(max_length=12)
    role: str = Field(max_length=12)
    due_by: Moment
    contact_id: UUID | None = None
    incident_id: UUID | None = None
    crime_id: UUID | None = None


class CallBackRingIn(Schema):
    """From which telephone; ours rings first."""

    model_config = example(telephone="201", unsafe_reason="")

    telephone: str = Field(max_length=20)
    unsafe_reason: str = Field("", max_length=500, description="Why an unsafe number is rung all the same.")


class CallBackEndIn(Schema):
    """What became of the call; of one that is done, what was said or answered."""

    model_config = example(outcome="done", told="Coach C, by the door")

    outcome: str = Field(max_length=16)
    words: str = Field("", max_length=500)
    only_set_words: bool = Field(default=False, description="Of a machine: it heard the set words and nothing else.")
    answers: dict[str, str] = Field(default_factory=dict)
    told: str = Field("", max_length=2000)


class OptOutIn(Schema):
    """Who wants no routine calls, and how they told us."""

    model_config = example(number="07700 900125", words="By letter of Monday")

    number: str = Field(max_length=40)
    words: str = Field(max_length=500)


class WithdrawIn(Schema):
    """Why nobody needs to ring."""

    model_config = example(why="They rang us themselves.")

    why: str = Field(max_length=500)


class AnsweredDaysIn(PagingIn):
    """From which day to which the calls were done."""

    since: date
    until: date


class CallBackOut(Schema):
    """A call-back as the list shows it."""

    id: UUID
    version: int
    reference: str
    kind: str
    role: str
    due_by: datetime
    created_at: datetime
    asked_by: str
    state: str
    tried: int
    not_before: datetime | None


class CallBackAttemptOut(Schema):
    """One call of a call-back."""

    id: UUID
    outcome: str
    words: str
    left_words: str
    created_at: datetime
    ended_at: datetime | None
    by_name: str
    proposed: str


class WholeCallBackOut(CallBackOut):
    """A call-back with whom it is about, whether it is safe to ring now, and the words that a machine may hear."""

    name: str
    number: str
    why: str
    contact_id: UUID | None
    incident_id: UUID | None
    crime_id: UUID | None
    told: str
    answers: dict[str, str]
    questionnaire: str
    ended_by: str
    ended_at: datetime | None
    ended_why: str
    unsafe: str
    is_opted_out: bool
    machine_words: str
    attempts: list[CallBackAttemptOut]


class AnsweredOut(Schema):
    """One question and how often each answer was given."""

    code: str
    label: str
    counts: dict[str, int]


class CallBackIdOut(Schema):
    """The record that was made or changed."""

    id: UUID
    version: int


@router.get("/call-backs", response=PageOut[CallBackOut])
@reads(CanCallBack.VIEW)
def list_call_backs(request: Asking, paging: Query[PagingIn]) -> Page[queries.CallBackRow]:
    """Call-backs that are due, by the time until which somebody is to be rung."""
    return queries.board_page(request.actor, paging)


@router.get("/call-backs/answered", response=PageOut[AnsweredOut])
@reads(CanCallBack.RESULTS)
def list_answers(request: Asking, asked: Query[AnsweredDaysIn]) -> Page[queries.Answered]:
    """How often each answer was given."""
    return queries.answered_page(request.actor, asked.since, asked.until, asked)


@router.get("/call-backs/{uuid:call_back_id}", response=WholeCallBackOut)
@reads(CanCallBack.VIEW)
def read_call_back(request: Asking, call_back_id: UUID) -> dict[str, Any]:
    """A call-back; the look at whom it is about is on record."""
    return _whole(request, call_back_id)


@router.post("/call-backs", response=CallBackIdOut)
@changes(commands.ask_call_back, no_version_because="A new call-back has no version yet.")
def ask_call_back(request: Asking, said: CallBackOwedIn) -> Any:  # noqa: ANN401
    """Ask that somebody is rung back."""
    return asked_once(request, commands.ask_call_back, actor=request.actor, facts=CallBackFacts(**said.dict()))


@router.post("/call-backs/{uuid:call_back_id}/calls", response=CallBackIdOut)
@changes(commands.begin_call, no_version_because="It adds a call.")
def begin_call(request: Asking, call_back_id: UUID, said: CallBackRingIn) -> Any:  # noqa: ANN401
    """Ring them now."""
    return asked_once(request, commands.begin_call, actor=request.actor, call_back_id=call_back_id, **said.dict())


@router.post("/call-backs/calls/{uuid:call_back_attempt_id}/end", response=CallBackIdOut)
@changes(commands.end_call, no_version_because="It is said once; again is refused.")
def end_call(request: Asking, call_back_attempt_id: UUID, said: CallBackEndIn) -> Any:  # noqa: ANN401
    """Say what became of the call."""
    return asked_once(request, commands.end_call, actor=request.actor, attempt_id=call_back_attempt_id, **said.dict())


@router.post("/call-backs/{uuid:call_back_id}/withdraw", response=WholeCallBackOut)
@changes(commands.withdraw_call_back)
def withdraw_call_back(request: Asking, call_back_id: UUID, said: WithdrawIn) -> dict[str, Any]:
    """Say that nobody needs to ring, and why."""
    seen = seen_version(request)
    asked_once(
        request,
        commands.withdraw_call_back,
        actor=request.actor,
        call_back_id=call_back_id,
        why=said.why,
        seen_version=seen,
    )
    return _whole(request, call_back_id)


@router.post("/call-backs/opt-outs", response=CallBackIdOut)
@changes(commands.opt_out, no_version_because="It is for good; a second changes nothing.")
def opt_out(request: Asking, said: OptOutIn) -> Any:  # noqa: ANN401
    """Somebody wants no routine calls; nothing lifts it."""
    return asked_once(request, commands.opt_out, actor=request.actor, **said.dict())


def _whole(request: Asking, call_back_id: UUID) -> dict[str, Any]:
    found = queries.call_back(request.actor, call_back_id)
    row = {name: getattr(found.row, name) for name in CallBackOut.model_fields}
    return {**row, **{name: getattr(found, name) for name in WholeCallBackOut.model_fields if name not in row}}
