"""Files over HTTP: their facts, and their bytes as a download and never as a page."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Field, Router, Schema

from lineside.files import queries
from lineside.files.commands import review_quarantined
from lineside.files.permissions import CanFile
from lineside.files.store import handed_out
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["files"])


class HeldFileOut(Schema):
    """What is known of a file before anybody takes it."""

    id: UUID
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    scan_state: str
    scan_says: str
    scanned_at: datetime | None
    signatures_at: datetime | None
    scanned_stale: bool
    reviewed_by: str
    reviewed_how: str
    cautions: list[str]


@router.get("/{uuid:attachment_id}/facts", response=HeldFileOut)
@reads(CanFile.READ)
def read_file_facts(request: Asking, attachment_id: UUID) -> queries.StoredFile:
    return queries.held_file(request.actor, attachment_id)


class ReviewIn(Schema):
    """What was done about a file in quarantine."""

    model_config = example(how="The sender was told; the file is kept as evidence.")

    how: str


@router.post("/{uuid:attachment_id}/review", response=HeldFileOut)
@changes(review_quarantined)
def review_file(request: Asking, attachment_id: UUID, sent: ReviewIn) -> queries.StoredFile:
    """A person has seen what is in quarantine; the file stays there."""
    asked_once(
        request,
        review_quarantined,
        actor=request.actor,
        attachment_id=attachment_id,
        how=sent.how,
        seen_version=seen_version(request),
    )
    return queries.held_file(request.actor, attachment_id)


BYTES = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/{uuid:attachment_id}", openapi_extra={"responses": BYTES})
@reads(CanFile.READ)
def download_file(
    request: Asking, attachment_id: UUID, why: Annotated[str, Field(max_length=300)] = ""
) -> HttpResponseBase:
    """That the file was taken is on record with its reason; out of quarantine only by who may enter it."""
    file = queries.take_file(request.actor, attachment_id, why)
    tag = f'"{file.sha256}"'
    response = get_conditional_response(request, tag) or handed_out(file.path, file.download_name)
    response["ETag"] = tag
    return response
