"""Warning witnesses over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking
from lineside.witnesses import commands, queries
from lineside.witnesses.permissions import CanWarn
from lineside.witnesses.rules import WarningFacts, WitnessFacts

router = Router(tags=["witnesses"])


class WitnessIn(Schema):
    """Somebody to be warned."""

    name: str = Field(max_length=120)
    number: str = Field("", max_length=40)
    needs: str = Field("", max_length=300)


class WarningIn(Schema):
    """What the CJU asks for; nothing of the case but its reference."""

    model_config = example(
        case_ref="45BT1234526",
        court="Leeds Crown Court",
        hearing="2099-12-01T10:00:00Z",
        warn_by="2099-11-30T22:00:00Z",
        witnesses=[{"name": "Robin Vale", "number": "07700 900123", "needs": "Interpreter, Polish"}],
    )

    case_ref: str = Field(max_length=60)
    court: str = Field(max_length=120)
    hearing: Moment
    warn_by: Moment
    witnesses: list[WitnessIn] = Field(max_length=40)

    def facts(self) -> WarningFacts:
        people = tuple(WitnessFacts(**each.dict()) for each in self.witnesses)
        return WarningFacts(**{**self.dict(), "witnesses": people})


class RingIn(Schema):
    """A call that begins now."""

    model_config = example(unsafe_reason="")

    unsafe_reason: str = Field("", max_length=500, description="Why an unsafe number is rung all the same.")


class AttemptEndIn(Schema):
    """What became of the call."""

    model_config = example(outcome="voicemail", words="", only_set_words=True)

    outcome: str = Field(max_length=20)
    words: str = Field("", max_length=500)
    only_set_words: bool = Field(default=False, description="Of a machine: it heard the set words and nothing else.")


class SettleIn(Schema):
    """What is said of a witness without a call."""

    model_config = example(outcome="handed_over", words="To Leeds, for a visit before 22:00")

    outcome: str = Field(max_length=20)
    words: str = Field(max_length=500)


class CloseIn(Schema):
    """What else the CJU is told; how they were told, where there is no mail to answer."""

    model_config = example(words="Told the duty officer of the CJU by telephone at 21:40.")

    words: str = Field("", max_length=2000)


class WarningOut(Schema):
    """A request as the list shows it."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID | None
    state: str
    case_ref: str
    court: str
    hearing_at: datetime | None
    warn_by: datetime | None
    created_at: datetime
    checked_by: str
    closed_by: str
    closed_at: datetime | None
    witnesses: int
    settled: int
    standing: str


class AttemptOut(Schema):
    """One call to a witness."""

    id: UUID
    version: int
    number: str
    begun_at: datetime
    unsafe_reason: str
    outcome: str
    words: str
    left_words: str
    ended_at: datetime | None
    by_name: str


class WitnessOut(Schema):
    """A witness, every call, and the exact words that a machine may hear."""

    id: UUID
    version: int
    name: str
    number: str
    needs: str
    outcome: str
    words: str
    unsafe: str
    machine_words: str
    attempts: list[AttemptOut]


class WholeOut(WarningOut):
    """A request with its witnesses; of one to be checked, what was read in the mail."""

    proposed: dict[str, str]
    told_cju: str
    people: list[WitnessOut]


class IdOut(Schema):
    """The record that was changed."""

    id: UUID
    version: int


@router.get("/witness-warnings", response=PageOut[WarningOut])
@reads(CanWarn.VIEW)
def list_witness_warnings(request: Asking, paging: Query[PagingIn]) -> Page[queries.WarningRow]:
    """Requests that are not closed: to be checked first, then by the time until which witnesses are to be told."""
    return queries.board_page(request.actor, paging)


@router.get("/witness-warnings/{uuid:warning_id}", response=WholeOut)
@reads(CanWarn.VIEW, sighting="witnesses.warning")
def read_witness_warning(request: Asking, warning_id: UUID) -> dict[str, Any]:
    """A request with its witnesses."""
    return _whole(request, warning_id)


@router.post("/witness-warnings", response=WholeOut)
@changes(commands.open_warning, no_version_because="A new request has no version yet.")
def open_warning(request: Asking, said: WarningIn) -> dict[str, Any]:
    """Put a request on the list that did not come by mail."""
    made = asked_once(request, commands.open_warning, actor=request.actor, asked=said.facts())
    return _whole(request, made.id)


@router.post("/witness-warnings/{uuid:warning_id}/check", response=WholeOut)
@changes(commands.check_warning)
def check_warning(request: Asking, warning_id: UUID, said: WarningIn) -> dict[str, Any]:
    """Say what the mail asks for; only now may witnesses be rung."""
    asked_once(
        request,
        commands.check_warning,
        actor=request.actor,
        warning_id=warning_id,
        asked=said.facts(),
        seen_version=seen_version(request),
    )
    return _whole(request, warning_id)


@router.post("/witnesses/{uuid:witness_id}/attempts", response=IdOut)
@changes(commands.begin_attempt, no_version_because="It changes nothing of the witness.")
def begin_attempt(request: Asking, witness_id: UUID, said: RingIn) -> Any:  # noqa: ANN401
    """Say that the witness is rung now."""
    return asked_once(request, commands.begin_attempt, actor=request.actor, witness_id=witness_id, **said.dict())


@router.post("/witnesses/attempts/{uuid:attempt_id}/end", response=IdOut)
@changes(commands.end_attempt, no_version_because="It is said once; again is refused.")
def end_attempt(request: Asking, attempt_id: UUID, said: AttemptEndIn) -> Any:  # noqa: ANN401
    """Say what became of the call."""
    return asked_once(request, commands.end_attempt, actor=request.actor, attempt_id=attempt_id, **said.dict())


@router.post("/witnesses/{uuid:witness_id}/settle", response=IdOut)
@changes(commands.settle_witness, no_version_because="It is said once; again is refused.")
def settle_witness(request: Asking, witness_id: UUID, said: SettleIn) -> Any:  # noqa: ANN401
    """Say without a call what became of the witness."""
    return asked_once(request, commands.settle_witness, actor=request.actor, witness_id=witness_id, **said.dict())


@router.post("/witness-warnings/{uuid:warning_id}/close", response=WholeOut)
@changes(commands.close_warning)
def close_warning(request: Asking, warning_id: UUID, said: CloseIn) -> dict[str, Any]:
    """Answer the CJU and close the request; every witness has an outcome."""
    seen = seen_version(request)
    asked_once(
        request, commands.close_warning, actor=request.actor, warning_id=warning_id, seen_version=seen, **said.dict()
    )
    return _whole(request, warning_id)


def _whole(request: Asking, warning_id: UUID) -> dict[str, Any]:
    found = queries.warning(request.actor, warning_id)
    row = {name: getattr(found.row, name) for name in WarningOut.model_fields}
    return {**row, "proposed": found.proposed, "told_cju": found.told_cju, "people": found.people}
