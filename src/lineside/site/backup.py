"""Backup and restore: the whole database and every stored file in one tar, each part under its SHA-256."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from lineside.kernel.errors import Refusal
from lineside.site.postgres import program

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
BLOCK = 1 << 20
RESTORED = Path(__file__).with_name("restore.sql")


def back_up(target: Path) -> str:
    """The database and files that the settings name; returns the sentence that tells of it."""
    count = write_archive(target, database_url=_database_url(), files=_files_dir())
    return f"{target} holds the whole database and {count} files."


def bring_back(source: Path) -> str:
    count = read_archive(source, database_url=_database_url(), files=_files_dir())
    return f"Restored the whole database and {count} files from {source}."


def write_archive(target: Path, *, database_url: str, files: Path) -> int:
    """Write beside the name, then give the name: half a backup is never taken for one. How many files it holds."""
    if target.exists():
        raise Refusal(f"{target} exists already; choose another name.")
    half = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as room:
            # The rows come first: a file is on disk before the row that names it, so every row finds its file.
            dump, manifest = Path(room) / DUMP, Path(room) / MANIFEST
            _run("pg_dump", database_url, "--format=custom", "--no-owner", f"--file={dump}")
            parts = {DUMP: dump, **{f"{FILES}/{path.relative_to(files)}": path for path in _stored(files)}}
            manifest.write_text(json.dumps({name: _digest(path) for name, path in parts.items()}, indent=1))
            half.touch(mode=0o600)  # it holds what people told the police
            with tarfile.open(half, "w") as tar:
                for name, path in {MANIFEST: manifest, **parts}.items():
                    tar.add(path, arcname=name)
        _flush(half)
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)
    return len(parts) - 1


def read_archive(source: Path, *, database_url: str, files: Path) -> int:
    """Into an empty database and store only; every digest is checked before anything is written."""
    _must_be_empty(database_url, files)
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files.parent) as room:
        manifest = _unpacked(source, Path(room))
        _restore(database_url, Path(room) / DUMP)
        stored = Path(room) / FILES
        if stored.exists():
            if files.exists():
                files.rmdir()
            stored.rename(files)
    return len(manifest) - 1


def _restore(database_url: str, dump: Path) -> None:
    """Tables and rows, then what rows of another server need, then triggers and indexes: one transaction."""
    scripts = {section: dump.with_name(f"{section}.sql") for section in ("pre-data", "data", "post-data")}
    for section, script in scripts.items():
        _run("pg_restore", database_url, "--no-owner", f"--section={section}", f"--file={script}", str(dump))
    order = [scripts["pre-data"], scripts["data"], RESTORED, scripts["post-data"]]
    files = [word for script in order for word in ("-f", str(script))]
    _run("psql", database_url, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", *files)


def _unpacked(source: Path, room: Path) -> dict[str, str]:
    try:
        with tarfile.open(source) as tar:
            _extract(tar, room)
        manifest: dict[str, str] = json.loads((room / MANIFEST).read_text())
    except (tarfile.TarError, EOFError, FileNotFoundError, FileExistsError, ValueError):
        raise Refusal(f"{source} is not a whole backup made by lineside backup. Nothing was restored.") from None
    for name, expected in manifest.items():
        part = room / name
        if not part.is_file() or _digest(part) != expected:
            raise Refusal(f"{source} is damaged: {name} is not what was backed up. Nothing was restored.")
    return manifest


def _extract(tar: tarfile.TarFile, room: Path) -> None:
    """Folders and whole files below `room`, and nothing else; by hand, since Python before 3.11.4 knows no filters."""
    for member in tar:
        target = room / member.name
        if not target.resolve().is_relative_to(room.resolve()):
            raise tarfile.TarError(member.name)
        if member.isdir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        content = tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise tarfile.TarError(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(member.mode & 0o755)


def _must_be_empty(database_url: str, files: Path) -> None:
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LIMIT 1"
        ).fetchone()
    if found:
        raise Refusal("The database is not empty; restore into a new one, so that nothing is overwritten.")
    if files.exists() and any(files.iterdir()):
        raise Refusal(f"The file store {files} is not empty; restore into a new one, so that nothing is overwritten.")


def _run(name: str, database_url: str, *arguments: str) -> None:
    """The address goes by the environment: a password among the arguments would be there for all to read."""
    facts = conninfo_to_dict(database_url)
    keys = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    address = {keys[key]: str(value) for key, value in facts.items() if key in keys}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [str(program(name)), *arguments], check=False, capture_output=True, text=True, env={**os.environ, **address}
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Refusal(f"{name} failed: {last}")


def _stored(files: Path) -> Iterator[Path]:
    yield from sorted(path for path in files.rglob("*") if path.is_file() and not path.name.startswith(".new-"))


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _database_url() -> str:
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]


def _files_dir() -> Path:
    from django.conf import settings  # noqa: PLC0415 - the archive itself needs no Django

    return Path(settings.FILES_DIR)
