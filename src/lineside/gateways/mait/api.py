"""Messages of agencies that could not be taken in, tried again over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Router

from lineside.contacts.api.schemas import RetriedLetterOut
from lineside.gateways.mait.commands import retry_dead_letter
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes
from lineside.ui.pages import Asking

router = Router(tags=["mait"])


@router.post("/mait/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(retry_dead_letter)
def retry_dead_message(request: Asking, dead_letter_id: UUID) -> Any:  # noqa: ANN401
    """Read an agency's message once more, since what tripped us may be mended."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        seen_version=seen_version(request),
    )
