"""What keeps a training copy to itself: no process of it reaches an address that is not a peer of this copy.

One place for every gateway, present and to come: Python tells an audit hook of each connection, datagram and look-up of
a name before it is made, whichever library asks. A refusal is a PermissionError, which a gateway meets as any other
fault of its line: what it wanted to send waits, and its desk is told why. The database is reached by PostgreSQL's own
library, of which Python is not told; its address is never one of somebody else, for `lineside train` has its own.
"""

import errno
import socket
import sys
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TRAINING = "TRAINING"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Settings that name another system, or where one of ours is called: none of them may be left out of what is checked.
OUTBOUND = (
    "SMARTHOST",
    "IMAP_URL",
    "DNS",
    "AMI_URL",
    "EISEC_URL",
    "RADIO_URL",
    "ROUTER_URL",
    "TETRA_URL",
    "HR_URL",
    "MAIT_URL",
    "PNC_URL",
    "TRUST_URL",
    "DARWIN_URL",
    "SMPP_URL",
    "CLAMD_URL",
    "NOTIFY_URL",
    "MASTODON_URL",
    "BLUESKY_URL",
    "X_URL",
    "META_URL",
)
SENDINGS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
Address = tuple[str, int]


def read_peers(told: str) -> frozenset[Address]:
    """`127.0.0.1:2625,127.0.0.1:4930`; a training copy has no peer on another machine."""
    found = set()
    for each in filter(None, (part.strip() for part in told.split(","))):
        host, _, port = each.rpartition(":")
        if host not in LOOPBACK or not port.isdigit():
            raise ImproperlyConfigured(
                f"LINESIDE_PEERS names {each}; a peer is a port of this machine, as 127.0.0.1:2625."
            )
        found.add((host, int(port)))
    return frozenset(found)


def may_reach(host: str, port: int, peers: Collection[Address]) -> bool:
    """The one rule: a peer of this copy, by its port, on this machine."""
    return host in LOOPBACK and any(port == own for _, own in peers)


def may_look_up(host: object) -> bool:
    """The name of another machine is not even asked for: the question would leave."""
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    return name in (None, "") or name in LOOPBACK


def contain(peers: Collection[Address]) -> None:
    """From here on, for as long as this process lives; there is no way to lift it."""

    def listen(event: str, told: tuple[Any, ...]) -> None:
        if event in SENDINGS:
            _check(told[-1], peers)
        elif event in LOOK_UPS and not may_look_up(told[0]):
            # As a name that nobody knows: libraries ask for their own machine's name, and go on without it.
            raise socket.gaierror(socket.EAI_FAIL, str(_refusal(str(told[0])).strerror))

    sys.addaudithook(listen)


def _check(address: object, peers: Collection[Address]) -> None:
    if address is None:  # a datagram on a line that was connected, and checked, before
        return
    if not isinstance(address, tuple) or not may_reach(str(address[0]), int(address[1]), peers):
        raise _refusal(":".join(str(part) for part in address[:2]) if isinstance(address, tuple) else str(address))


def _refusal(where: str) -> PermissionError:
    return PermissionError(errno.EACCES, f"This is a training copy; nothing leaves it, and {where} is no peer of it.")
