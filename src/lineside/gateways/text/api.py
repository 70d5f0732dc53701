"""GOV.UK Notify's callbacks, with a key of ours as their bearer token; and dead texts tried again."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lineside.contacts.api.schemas import RetriedLetterOut, RetryLetterIn
from lineside.gateways.text.commands import retry_dead_letter, take_in, take_receipt
from lineside.gateways.text.notify import receipt_came, text_came
from lineside.gateways.text.queries import known_digests
from lineside.kernel.commands import once
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import Moment, changes, example
from lineside.ui.pages import Asking

router = Router(tags=["text"])


class NotifyTextIn(Schema):
    """A text that Notify received, as it calls back."""

    model_config = example(
        id="740e5834-3a29-46b4-9a6f-16142fde533a",
        source_number="447700900123",
        destination_number="61016",
        message="Two men are shouting at staff on the 17:42 to Leeds.",
        date_received="2026-11-26T17:51:08Z",
    )

    id: str = Field(min_length=1, max_length=100)
    source_number: str = Field(max_length=60)
    destination_number: str = Field("", max_length=60)
    message: str = Field(max_length=20_000)
    date_received: Moment


class NotifyStatusIn(Schema):
    """What became of a text that Notify sent for us, as it calls back."""

    model_config = example(id="740e5834-3a29-46b4-9a6f-16142fde533b", status="delivered", to="447700900123")

    id: str = Field(min_length=1, max_length=100)
    status: str = Field(max_length=60)
    to: str = Field("", max_length=320)


class KeptOut(Schema):
    """That it is on record here."""

    is_kept: bool


@router.post("/text/notify/received", response=KeptOut)
@changes(take_in, no_version_because="A text is added.", key_in_body="id")
def take_notify_text(request: Asking, told: NotifyTextIn) -> dict[str, bool]:
    """A text came by the second route; the same id again is the same text."""
    came = text_came(
        notify_id=told.id,
        source=told.source_number,
        destination=told.destination_number,
        text=told.message,
        at=told.date_received,
    )
    if not known_digests(came.link, [came.digest]):
        take_in(actor=request.actor, content=[came])
    return {"is_kept": True}


@router.post("/text/notify/status", response=KeptOut)
@changes(take_receipt, no_version_because="A receipt is added.", key_in_body="id")
def take_notify_status(request: Asking, told: NotifyStatusIn) -> dict[str, bool]:
    """What became of a text of ours by the second route; a status that was told before changes nothing."""
    came = receipt_came(notify_id=told.id, number=told.to, status=told.status)
    once(f"notify {told.id} {told.status}", take_receipt, actor=request.actor, content=came)
    return {"is_kept": True}


@router.post("/text/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(retry_dead_letter)
def retry_dead_text(request: Asking, dead_letter_id: UUID, how: RetryLetterIn) -> Any:  # noqa: ANN401
    """Read it once more, since what tripped us may be mended; or make a contact of its bytes as they are."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        as_it_came=how.as_it_came,
        seen_version=seen_version(request),
    )
