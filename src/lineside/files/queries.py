"""Reading files back, and finding those whose bytes are not what they were."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from lineside.files.models import Attachment
from lineside.files.permissions import CanFile
from lineside.files.rules import HEAD, HELD, INFECTED, NOT_SCANNED, cautions, check_quarantine, download_name, is_stale
from lineside.files.store import path_of
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that may be read: its facts, and where its bytes lie."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    scan_state: str
    path: Path
    version: int = 0
    scan_says: str = ""
    scanned_at: datetime | None = None
    signatures_at: datetime | None = None
    scanned_stale: bool = False
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    reviewed_how: str = ""

    @property
    def is_quarantined(self) -> bool:
        return self.scan_state == INFECTED

    def read(self) -> bytes:
        return self.path.read_bytes()

    @property
    def download_name(self) -> str:
        name = download_name(self.name, uk_day(now()))
        return f"{name}{HELD}" if self.is_quarantined and not name.endswith(HELD) else name

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to know before taking it, from its name, its claimed type and its first bytes."""
        with self.path.open("rb") as file:
            return cautions(self.name, self.media_type, file.read(HEAD), uk_day(now()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedFile:
    """A stored file whose bytes are gone or changed."""

    attachment_id: UUID
    name: str
    sha256: str
    what: str


def held_file(actor: Actor, attachment_id: UUID) -> StoredFile:
    """What is known of a file before anybody takes it."""
    permit(actor, CanFile.READ)
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None:
        raise NotFound("There is no such file.")
    file = _file(row)
    if not file.path.exists():
        raise NotFound(f"The bytes of {row.name} are missing from the file store; restore them from the backup.")
    return file


def open_file(actor: Actor, attachment_id: UUID, why: str = "") -> StoredFile:
    """The file with its bytes; that it was taken is on record, with who, when and why."""
    file = held_file(actor, attachment_id)
    record_sighting(actor, "files.open_file", f"{file.name} {file.id}", why)
    return file


def take_file(actor: Actor, attachment_id: UUID, why: str = "") -> StoredFile:
    """The file for a person to keep; out of quarantine only by who may, with a reason, on record as such."""
    file = held_file(actor, attachment_id)
    check_quarantine(file.scan_state, why, may_enter=actor.may(CanFile.QUARANTINE))
    name = "files.take_out_of_quarantine" if file.is_quarantined else "files.open_file"
    record_sighting(actor, name, f"{file.name} {file.id}", why)
    return file


def files_to_scan(*, with_fresh: bool, limit: int = 50) -> list[StoredFile]:
    """What nobody has scanned, oldest first; then, with fresh signatures, what was scanned with old ones."""
    found = list(Attachment.objects.filter(scan_state=NOT_SCANNED).order_by("id")[:limit])
    if with_fresh and len(found) < limit:
        found += Attachment.objects.filter(scanned_stale=True).order_by("id")[: limit - len(found)]
    return [_file(row) for row in found]


def signatures_are_stale(signatures_at: datetime | None) -> bool:
    """Whether a scanner with signatures of that day is behind the times now."""
    return is_stale(signatures_at, now())


def quarantined_files(actor: Actor, limit: int = 200) -> list[StoredFile]:
    """Files in which harm was found and that no person has dealt with yet."""
    permit(actor, CanFile.QUARANTINE)
    rows = Attachment.objects.filter(scan_state=INFECTED, reviewed_by="").order_by("id")[:limit]
    return [_file(row) for row in rows]


def files_by_id(attachment_ids: list[UUID]) -> dict[UUID, StoredFile]:
    """The facts of several files in one query; their bytes still need the right to read."""
    return {row.id: _file(row) for row in Attachment.objects.filter(pk__in=attachment_ids)}


def damaged_files() -> Iterator[DamagedFile]:
    """Each attachment whose bytes are missing or no longer have their digest, in order of arrival."""
    for row in Attachment.objects.order_by("id").iterator():
        path = path_of(row.sha256)
        if not path.exists():
            yield DamagedFile(attachment_id=row.id, name=row.name, sha256=row.sha256, what="missing")
        elif _digest(path) != row.sha256:
            yield DamagedFile(attachment_id=row.id, name=row.name, sha256=row.sha256, what="changed")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _file(row: Attachment) -> StoredFile:
    return StoredFile(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        scan_state=row.scan_state,
        path=path_of(row.sha256),
        version=row.version,
        scan_says=row.scan_says,
        scanned_at=row.scanned_at,
        signatures_at=row.signatures_at,
        scanned_stale=row.scanned_stale,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        reviewed_how=row.reviewed_how,
    )
