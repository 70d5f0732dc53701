"""Storing a file: the row, the bytes, the audit line, the event; and what is refused."""

import hashlib

import pytest

from lineside.files.commands import store_file
from lineside.files.events import FileStored
from lineside.files.models import Attachment
from lineside.files.queries import damaged_files, open_file
from lineside.files.store import StoreUnwritable, path_of
from lineside.files.testing import STORER, make_file
from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, events_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def test_it_keeps_the_bytes_under_their_digest_and_says_so():
    kept = store_file(actor=STORER, content=b"hello", name="../a.txt", media_type="text/plain")
    assert (kept.name, kept.size, kept.scan_state) == ("a.txt", 5, "not_scanned")
    assert kept.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert open_file(STORER, kept.id).read() == b"hello"
    assert audit_lines() == ["files.store_file"]
    assert len(events_of(FileStored)) == 1


def test_the_same_bytes_lie_there_once_with_two_names():
    first, second = make_file(name="a.jpg"), make_file(name="b.jpg")
    assert path_of(first.sha256) == path_of(second.sha256)
    assert Attachment.objects.count() == 2


def test_without_the_right_nothing_is_read_or_kept():
    with pytest.raises(NotPermitted):
        store_file(actor=an_actor(), content=b"x", name="x", media_type="text/plain")
    with pytest.raises(NotPermitted):
        open_file(an_actor(), make_file().id)


def test_a_file_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        open_file(STORER, uuid7())


def test_changed_and_missing_bytes_are_found():
    changed, missing = make_file(content=b"one"), make_file(content=b"two")
    make_file(content=b"three")
    path_of(changed.sha256).write_bytes(b"0ne")
    path_of(missing.sha256).unlink()
    assert [(found.attachment_id, found.what) for found in damaged_files()] == [
        (changed.id, "changed"),
        (missing.id, "missing"),
    ]


def test_a_store_that_cannot_be_written_says_what_to_do(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.FILES_DIR = tmp_path / "file"
    with pytest.raises(StoreUnwritable, match="free space"):
        store_file(actor=STORER, content=b"x", name="x", media_type="text/plain")
    assert Attachment.objects.count() == 0
