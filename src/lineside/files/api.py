"""Files over HTTP: their facts, and their bytes as a download and never as a page."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Field, Router, Schema

from lineside.files import queries
from lineside.files.permissions import CanFile
from lineside.files.store import handed_out
from lineside.ui.operations import reads
from lineside.ui.pages import Asking

router = Router(tags=["files"])


class HeldFileOut(Schema):
    """What is known of a file before anybody takes it."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    scan_state: str
    cautions: list[str]


@router.get("/{uuid:attachment_id}/facts", response=HeldFileOut)
@reads(CanFile.READ)
def read_file_facts(request: Asking, attachment_id: UUID) -> queries.StoredFile:
    return queries.held_file(request.actor, attachment_id)


BYTES = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/{uuid:attachment_id}", openapi_extra={"responses": BYTES})
@reads(CanFile.READ)
def download_file(
    request: Asking, attachment_id: UUID, why: Annotated[str, Field(max_length=300)] = ""
) -> HttpResponseBase:
    """Nothing is scanned yet; that the file was taken is on record with its reason."""
    file = queries.open_file(request.actor, attachment_id, why)
    tag = f'"{file.sha256}"'
    response = get_conditional_response(request, tag) or handed_out(file.path, file.download_name)
    response["ETag"] = tag
    return response
