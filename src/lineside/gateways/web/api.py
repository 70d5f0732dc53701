"""Web reports that could not become a contact, tried again over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Router

from lineside.contacts.api.schemas import RetriedLetterOut
from lineside.gateways.web.commands import retry_dead_letter
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes
from lineside.ui.pages import Asking

router = Router(tags=["web"])


@router.post("/web/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(retry_dead_letter)
def retry_dead_report(request: Asking, dead_letter_id: UUID) -> Any:  # noqa: ANN401
    """Take a report in once more that the rules refused."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        seen_version=seen_version(request),
    )
