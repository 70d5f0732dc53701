"""Storing a file, what a scanner found in it, and what a person did about that."""

import hashlib
from datetime import datetime
from uuid import UUID

from lineside.files import rules
from lineside.files.events import FileScanned, FileStored, QuarantineReviewed
from lineside.files.models import Attachment
from lineside.files.permissions import CanFile
from lineside.files.rules import display_name, media_type
from lineside.files.store import keep
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanFile.STORE)
def store_file(*, actor: Actor, content: bytes, name: str, media_type: str) -> Attachment:  # noqa: ARG001
    """Keep the bytes and a row that names them; a rolled-back row leaves bytes that nobody names, never the reverse."""
    attachment = Attachment(
        sha256=hashlib.sha256(content).hexdigest(),
        name=display_name(name),
        media_type=_type(media_type),
        size=len(content),
    )
    keep(attachment.sha256, content)
    attachment.save()
    announce(FileStored(attachment_id=attachment.id))
    return attachment


@command(needs=CanFile.SCAN)
def record_scan(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    attachment_id: UUID,
    state: str,
    says: str = "",
    signatures_at: datetime | None = None,
) -> Attachment:
    """What the scanner found. Told twice, it is written once; harm once found stays found."""
    rules.check_scan(state)
    file = locked(Attachment, attachment_id)
    said = says[: rules.LONGEST_SAYING]
    same = (file.scan_state, file.scan_says, file.signatures_at) == (state, said, signatures_at)
    if same or not rules.may_replace(file.scan_state, state, was_stale=file.scanned_stale):
        return file
    file.scan_state, file.scan_says, file.scanned_at, file.signatures_at = state, said, now(), signatures_at
    file.scanned_stale = state == rules.CLEAN and rules.is_stale(signatures_at, now())
    file.save()
    announce(FileScanned(attachment_id=file.id, state=state))
    return file


@command(needs=CanFile.QUARANTINE)
def review_quarantined(*, actor: Actor, attachment_id: UUID, how: str, seen_version: int | None = None) -> Attachment:
    """A person has seen what is in quarantine, and says what was done; the file stays there."""
    file = locked(Attachment, attachment_id, seen_version)
    file.reviewed_how = rules.check_review(file.scan_state, file.reviewed_by, how)
    file.reviewed_by, file.reviewed_at = actor.name, now()
    file.save()
    announce(QuarantineReviewed(attachment_id=file.id))
    return file


_type = media_type  # the parameter of the command has the same name
