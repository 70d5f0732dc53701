"""Storing a file."""

import hashlib

from lineside.files.events import FileStored
from lineside.files.models import Attachment
from lineside.files.permissions import CanFile
from lineside.files.rules import display_name, media_type
from lineside.files.store import keep
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.events import announce


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


_type = media_type  # the parameter of the command has the same name
