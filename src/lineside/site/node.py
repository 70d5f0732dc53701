"""What one node runs: its database, its programs, and the environment they share."""

import atexit
import errno
import fcntl
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lineside.site.postgres import Addresses, Cluster, ClusterFault
from lineside.site.supervisor import Program

LOOK_EVERY, LONGEST_LOOK = 2.0, 15.0  # seconds
ROOT = Path(__file__).resolve().parents[3]
# A small or busy machine starts a score of processes at once and may read every module for the first time.
START_SECONDS = 180
KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM)


def var() -> Path:
    return Path(os.environ.get("LINESIDE_VAR", ROOT / "var")).resolve()


def cluster() -> Cluster:
    return Cluster(var() / "postgres")


def use_database(addresses: Addresses | None) -> None:
    """Put the addresses where settings look; a DATABASE_URL that is set already wins."""
    if addresses and not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = addresses.app_url, addresses.owner_url


def start_database() -> Cluster | None:
    """The embedded PostgreSQL, unless the deployment names its own."""
    if os.environ.get("DATABASE_URL"):
        return None
    own = cluster()
    if not own.is_running():
        atexit.register(own.stop)  # however this ends, what it started is not left behind
    use_database(own.start())
    return own


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Hold the node until this ends, however it ends; tells whether the supervisor before was killed."""
    var().mkdir(parents=True, exist_ok=True)
    with (var() / "supervisor").open("a+") as held:
        held.seek(0)
        before = held.read().strip()
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ClusterFault(
                f"Lineside runs on {var()} already (process {before});"
                " stop it first, or set LINESIDE_VAR to another folder."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield bool(before)
        held.truncate(0)


class KeptCluster:
    """The embedded PostgreSQL, started again when it has died: of a full disk, say, once there is room."""

    def __init__(self, own: Cluster) -> None:
        self.own = own
        self.look_at, self.wait, self.is_down = 0.0, LOOK_EVERY, False

    def look(self, say: Callable[[str], None]) -> None:
        if time.monotonic() < self.look_at:
            return
        if not self.own.is_alive():
            self._start_again(say)
        self.look_at = time.monotonic() + self.wait

    def _start_again(self, say: Callable[[str], None]) -> None:
        if not self.is_down:
            say(f"PostgreSQL has ended; starting it again (see {self.own.folder / 'server.log'})")
        try:
            self.own.start()
        except ClusterFault as fault:
            self.is_down, self.wait = True, min(self.wait * 2, LONGEST_LOOK)
            say(f"{fault} Next try in {self.wait:.0f} s.")
        else:
            self.is_down, self.wait = False, LOOK_EVERY
            say("PostgreSQL is back.")


def secret_key() -> str:
    path = var() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def free_port(wanted: int, name: str = "LINESIDE_PORT", seconds: float = 0) -> int:
    """`wanted`, once it is free within these seconds; else a sentence."""
    limit = time.monotonic() + seconds
    while fault := _listening_fails(wanted):
        if fault.errno != errno.EADDRINUSE:
            raise ClusterFault(f"Port {wanted} cannot be listened on ({fault.strerror}); set {name} to another.")
        if time.monotonic() > limit:
            raise ClusterFault(f"Port {wanted} is taken; set {name} to a free one, or stop what uses it.")
        time.sleep(0.1)
    return wanted


def _listening_fails(port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> OSError | None:
    with socket.socket(type=kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            return fault
        except OverflowError:
            return OSError(errno.EINVAL, "there is no such port")
    return None


def first_free_port(start: int) -> int:
    """The first of a few that is free with the next one, for the page and its stream, and for datagrams as well."""
    for port in range(start, start + 40, 2):
        if not any(_listening_fails(each, kind) for each in (port, port + 1) for kind in KINDS):
            return port
    raise ClusterFault(f"No free port between {start} and {start + 40}; set LINESIDE_PORT to one.")


def programs(extra: tuple[Program, ...] = ()) -> list[Program]:
    """Web, live, worker and gateways, each by the same command that a person would type."""
    own = (sys.executable, "-m", "lineside.site.cli")
    return [
        Program("web", (*own, "web")),
        Program("live", (*own, "live")),
        Program("worker", (*own, "worker")),
        Program("email", (*own, "gateway", "email")),
        Program("telephony", (*own, "gateway", "telephony")),
        Program("text", (*own, "gateway", "text")),
        Program("report", (*own, "gateway", "web")),
        Program("eisec", (*own, "gateway", "eisec")),
        Program("aml", (*own, "gateway", "aml")),
        Program("scanner", (*own, "gateway", "scanner")),
        Program("senders", (*own, "gateway", "senders")),
        Program("social", (*own, "gateway", "social")),
        Program("radio", (*own, "gateway", "radio")),
        Program("tetra", (*own, "gateway", "tetra")),
        Program("hr", (*own, "gateway", "hr")),
        Program("pnc", (*own, "gateway", "pnc")),
        Program("rail feeds", (*own, "gateway", "rail_feeds")),
        Program("mait", (*own, "gateway", "mait")),
        *extra,
    ]


def environment() -> dict[str, str]:
    """What the processes see: the lesser database role only, never the owner's address."""
    mine = {key: value for key, value in os.environ.items() if key not in {"DATABASE_OWNER_URL", "LINESIDE_AS_OWNER"}}
    return {**mine, "LINESIDE_SECRET_KEY": secret_key()}


def wait_for_port(port: int, seconds: float = START_SECONDS) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if answers(port):
            return True
        time.sleep(0.05)
    return False


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
