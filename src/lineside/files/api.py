"""Files over HTTP: their bytes, always as a download and never as a page."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router

from lineside.files import queries
from lineside.kernel.actors import Actor

router = Router(tags=["files"])


@router.get("/{attachment_id}", operation_id="download_file")
def download_file(request: HttpRequest, attachment_id: UUID) -> FileResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    file = queries.open_file(actor, attachment_id)
    # Nothing is scanned yet, so nothing is shown: the browser is only ever told to keep it.
    response = FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
