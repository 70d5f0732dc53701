"""The embedded PostgreSQL: made once, scram only, no right of a folder above it touched."""

import os
import shutil
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from lineside.site.postgres import Cluster, ClusterFault, program


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    # Below pytest's own folder, which only its user may enter: as root the data therefore goes to the other place.
    own = Cluster(tmp_path_factory.mktemp("cluster") / "postgres")
    yield own
    own.stop()
    shutil.rmtree(own.folder, ignore_errors=True)


@pytest.fixture
def addresses(cluster):
    return cluster.start()


def test_it_starts_twice_and_is_the_same(cluster, addresses):
    assert cluster.start() == addresses
    assert cluster.is_running()
    with psycopg.connect(addresses.owner_url) as owner:
        row = owner.execute("SELECT current_user, current_database(), current_setting('server_version_num')").fetchone()
    assert row is not None
    assert row[:2] == ("lineside_owner", "lineside")
    assert row[2].startswith("18")


def test_a_role_without_its_password_is_refused(addresses):
    for role in ("postgres", "lineside_owner", "lineside_app"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=addresses.port, user=role, password="guess", dbname="lineside")


def test_the_processes_role_makes_no_table_and_no_database(addresses):
    for statement in ("CREATE TABLE mine (id int)", "CREATE DATABASE mine", "CREATE ROLE mine"):
        with psycopg.connect(addresses.app_url, autocommit=True) as app, pytest.raises(psycopg.Error):
            app.execute(statement)


def test_passwords_are_for_their_owner_alone(cluster, addresses):
    assert cluster.secrets.stat().st_mode & 0o077 == 0
    for path in cluster.secrets.iterdir():
        assert path.stat().st_mode & 0o177 == 0
        assert path.read_text() not in (cluster.data / "postgresql.conf").read_text()


def test_the_folders_above_keep_their_rights(tmp_path):
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in (above, *above.parents)]
    own = Cluster(above / "postgres", fast=True)
    try:
        own.start()
        assert before == [(path, path.stat().st_mode, path.stat().st_uid) for path in (above, *above.parents)]
        if os.geteuid() == 0:
            assert Path("/var/lib/lineside") in own.folder.parents
    finally:
        own.stop()
        shutil.rmtree(own.folder, ignore_errors=True)


def test_it_comes_back_after_being_killed_with_nothing_lost(cluster, addresses):
    with psycopg.connect(addresses.owner_url) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        owner.execute("INSERT INTO kept VALUES ('here')")
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)  # at once, as a crash: its postmaster.pid may stay behind
    while cluster.is_running():
        pass
    again = cluster.start()
    with psycopg.connect(again.owner_url) as owner:
        assert owner.execute("SELECT word FROM kept").fetchone() == ("here",)


def test_a_stale_postmaster_pid_is_not_believed(cluster, addresses):
    cluster.stop()
    note = cluster.data / "postmaster.pid"
    note.write_text(f"4194300\n{cluster.data}\n0\n{addresses.port}\n\n127.0.0.1\n         0         0\nready\n")
    assert not cluster.is_running()
    assert cluster.start().owner_url
    assert cluster.is_running()


def test_a_port_that_was_taken_meanwhile_is_changed(cluster, addresses):
    cluster.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", addresses.port))
        other.listen()
        moved = cluster.start()
    assert moved.port != addresses.port
    with psycopg.connect(moved.app_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_what_goes_wrong_is_one_sentence(tmp_path):
    own = Cluster(tmp_path / "broken", fast=True)
    own._prepare()
    with pytest.raises(ClusterFault, match="pg_ctl failed"):
        own._run("pg_ctl", "start", "-D", str(own.data))
    shutil.rmtree(own.folder, ignore_errors=True)


def test_pg_dump_is_there_for_the_backup():
    assert program("pg_dump").exists()
    assert program("pg_restore").exists()
