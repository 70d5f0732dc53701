"""Makers for tests: a stored file."""

from lineside.files.commands import store_file
from lineside.files.models import Attachment
from lineside.files.permissions import CanFile
from lineside.kernel.actors import system_actor

STORER = system_actor("test store", CanFile.STORE, CanFile.READ)


def make_file(content: bytes = b"a picture", name: str = "platform.jpg", media_type: str = "image/jpeg") -> Attachment:
    return store_file(actor=STORER, content=content, name=name, media_type=media_type)
