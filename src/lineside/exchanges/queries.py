"""Asking the other system, within bounds, and whether it is there."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import httpx

from lineside.exchanges.rules import System
from lineside.kernel.clock import now, uk_day
from lineside.kernel.rule_tables import in_force, load_edition

JSON = {"Content-Type": "application/json"}
CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    raw: bytes


class Exchange:
    """One other system, which may come and go meanwhile."""

    def __init__(self, system: System, *, patience: float, longest: int) -> None:
        self.patience, self.longest = patience, longest
        self.http = httpx.Client(
            base_url=system.url,
            auth=(system.user, system.secret),
            timeout=patience,
            trust_env=False,
            headers={"Accept-Encoding": "identity"},  # a small packed answer may be a huge one
            limits=httpx.Limits(max_keepalive_connections=0),  # each call is hung up on by itself
        )

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """The whole answer, or a fault: one that is too long or trickles is none, and holds nobody up."""
        sent: dict[str, Any] = {"timeout": self.patience, "headers": {**(JSON if body else {}), **headers}}
        with (
            at_most(2 * self.patience) as within,
            self.http.stream(method, path, content=body, extensions=within, **sent) as reply,
        ):
            raw = b""
            for part in reply.iter_raw():
                raw += part
                if len(raw) > self.longest:
                    raise httpx.ReadError("Its answer is too long.")
        return Reply(reply.status_code, raw)

    def why_not_there(self, path: str) -> str:
        """Empty when it is."""
        try:
            status = self.ask("GET", path).status
        except httpx.HTTPError:
            return "it cannot be reached"
        return "" if httpx.codes.is_success(status) else f"it answers {status}"

    def close(self) -> None:
        self.http.close()


@contextmanager
def at_most(seconds: float) -> Iterator[dict[str, Any]]:
    """What a call is told so that it ends in time, its headers too: it is hung up on, and what it brought is none."""
    lines: list[Any] = []
    until, late = time.monotonic() + seconds, Timer(seconds, hang_up, [lines])
    late.daemon = True
    late.start()
    try:
        yield {"trace": _listening(lines)}
    finally:
        late.cancel()
    if time.monotonic() >= until:
        raise httpx.ReadError("It took too long.")


def _listening(lines: list[Any]) -> Callable[[str, dict[str, Any]], None]:
    def heard(event: str, told: dict[str, Any]) -> None:
        if event in CONNECTED:
            lines.append(told["return_value"].get_extra_info("socket"))

    return heard


def hang_up(lines: list[Any]) -> None:
    """Whoever sends a byte now and then would hold up all that is behind it."""
    for line in lines:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RD)


def names_of(path: str, shipped: Path) -> dict[str, str]:
    """The mapping file that the settings name, else the one of our own peer."""
    edition = load_edition(Path(path)) if path else in_force(shipped, uk_day(now()))
    return {str(row["code"]): str(row["wire"]) for row in edition.rows}
