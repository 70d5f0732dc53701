"""Mail that could not become a contact, tried again over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lineside.gateways.email.commands import retry_dead_letter
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes, example
from lineside.ui.pages import Asking

router = Router(tags=["email"])


class RetryIn(Schema):
    """Whether its bytes are taken in without being read."""

    model_config = example(as_it_came=True)

    as_it_came: bool = False


class MailRetriedOut(Schema):
    """The dead letter, and the contact that it became."""

    id: UUID
    version: int
    became_id: UUID | None
    worked_by: str
    worked_how: str


@router.post("/email/dead-letters/{uuid:dead_letter_id}/retry", response=MailRetriedOut)
@changes(retry_dead_letter)
def retry_dead_mail(request: Asking, dead_letter_id: UUID, how: RetryIn) -> Any:  # noqa: ANN401
    """Read it once more, since what tripped us may be mended; or take its bytes in without reading them."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        as_it_came=how.as_it_came,
        seen_version=seen_version(request),
    )
