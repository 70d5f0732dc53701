"""Files over HTTP: their facts, and their bytes as a download and never as a page."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema

from lineside.files import queries
from lineside.files.store import handed_out
from lineside.kernel.actors import Actor

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


@router.get("/{attachment_id}/facts", response=HeldFileOut, operation_id="read_file_facts")
def read_file_facts(request: HttpRequest, attachment_id: UUID) -> queries.StoredFile:
    return queries.held_file(_actor(request), attachment_id)


@router.get("/{attachment_id}", operation_id="download_file")
def download_file(request: HttpRequest, attachment_id: UUID, why: str = "") -> FileResponse:
    """Nothing is scanned yet; that the file was taken is on record with its reason."""
    file = queries.open_file(_actor(request), attachment_id, why[:300])
    return handed_out(file.path, file.download_name)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
