"""Mail that could not become a contact, tried again over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Router

from lineside.contacts.api.schemas import RetriedLetterOut, RetryLetterIn
from lineside.gateways.email.commands import retry_dead_letter
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes
from lineside.ui.pages import Asking

router = Router(tags=["email"])


@router.post("/email/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(retry_dead_letter)
def retry_dead_mail(request: Asking, dead_letter_id: UUID, how: RetryLetterIn) -> Any:  # noqa: ANN401
    """Read it once more, since what tripped us may be mended; or take its bytes in without reading them."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        as_it_came=how.as_it_came,
        seen_version=seen_version(request),
    )
