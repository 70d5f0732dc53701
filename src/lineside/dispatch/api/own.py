"""What an officer says of the unit whose crew they are, over the API; a key that belongs to nobody is in no crew."""

import binascii
from base64 import b64decode
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from lineside.dispatch import commands, queries
from lineside.dispatch.api.schemas import UnitMessageOut, UnitOut, unit_out
from lineside.dispatch.api.telling import ONCE_ONLY
from lineside.dispatch.api.units import BY_TIME
from lineside.kernel.errors import RuleBroken
from lineside.kernel.http import asked_once
from lineside.ui.operations import Moment, changes, example
from lineside.ui.pages import Asking

router = Router()
ADDED = "A line is added; none is changed."
LONGEST_CONTENT = 1_900_000  # characters of base64: a request of the API has at most 2 MB, the page takes more


class OwnStateIn(Schema):
    """One of the states that a crew sets, and when it was set."""

    model_config = example(state=2)

    state: int
    at: Moment | None = None


class OwnLineIn(Schema):
    """A line for the log of the job, and when it happened."""

    model_config = example(text="Gates are closed, queue to the street.")

    text: str = Field(max_length=4000)
    at: Moment | None = None


class OwnLineOut(Schema):
    entry_id: UUID


class MessageStepIn(Schema):
    """How far a message got with the crew, and when."""

    model_config = example(step="accepted")

    step: Literal["delivered", "read", "accepted"]
    at: Moment | None = None


class PhotoIn(Schema):
    """A photo in base64 (JPEG, PNG, WebP or HEIC), at most 1.4 MB; one that is larger goes by the officer's page."""

    model_config = example(
        content="/9j/4AAQSkZJRgA=", name="platform 9.jpg", media_type="image/jpeg", words="The broken gate"
    )

    content: str = Field(max_length=LONGEST_CONTENT)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    words: str = Field("", max_length=200)
    at: Moment | None = None


class UnitPhotoOut(Schema):
    """The photo, and the file that holds its bytes once they are scanned."""

    id: UUID
    incident_id: UUID
    unit_id: UUID
    file_id: UUID
    taken_at: datetime
    words: str
    by_name: str


@router.post("/dispatch/own/units/{uuid:unit_id}/state", response=UnitOut)
@changes(commands.say_state, no_version_because=BY_TIME)
def say_state(request: Asking, unit_id: UUID, said: OwnStateIn) -> queries.UnitRow:
    """The state of one's own unit at the time at which it was said; late is late and not lost."""
    asked_once(request, commands.say_state, actor=request.actor, unit_id=unit_id, **said.dict())
    return unit_out(request, unit_id)


@router.post("/dispatch/own/incidents/{uuid:incident_id}/lines", response={201: OwnLineOut})
@changes(commands.say_line, no_version_because=ADDED)
def say_line(request: Asking, incident_id: UUID, said: OwnLineIn) -> Status[dict[str, UUID]]:
    """A line for the log of what one's unit was sent to, under one's name."""
    entry_id = asked_once(request, commands.say_line, actor=request.actor, incident_id=incident_id, **said.dict())
    return Status(201, {"entry_id": entry_id})


@router.post("/dispatch/own/messages/{uuid:unit_message_id}/step", response=UnitMessageOut)
@changes(commands.say_step, no_version_because=ONCE_ONLY)
def say_step(request: Asking, unit_message_id: UUID, said: MessageStepIn) -> Any:  # noqa: ANN401
    """A message to one's unit was delivered, read or accepted; whoever accepts it has read it."""
    return asked_once(request, commands.say_step, actor=request.actor, message_id=unit_message_id, **said.dict())


@router.post("/dispatch/own/incidents/{uuid:incident_id}/photos", response={201: UnitPhotoOut})
@changes(commands.send_photo, no_version_because=ADDED)
def send_photo(request: Asking, incident_id: UUID, said: PhotoIn) -> Status[Any]:
    """A photo for the log of what one's unit was sent to: kept as it came, scanned, and a line that says so."""
    facts = said.dict(exclude={"content"})
    content = _bytes_of(said.content)
    photo = asked_once(
        request, commands.send_photo, actor=request.actor, incident_id=incident_id, content=content, **facts
    )
    return Status(201, photo)


def _bytes_of(content: str) -> bytes:
    try:
        return b64decode(content, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise RuleBroken("Send the photo in base64, without line breaks.", "content") from fault
