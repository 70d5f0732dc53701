"""Contacts over HTTP: everything that a desk does with them."""

from typing import Any
from uuid import UUID

from ninja import Query, Router

from lineside.contacts import commands, queries
from lineside.contacts.api.schemas import (
    CallBackIn,
    ChoiceOut,
    ContactOut,
    Conversation,
    DeadLetterOut,
    FiguresOut,
    FloodEndIn,
    GapOut,
    HistoryOut,
    NoteIn,
    NoteOut,
    ReasonIn,
    ReplyIn,
    ReplyOut,
    ResolutionIn,
    WorkIn,
)
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import FindIn, PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router(tags=["contacts"])


@router.get("", response=PageOut[ContactOut])
@reads(CanContact.VIEW)
def list_contacts(request: Asking, paging: Query[PagingIn]) -> Page[queries.ContactRow]:
    """Everything that still needs somebody, the gravest first and among equals the longest waiting."""
    return queries.queue_page(request.actor, paging)


@router.get("/found", response=PageOut[ContactOut])
@reads(CanContact.VIEW)
def find_contacts(request: Asking, asked: Query[FindIn]) -> Page[queries.ContactRow]:
    """At most 20 whose reference, sender, number, subject or messages hold every word; the look-up is on record."""
    return page_in(queries.find_contacts(request.actor, asked.text, asked.why), asked)


@router.get("/dispositions", response=PageOut[ChoiceOut])
@reads(CanContact.VIEW)
def list_dispositions(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, Any]]:
    return page_in(queries.choices("dispositions", request.actor), paging)


@router.get("/reply-templates", response=PageOut[ChoiceOut])
@reads(CanContact.VIEW)
def list_reply_templates(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, Any]]:
    return page_in(queries.choices("templates", request.actor), paging)


@router.get("/answer-figures", response=FiguresOut)
@reads(CanContact.SUPERVISE)
def read_answer_figures(request: Asking) -> queries.AnswerFigures:
    """How quickly the calls of the last hour were answered."""
    return queries.answer_figures(request.actor)


@router.get("/hearing-gaps", response=PageOut[GapOut])
@reads(CanContact.SUPERVISE)
def list_hearing_gaps(request: Asking, paging: Query[PagingIn]) -> Page[queries.GapRow]:
    return queries.hearing_gaps_page(request.actor, paging)


@router.get("/dead-letters", response=PageOut[DeadLetterOut])
@reads(CanContact.SUPERVISE)
def list_dead_letters(request: Asking, paging: Query[PagingIn]) -> Page[queries.DeadLetterRow]:
    return queries.dead_letters_page(request.actor, paging)


@router.post("/dead-letters/{uuid:dead_letter_id}/work", response=DeadLetterOut)
@changes(commands.work_dead_letter)
def work_dead_letter(request: Asking, dead_letter_id: UUID, work: WorkIn) -> Any:  # noqa: ANN401
    return asked_once(
        request,
        commands.work_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        how=work.how,
        seen_version=seen_version(request),
    )


@router.get("/{uuid:contact_id}", response=ContactOut)
@reads(CanContact.VIEW, sighting="contacts.contact")
def read_contact(request: Asking, contact_id: UUID) -> queries.ContactRow:
    return queries.contact(contact_id, request.actor)


@router.get("/{uuid:contact_id}/conversation", response=Conversation)
@reads(CanContact.VIEW, sighting="contacts.conversation")
def read_conversation(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> dict[str, Any]:
    """What was said, oldest first: the newest messages, or those before the cursor; and the moments of a call."""
    queries.contact(contact_id, request.actor)
    said = queries.conversation_page(contact_id, paging)
    return {"messages": said.items, "earlier": said.next, "moments": queries.call_moments(contact_id)}


@router.get("/{uuid:contact_id}/earlier", response=PageOut[ContactOut])
@reads(CanContact.VIEW, sighting="contacts.earlier_contacts")
def list_earlier_contacts(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.ContactRow]:
    """Contacts from the same address or number, newest first."""
    row = queries.contact(contact_id, request.actor)
    return queries.earlier_page(row.sender_address, paging, not_this=contact_id)


@router.get("/{uuid:contact_id}/history", response=HistoryOut)
@reads(CanContact.VIEW)
def read_history(request: Asking, contact_id: UUID) -> queries.History:
    """Who this is: the latest earlier contacts and how many in 24 hours, 30 days, 12 months; the look is on record."""
    return queries.history(request.actor, queries.contact(contact_id, request.actor))


@router.post("/{uuid:contact_id}/notes", response={201: NoteOut})
@changes(commands.note_contact, no_version_because="A note only adds to what is there.")
def note_contact(request: Asking, contact_id: UUID, note: NoteIn) -> Any:  # noqa: ANN401
    return asked_once(request, commands.note_contact, actor=request.actor, contact_id=contact_id, **note.dict())


@router.post("/{uuid:contact_id}/take", response=ContactOut)
@changes(commands.take_contact)
def take_contact(request: Asking, contact_id: UUID) -> Contact:
    return asked_once(
        request,
        commands.take_contact,
        actor=request.actor,
        contact_id=contact_id,
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/return", response=ContactOut)
@changes(commands.return_contact)
def return_contact(request: Asking, contact_id: UUID, why: ReasonIn) -> Contact:
    return asked_once(
        request,
        commands.return_contact,
        actor=request.actor,
        contact_id=contact_id,
        reason=why.reason,
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/resolve", response=ContactOut)
@changes(commands.resolve_contact)
def resolve_contact(request: Asking, contact_id: UUID, end: ResolutionIn) -> Contact:
    return asked_once(
        request,
        commands.resolve_contact,
        actor=request.actor,
        contact_id=contact_id,
        **end.dict(),
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/flood/resolve", response=ContactOut)
@changes(commands.resolve_flood)
def resolve_flood(request: Asking, contact_id: UUID, end: FloodEndIn) -> Contact:
    """Close what else waits in the flood of a contact in hand, as many as were seen; that contact stays in hand."""
    return asked_once(
        request,
        commands.resolve_flood,
        actor=request.actor,
        contact_id=contact_id,
        **end.dict(),
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/call-back", response=ContactOut)
@changes(commands.decide_call_back)
def decide_call_back(request: Asking, contact_id: UUID, call: CallBackIn) -> Contact:
    return asked_once(
        request,
        commands.decide_call_back,
        actor=request.actor,
        contact_id=contact_id,
        **call.dict(),
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/replies", response={201: ReplyOut})
@changes(commands.reply_to_contact)
def reply_to_contact(request: Asking, contact_id: UUID, reply: ReplyIn) -> Any:  # noqa: ANN401
    return asked_once(
        request,
        commands.reply_to_contact,
        actor=request.actor,
        contact_id=contact_id,
        **reply.dict(),
        seen_version=seen_version(request),
    )
