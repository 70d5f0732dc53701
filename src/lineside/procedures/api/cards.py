"""Action cards over HTTP: what fits, what was taken on, each step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.incidents.queries import incident
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.procedures import commands, queries
from lineside.procedures.permissions import CanProcedure
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
ONCE = "A step is ticked once; who comes second is told who was first."


class CardIn(Schema):
    model_config = example(code="TRESPASS")

    code: str = Field(max_length=16)


class StepDoneIn(Schema):
    """What was done; a decision and a remark need their words."""

    model_config = example(words="Caution agreed by the route control at 14:05")

    words: str = Field("", max_length=500)


class StepSkippedIn(Schema):
    model_config = example(reason="Nobody is on the line any more")

    reason: str = Field(max_length=500)


class CardOffIn(Schema):
    model_config = example(reason="It was a worker with leave to be there")

    reason: str = Field(max_length=500)


class ScaleIn(Schema):
    """How many people, how many minutes of delay to trains; what is not said stays."""

    model_config = example(people=40, delay_minutes=75)

    people: int | None = Field(None, ge=0, le=100_000)
    delay_minutes: int | None = Field(None, ge=0, le=100_000)


class ScaleOut(Schema):
    people: int | None
    delay_minutes: int | None
    by_name: str


class CardRingOut(Schema):
    label: str
    number: str


class CardStepOut(Schema):
    id: UUID
    number: int
    kind: str
    is_mandatory: bool
    text: str
    opens: str
    ring: CardRingOut | None
    state: str
    due_at: datetime | None
    ended_at: datetime | None
    by_name: str
    words: str


class CardOut(Schema):
    id: UUID
    version: int
    incident_id: UUID
    code: str
    label: str
    why: str
    is_by_itself: bool
    taken_at: datetime
    taken_by: str
    off_at: datetime | None
    off_by: str
    off_why: str
    owed: int
    steps: list[CardStepOut]


class CardProposalOut(Schema):
    code: str
    label: str
    why: str
    is_always: bool


class CardClockOut(Schema):
    incident_id: UUID
    reference: str
    card: str
    step: str
    due_at: datetime
    more: int


@router.get("/incidents/{uuid:incident_id}/cards", response=PageOut[CardOut])
@reads(CanProcedure.VIEW, sighting="procedures.cards")
def list_cards(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.CardRow]:
    """The action cards of an incident with their steps, in the order in which they were taken on."""
    return queries.cards_page(request.actor, incident_id, paging)


@router.get("/incidents/{uuid:incident_id}/cards/proposed", response=PageOut[CardProposalOut])
@reads(CanProcedure.VIEW, sighting="procedures.proposed")
def list_proposed_cards(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.Proposal]:
    """Cards that fit and are not on, each with the reason; a person takes one on."""
    return page_in(queries.proposed(incident(request.actor, incident_id)), paging)


@router.get("/cards/clocks", response=PageOut[CardClockOut])
@reads(CanProcedure.VIEW)
def list_card_clocks(request: Asking, paging: Query[PagingIn]) -> Page[queries.CardClockRow]:
    """The next step with a clock of each open incident, the most overdue first."""
    return page_in(queries.clocks(request.actor), paging)


@router.post("/incidents/{uuid:incident_id}/cards", response={201: CardOut})
@changes(commands.take_card, no_version_because="It adds a card, once; one that is on already stays as it is.")
def take_card(request: Asking, incident_id: UUID, asked: CardIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.take_card, actor=request.actor, incident_id=incident_id, code=asked.code)
    return Status(201, queries.card_row(request.actor, made.id))


@router.get("/cards/{uuid:card_id}", response=CardOut)
@reads(CanProcedure.VIEW, sighting="procedures.card")
def read_card(request: Asking, card_id: UUID) -> queries.CardRow:
    return queries.card_row(request.actor, card_id)


@router.post("/cards/{uuid:card_id}/take-off", response=CardOut)
@changes(commands.take_off_card)
def take_off_card(request: Asking, card_id: UUID, said: CardOffIn) -> queries.CardRow:
    """It does not fit after all: what was done stays, what was mandatory is skipped with this reason."""
    asked_once(
        request,
        commands.take_off_card,
        actor=request.actor,
        card_id=card_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.card_row(request.actor, card_id)


@router.post("/cards/steps/{uuid:card_step_id}/done", response=CardStepOut)
@changes(commands.complete_step, no_version_because=ONCE)
def complete_step(request: Asking, card_step_id: UUID, said: StepDoneIn) -> queries.CardStepRow:
    asked_once(request, commands.complete_step, actor=request.actor, card_step_id=card_step_id, words=said.words)
    return queries.step_row(card_step_id)


@router.post("/cards/steps/{uuid:card_step_id}/skip", response=CardStepOut)
@changes(commands.skip_step, no_version_because=ONCE)
def skip_step(request: Asking, card_step_id: UUID, said: StepSkippedIn) -> queries.CardStepRow:
    asked_once(request, commands.skip_step, actor=request.actor, card_step_id=card_step_id, reason=said.reason)
    return queries.step_row(card_step_id)


@router.post("/incidents/{uuid:incident_id}/scale", response=ScaleOut)
@changes(commands.note_scale, no_version_because="The newest who said so stands, and each is a line of the log.")
def note_scale(request: Asking, incident_id: UUID, said: ScaleIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.note_scale,
        actor=request.actor,
        incident_id=incident_id,
        people=said.people,
        delay_minutes=said.delay_minutes,
    )
    return queries.scale_of(incident_id)
