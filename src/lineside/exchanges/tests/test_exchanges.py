"""Another system that trickles, never ends or holds its secret badly stops no gateway and tells nothing."""

import gzip
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from lineside.exchanges.queries import Exchange
from lineside.exchanges.rules import System, Unreadable, plain, system_of

PACKED = gzip.compress(b"x" * 5_000_000)  # made once, since the patience below is short


class Trickling(BaseHTTPRequestHandler):
    """/trickle gives a byte every tenth of a second for a minute, /head a header, /flood never ends, /well is well."""

    def get(self) -> None:
        self.send_response(200)
        if self.path == "/head":
            self.flush_headers()
            with suppress(OSError):
                for _ in range(600):
                    self.wfile.write(b"X-More: x\r\n")
                    time.sleep(0.1)
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(PACKED)
            return
        self.end_headers()
        with suppress(OSError):
            if self.path == "/well":
                self.wfile.write(b"{}")
            for _ in range(600 if self.path != "/well" else 0):
                self.wfile.write(b"x" if self.path == "/trickle" else b"x" * 65_536)
                self.wfile.flush()
                time.sleep(0.1 if self.path == "/trickle" else 0)

    do_GET = get  # noqa: N815 - the name that the library calls

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def exchange():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trickling)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    made = Exchange(System(f"http://127.0.0.1:{server.server_address[1]}", "a", "b"), patience=0.5, longest=100_000)
    yield made
    made.close()
    server.shutdown()
    server.server_close()


def test_an_answer_that_is_well_comes_whole(exchange):
    assert exchange.ask("GET", "/well").raw == b"{}"
    assert exchange.why_not_there("/well") == ""


@pytest.mark.parametrize("path", ["/trickle", "/flood", "/head"])
def test_an_answer_that_trickles_or_never_ends_is_none_and_holds_nobody_up(exchange, path):
    begun = time.monotonic()
    with pytest.raises(httpx.HTTPError):
        exchange.ask("GET", path)
    assert time.monotonic() - begun < 10
    assert exchange.why_not_there(path) == "it cannot be reached"


def test_a_small_packed_answer_is_not_unpacked_into_a_huge_one(exchange):
    assert len(exchange.ask("GET", "/packed").raw) < 100_000


@pytest.mark.parametrize(
    "url", ["https://me:half/of@host:1", "https://me:s@host:port", "ftp://me:s@host", "", "https://["]
)
def test_an_address_that_cannot_be_read_is_refused_by_its_setting_and_quoted_nowhere(url):
    with pytest.raises(Unreadable, match="LINESIDE_X_URL") as refusal:
        system_of(url, "LINESIDE_X_URL")
    assert "half" not in str(refusal.value)


def test_an_address_keeps_its_path_and_its_secret_whole():
    assert system_of("https://me:half%2Fof@host:8443/v1/", "X") == System("https://host:8443/v1", "me", "half/of")


def test_what_a_machine_says_is_one_line_of_what_can_be_read():
    assert plain("a\x00b\r\nc\u202e d" + "x" * 500) == ("ab c d" + "x" * 500)[:200]
    assert plain({"a": 1}) == ""
