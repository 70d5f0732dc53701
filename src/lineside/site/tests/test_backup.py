"""A backup brings back every row of every table and every file, and nothing half."""

import io
import os
import tarfile
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from lineside.access.testing import make_account
from lineside.audit.sealing import seal_all
from lineside.files.commands import store_file
from lineside.kernel.errors import Refusal
from lineside.kernel.testing import an_actor
from lineside.site.backup import read_archive, write_archive
from lineside.site.testing import drop_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


def url_of(database: str) -> str:
    return make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=database)


@pytest.fixture
def empty_database():
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        yield url_of(name)
        drop_database(owner, name)


@pytest.fixture
def a_force(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    make_account("auditor")
    for number in range(3):
        store_file(
            actor=an_actor("files.store"), content=b"\x00bytes %d" % number, name="a.txt", media_type="text/plain"
        )
    seal_all()
    return settings.FILES_DIR


def rows(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as reader:
        tables = reader.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        ).fetchall()
        return {
            # Numbers of transactions are a server's own; the test beside this one proves what becomes of them.
            table: [
                row[0]
                for row in reader.execute(f"SELECT (to_jsonb(t) - 'xid' - 'horizon')::text FROM {table} t ORDER BY 1")
            ]
            for (table,) in tables
        }


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_row_of_every_table_and_every_file_comes_back(a_force, empty_database, tmp_path):
    source = url_of(connection.settings_dict["NAME"])
    count = write_archive(tmp_path / "night.tar", database_url=source, files=a_force)
    read_archive(tmp_path / "night.tar", database_url=empty_database, files=tmp_path / "back")
    before = rows(source)
    assert before == rows(empty_database)
    assert before["access_account"]
    assert before["files_attachment"]
    assert contents(a_force) == contents(tmp_path / "back")
    assert count == 3
    assert (tmp_path / "night.tar").stat().st_mode & 0o077 == 0


def test_a_restored_database_refuses_what_the_first_refused(a_force, empty_database, tmp_path):
    write_archive(tmp_path / "a.tar", database_url=url_of(connection.settings_dict["NAME"]), files=a_force)
    read_archive(tmp_path / "a.tar", database_url=empty_database, files=tmp_path / "back")
    with psycopg.connect(empty_database) as owner, pytest.raises(psycopg.Error):
        owner.execute("UPDATE files_attachment SET name = 'b.txt'")


def test_a_changed_byte_is_found_before_anything_is_written(a_force, empty_database, tmp_path):
    write_archive(tmp_path / "a.tar", database_url=url_of(connection.settings_dict["NAME"]), files=a_force)
    whole = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "b.tar").write_bytes(whole.replace(b"\x00bytes 1", b"\x00bytes 9"))
    with pytest.raises(Refusal, match="is damaged"):
        read_archive(tmp_path / "b.tar", database_url=empty_database, files=tmp_path / "back")
    assert rows(empty_database) == {}
    assert not (tmp_path / "back").exists()


def test_nothing_is_restored_over_what_is_there(a_force, tmp_path):
    here = url_of(connection.settings_dict["NAME"])
    write_archive(tmp_path / "a.tar", database_url=here, files=a_force)
    with pytest.raises(Refusal, match="not empty"):
        read_archive(tmp_path / "a.tar", database_url=here, files=tmp_path / "back")
    with pytest.raises(Refusal, match="exists already"):
        write_archive(tmp_path / "a.tar", database_url=here, files=a_force)


@pytest.mark.parametrize("kind", ["text", "foreign", "half", "outside", "link"])
def test_what_is_no_backup_is_refused_in_a_sentence(kind, empty_database, tmp_path):
    path = tmp_path / "x.tar"
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("something"))
    strange = {"outside": tarfile.TarInfo("../outside"), "link": tarfile.TarInfo("link")}
    strange["link"].type, strange["link"].linkname = tarfile.SYMTYPE, "/etc/passwd"
    for name, member in strange.items():
        with tarfile.open(tmp_path / name, mode="w") as tar:
            tar.addfile(member)
        strange[name] = (tmp_path / name).read_bytes()
    known = {"text": b"not a tar", "foreign": whole.getvalue(), "half": whole.getvalue()[:100]}
    path.write_bytes((known | strange)[kind])
    with pytest.raises(Refusal, match="not a whole backup"):
        read_archive(path, database_url=empty_database, files=tmp_path / "back")
    assert not (tmp_path.parent / "outside").exists()
