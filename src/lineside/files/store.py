"""The file store: bytes under their SHA-256, on disk before anything says that they are, and how they leave it."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from lineside.files.rules import HANDED_OUT, place_of
from lineside.kernel.errors import Refusal


class StoreUnwritable(Refusal):
    """The disk is full or the folder is not ours; nothing was kept."""

    status = 507


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_DIR) / place_of(sha256)


def handed_out(path: Path, name: str) -> FileResponse:
    """The bytes as a download of no particular type, whatever their sender claimed."""
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers=HANDED_OUT,
    )


def keep(sha256: str, content: bytes) -> None:
    """Write, flush to disk, then give the name: a reader never sees half a file, and a power cut loses none."""
    path = path_of(sha256)
    try:
        if path.exists() and path.stat().st_size == len(content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError as error:
        raise StoreUnwritable(
            f"The file store at {settings.FILES_DIR} cannot be written ({error.strerror}); free space or mend rights."
        ) from error


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    _flush_folder(path.parent.parent)
    _flush_folder(path.parent.parent.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
