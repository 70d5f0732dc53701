"""Interpreters over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.interpreters import commands, queries
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["interpreters"])


class InterpreterIn(Schema):
    """Which language, and who is asked."""

    model_config = example(language="pl", provider="first")

    language: str = Field(max_length=8)
    provider: str = Field(max_length=12)
    words: str = Field("", max_length=300)


class JoinedIn(Schema):
    """The provider's own reference, or the interpreter's number."""

    model_config = example(their_reference="Interpreter 20417")

    their_reference: str = Field(max_length=80)


class InterpreterEndIn(Schema):
    """What became of it."""

    model_config = example(outcome="caller_left")

    outcome: str = Field(max_length=16)
    words: str = Field("", max_length=300)


class StatementIn(Schema):
    """The language of a statement."""

    model_config = example(language="pl")

    language: str = Field(max_length=8)


class InterpreterOut(Schema):
    id: UUID
    version: int
    contact_id: UUID
    language: str
    provider: str
    words: str
    their_reference: str
    created_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None
    outcome: str
    by_name: str


class StatementOut(Schema):
    contact_id: UUID
    reference: str
    language: str
    spoken: str
    by_name: str


@router.get("/contacts/{uuid:contact_id}/interpreters", response=PageOut[InterpreterOut])
@reads(CanInterpret.VIEW, sighting="interpreters.interpreters")
def list_interpreters(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.InterpreterRow]:
    """Every request for an interpreter on a contact."""
    return queries.interpreters_page(request.actor, contact_id, paging)


@router.get("/interpreters/{uuid:interpreter_request_id}", response=InterpreterOut)
@reads(CanInterpret.VIEW, sighting="interpreters.interpreter")
def read_interpreter(request: Asking, interpreter_request_id: UUID) -> queries.InterpreterRow:
    return queries.interpreter(request.actor, interpreter_request_id)


@router.post("/contacts/{uuid:contact_id}/interpreters", response={201: InterpreterOut})
@changes(commands.ask_interpreter, no_version_because="It adds a request and changes nothing of the contact.")
def ask_interpreter(request: Asking, contact_id: UUID, said: InterpreterIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.ask_interpreter, actor=request.actor, contact_id=contact_id, **said.dict())
    return Status(201, queries.interpreter(request.actor, made.id))


@router.post("/interpreters/{uuid:interpreter_request_id}/joined", response=InterpreterOut)
@changes(commands.note_interpreter_joined)
def note_interpreter_joined(request: Asking, interpreter_request_id: UUID, said: JoinedIn) -> Any:  # noqa: ANN401
    """The interpreter is on the call."""
    asked_once(
        request,
        commands.note_interpreter_joined,
        actor=request.actor,
        interpreter_request_id=interpreter_request_id,
        their_reference=said.their_reference,
        seen_version=seen_version(request),
    )
    return queries.interpreter(request.actor, interpreter_request_id)


@router.post("/interpreters/{uuid:interpreter_request_id}/end", response=InterpreterOut)
@changes(commands.end_interpreter)
def end_interpreter(request: Asking, interpreter_request_id: UUID, said: InterpreterEndIn) -> Any:  # noqa: ANN401
    asked_once(
        request,
        commands.end_interpreter,
        actor=request.actor,
        interpreter_request_id=interpreter_request_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return queries.interpreter(request.actor, interpreter_request_id)


@router.post("/contacts/{uuid:contact_id}/statement-language", response=StatementOut)
@changes(commands.keep_statement_language, no_version_because="The last said stands, and each is on record.")
def keep_statement_language(request: Asking, contact_id: UUID, said: StatementIn) -> Any:  # noqa: ANN401
    """In which language they give a statement."""
    asked_once(
        request,
        commands.keep_statement_language,
        actor=request.actor,
        contact_id=contact_id,
        language=said.language,
    )
    return queries.statement_of(contact_id)
