"""The live rows of files: the message that a file came with, and what lies in quarantine."""

from uuid import UUID

from django.template.loader import render_to_string

from lineside.contacts.queries import messages_with_file
from lineside.desks.contact_rows import message_row
from lineside.desks.live_row import LiveRow
from lineside.files.permissions import CanFile
from lineside.files.queries import files_by_id


def file(attachment_id: UUID) -> list[LiveRow]:
    found = files_by_id([attachment_id]).get(attachment_id)
    if found is None:
        return []
    is_owed = found.is_quarantined and not found.reviewed_by
    owed = LiveRow(
        id=f"quarantined-{found.id}",
        list="quarantine",
        needs=CanFile.QUARANTINE,
        sort=str(found.id),
        gone=not is_owed,
        html=render_to_string("desks/_quarantined_row.html", {"file": found}) if is_owed else "",
    )
    return [owed, *(message_row(message) for message in messages_with_file(attachment_id))]
