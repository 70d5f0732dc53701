"""Silent calls, relays and ringing back, over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.contacts import commands, queries
from lineside.contacts.api.schemas import ContactOut
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["contacts"])
ONLY_ADDS = "It only adds to the call, so it makes nobody's form stale."


class SilentIn(Schema):
    """That nobody speaks: `silent`, `55`, or nothing when the caller speaks after all."""

    model_config = example(silent="55", words="")

    silent: str = Field(max_length=8)
    words: str = Field("", max_length=500)


class AskIn(Schema):
    """The code of a question in force."""

    model_config = example(question="danger_now")

    question: str = Field(max_length=40)


class TapsIn(Schema):
    """One tap is yes, two are no, 0 is that none came."""

    model_config = example(taps=1)

    taps: int


class SilentQuestionOut(Schema):
    """A question asked by taps; `tones` are the keys that the switch itself heard meanwhile."""

    id: UUID
    contact_id: UUID
    code: str
    text: str
    asked_at: datetime
    asked_by: str
    answer: str
    answered_at: datetime | None
    tones: int


class RelayIn(Schema):
    """Which relay or interpreter speaks for the caller, and its number."""

    model_config = example(relay="BSL", relay_id="4711")

    relay: str = Field(max_length=12)
    relay_id: str = Field("", max_length=200)


class RingBackIn(Schema):
    """How an attempt to ring back went."""

    model_config = example(outcome="no_answer", words="")

    outcome: str = Field(max_length=24)
    words: str = Field("", max_length=500)


class RingBackOut(Schema):
    """One attempt to ring a caller back."""

    id: UUID
    contact_id: UUID
    at: datetime
    number: str
    outcome: str
    words: str
    by_name: str


@router.post("/{uuid:contact_id}/silent", response=ContactOut)
@changes(commands.mark_silent, no_version_because=ONLY_ADDS)
def mark_silent(request: Asking, contact_id: UUID, said: SilentIn) -> Contact:
    """Say that nobody speaks, that 55 was pressed, or that the caller speaks after all."""
    return asked_once(
        request, commands.mark_silent, actor=request.actor, contact_id=contact_id, silent=said.silent, words=said.words
    )


@router.get("/{uuid:contact_id}/silent-questions", response=PageOut[SilentQuestionOut])
@reads(CanContact.VIEW, sighting="contacts.silent_questions")
def list_silent_questions(
    request: Asking, contact_id: UUID, paging: Query[PagingIn]
) -> Page[queries.SilentQuestionRow]:
    """What was asked by taps, oldest first."""
    queries.contact(contact_id, request.actor)
    return queries.silent_questions_page(contact_id, paging)


@router.post("/{uuid:contact_id}/silent-questions", response={201: SilentQuestionOut})
@changes(commands.ask_silently, no_version_because=ONLY_ADDS)
def ask_silently(request: Asking, contact_id: UUID, asked: AskIn) -> Any:  # noqa: ANN401
    """Ask by taps; the question before must have its answer."""
    return asked_once(
        request, commands.ask_silently, actor=request.actor, contact_id=contact_id, question=asked.question
    )


@router.post("/silent-questions/{uuid:question_id}/answer", response=SilentQuestionOut)
@changes(commands.answer_silently, no_version_because="An answer is given once and never changed.")
def answer_silently(request: Asking, question_id: UUID, said: TapsIn) -> Any:  # noqa: ANN401
    return asked_once(request, commands.answer_silently, actor=request.actor, question_id=question_id, taps=said.taps)


@router.post("/{uuid:contact_id}/relay", response=ContactOut)
@changes(commands.mark_relay, no_version_because=ONLY_ADDS)
def mark_relay(request: Asking, contact_id: UUID, said: RelayIn) -> Contact:
    """Say that a relay or an interpreter speaks for the caller."""
    return asked_once(
        request,
        commands.mark_relay,
        actor=request.actor,
        contact_id=contact_id,
        relay=said.relay,
        relay_id=said.relay_id,
    )


@router.get("/{uuid:contact_id}/ring-backs", response=PageOut[RingBackOut])
@reads(CanContact.VIEW, sighting="contacts.ring_backs")
def list_ring_backs(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.RingBackRow]:
    """Every attempt to ring this caller back, oldest first."""
    queries.contact(contact_id, request.actor)
    return queries.ring_backs_page(contact_id, paging)


@router.post("/{uuid:contact_id}/ring-backs", response={201: RingBackOut})
@changes(commands.record_ring_back, no_version_because=ONLY_ADDS)
def record_ring_back(request: Asking, contact_id: UUID, tried: RingBackIn) -> Any:  # noqa: ANN401
    """Write down how an attempt to ring back went; it is what allows a lost or silent call to end."""
    return asked_once(
        request,
        commands.record_ring_back,
        actor=request.actor,
        contact_id=contact_id,
        outcome=tried.outcome,
        words=tried.words,
    )
