"""Media stand at addresses that strangers write: nothing inside is asked, and nobody is waited for without end."""

import socket
import time
from contextlib import suppress
from threading import Event, Thread

import pytest

from lineside.gateways.social import fetching
from lineside.gateways.social.fetching import fetch, is_outside, media_client
from lineside.gateways.social.protocol import Medium
from lineside.gateways.social.rules import Fetched

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


@pytest.fixture
def door():
    """A server that says each time what `says` holds, and then drips; `stop` ends it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        own = f"http://127.0.0.1:{listening.getsockname()[1]}"
        says: list[tuple[bytes, bytes]] = []
        stop = Event()
        thread = Thread(target=_serve, args=(listening, says, stop))
        thread.start()
        yield own, says
        stop.set()
        thread.join()


def _serve(listening, says, stop):
    listening.settimeout(0.1)
    while not stop.is_set():
        with suppress(TimeoutError):
            line, _ = listening.accept()
            with line, suppress(OSError):
                line.recv(65_536)
                said, drip = says.pop(0)
                line.sendall(said)
                while drip and not stop.wait(0.1):
                    line.sendall(drip)


def fetched(own, address, kind="image"):
    with media_client(own) as http:
        return fetch(Medium(address=address, kind=kind), http)


def test_what_stands_at_our_own_server_is_fetched_with_its_name_and_type(door):
    own, says = door
    says.append((HEAD + b"bytes", b""))
    assert fetched(own, f"{own}/media/a.png") == Fetched(content=b"bytes", name="a.png", media_type="image/png")


@pytest.mark.parametrize("said", [HEAD, b"HTTP/1.1 200 OK\r\n"])
def test_who_drips_is_left_after_a_while(door, monkeypatch, said):
    own, says = door
    monkeypatch.setattr(fetching, "WHOLE", 0.5)
    says.append((said, b"x"))
    began = time.monotonic()
    found = fetched(own, f"{own}/a.png")
    assert isinstance(found, str) or len(found.content) < 20
    assert time.monotonic() - began < fetching.PATIENCE


def test_what_is_too_large_is_said_to_be(door, monkeypatch):
    own, says = door
    monkeypatch.setattr(fetching, "LARGEST", 1 << 20)
    says.append((HEAD, bytes(65_536)))
    assert "larger than 1 MB" in fetched(own, f"{own}/a.png")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://localhost:1/", "file:///etc/passwd"]
)
def test_nobody_sends_us_on_to_what_is_inside(door, to):
    own, says = door
    says.append((f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode(), b""))
    assert "could not be fetched" in fetched(own, f"{own}/a.png")


@pytest.mark.parametrize(
    "address", ["{own}/a", "https://127.0.0.1/", "https://[::1]/", "http://93.184.215.14/", "nonsense"]
)
def test_a_stranger_names_nothing_inside_and_nothing_in_the_clear(door, address):
    own, says = door
    says.append((HEAD, b""))
    assert "could not be fetched" in fetched("https://social.example", address.format(own=own))
    assert len(says) == 1


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address that is refused
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
    ],
)
def test_only_the_open_internet_is_outside(address, is_open):
    assert is_outside(address) == is_open
