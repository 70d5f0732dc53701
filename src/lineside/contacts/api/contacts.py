"""Contacts over HTTP: everything that a desk does with them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from lineside.contacts import commands, queries
from lineside.contacts.api.schemas import (
    CallBackIn,
    ChoiceOut,
    ContactOut,
    ContactPage,
    Conversation,
    DeadLetterOut,
    GapOut,
    ReasonIn,
    ReplyIn,
    ReplyOut,
    ResolutionIn,
    WorkIn,
)
from lineside.contacts.models import Contact
from lineside.kernel.actors import Actor
from lineside.kernel.http import asked_once, seen_version

router = Router(tags=["contacts"])
Cursor = Annotated[str, Field(max_length=40)]
Limit = Annotated[int, Field(ge=1, le=200)]


@router.get("", response=ContactPage, operation_id="list_contacts")
def list_contacts(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    rows = queries.queue(_actor(request), limit=limit + 1, after=cursor)
    return {"items": rows[:limit], "next": str(rows[limit - 1].id) if len(rows) > limit else ""}


@router.get("/dispositions", response=list[ChoiceOut], operation_id="list_dispositions")
def list_dispositions(request: HttpRequest) -> Any:  # noqa: ANN401
    return queries.choices("dispositions", _actor(request))


@router.get("/reply-templates", response=list[ChoiceOut], operation_id="list_reply_templates")
def list_reply_templates(request: HttpRequest) -> Any:  # noqa: ANN401
    return queries.choices("templates", _actor(request))


@router.get("/hearing-gaps", response=list[GapOut], operation_id="list_hearing_gaps")
def list_hearing_gaps(request: HttpRequest) -> list[queries.GapRow]:
    return queries.hearing_gaps(_actor(request))


@router.get("/dead-letters", response=list[DeadLetterOut], operation_id="list_dead_letters")
def list_dead_letters(request: HttpRequest) -> list[queries.DeadLetterRow]:
    return queries.dead_letters(_actor(request))


@router.post("/dead-letters/{dead_letter_id}/work", response=DeadLetterOut, operation_id="work_dead_letter")
def work_dead_letter(request: HttpRequest, dead_letter_id: UUID, work: WorkIn) -> Any:  # noqa: ANN401
    return asked_once(
        request,
        commands.work_dead_letter,
        actor=_actor(request),
        dead_letter_id=dead_letter_id,
        how=work.how,
        seen_version=seen_version(request),
    )


@router.get("/{contact_id}", response=ContactOut, operation_id="read_contact")
def read_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> queries.ContactRow:
    row = queries.contact(contact_id, _actor(request))
    response["ETag"] = f'"{row.version}"'
    return row


@router.get("/{contact_id}/conversation", response=Conversation, operation_id="read_conversation")
def read_conversation(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    actor = _actor(request)
    queries.contact(contact_id, actor)
    return {"messages": queries.conversation(contact_id, actor), "moments": queries.call_moments(contact_id, actor)}


@router.get("/{contact_id}/earlier", response=list[ContactOut], operation_id="list_earlier_contacts")
def list_earlier_contacts(request: HttpRequest, contact_id: UUID) -> list[queries.ContactRow]:
    actor = _actor(request)
    row = queries.contact(contact_id, actor)
    return queries.earlier_contacts(row.sender_address, actor, not_this=contact_id)


@router.post("/{contact_id}/take", response=ContactOut, operation_id="take_contact")
def take_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID) -> Contact:
    return _told(
        response,
        asked_once(
            request,
            commands.take_contact,
            actor=_actor(request),
            contact_id=contact_id,
            seen_version=seen_version(request),
        ),
    )


@router.post("/{contact_id}/return", response=ContactOut, operation_id="return_contact")
def return_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID, why: ReasonIn) -> Contact:
    return _told(
        response,
        asked_once(
            request,
            commands.return_contact,
            actor=_actor(request),
            contact_id=contact_id,
            reason=why.reason,
            seen_version=seen_version(request),
        ),
    )


@router.post("/{contact_id}/resolve", response=ContactOut, operation_id="resolve_contact")
def resolve_contact(request: HttpRequest, response: HttpResponse, contact_id: UUID, end: ResolutionIn) -> Contact:
    return _told(
        response,
        asked_once(
            request,
            commands.resolve_contact,
            actor=_actor(request),
            contact_id=contact_id,
            **end.dict(),
            seen_version=seen_version(request),
        ),
    )


@router.post("/{contact_id}/call-back", response=ContactOut, operation_id="decide_call_back")
def decide_call_back(request: HttpRequest, response: HttpResponse, contact_id: UUID, call: CallBackIn) -> Contact:
    return _told(
        response,
        asked_once(
            request,
            commands.decide_call_back,
            actor=_actor(request),
            contact_id=contact_id,
            **call.dict(),
            seen_version=seen_version(request),
        ),
    )


@router.post("/{contact_id}/replies", response=ReplyOut, operation_id="reply_to_contact")
def reply_to_contact(request: HttpRequest, contact_id: UUID, reply: ReplyIn) -> Any:  # noqa: ANN401
    return asked_once(
        request,
        commands.reply_to_contact,
        actor=_actor(request),
        contact_id=contact_id,
        **reply.dict(),
        seen_version=seen_version(request),
    )


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _told(response: HttpResponse, contact: Contact) -> Contact:
    response["ETag"] = f'"{contact.version}"'
    return contact
