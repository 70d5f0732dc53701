"""Contacts from hand to hand, over HTTP."""

from uuid import UUID

from ninja import Field, Router, Schema

from lineside.contacts import commands
from lineside.contacts.api.schemas import ContactOut
from lineside.contacts.models import Contact
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes, example
from lineside.ui.pages import Asking

router = Router(tags=["contacts"])


class PassIn(Schema):
    """To whom a contact is passed, and why."""

    model_config = example(to_id="01900000-0000-7000-8000-000000000002", reason="Speaks Polish.")

    to_id: UUID
    reason: str = Field(max_length=500)


class HelpIn(Schema):
    """What a supervisor is asked for."""

    model_config = example(why="The caller says that he has a knife.")

    why: str = Field(max_length=500)


@router.post("/{uuid:contact_id}/reserve", response=ContactOut)
@changes(commands.reserve_contact, no_version_because="It changes nothing of the contact; another's is refused.")
def reserve_contact(request: Asking, contact_id: UUID) -> Contact:
    """Keep it for 20 seconds: nobody else takes it meanwhile."""
    return asked_once(request, commands.reserve_contact, actor=request.actor, contact_id=contact_id)


@router.post("/{uuid:contact_id}/transfer", response=ContactOut)
@changes(commands.transfer_contact)
def transfer_contact(request: Asking, contact_id: UUID, said: PassIn) -> Contact:
    """Pass it to somebody who sits at a desk; all that was written goes with it."""
    return asked_once(
        request,
        commands.transfer_contact,
        actor=request.actor,
        contact_id=contact_id,
        **said.dict(),
        seen_version=seen_version(request),
    )


@router.post("/{uuid:contact_id}/help", response=ContactOut)
@changes(commands.ask_for_help, no_version_because="It asks for a supervisor and changes nothing of the contact.")
def ask_for_help(request: Asking, contact_id: UUID, said: HelpIn) -> Contact:
    return asked_once(request, commands.ask_for_help, actor=request.actor, contact_id=contact_id, why=said.why)
