"""A system asked by JSON in the place of the real one: what the peers of gateways that end at a mapping file share."""

import argparse
import json
import sys
from base64 import b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

USER, SECRET = "lineside", "peer"
WELL, UNKNOWN, AWAY = 200, 401, 503


class PeerSystem(ThreadingHTTPServer):
    """How it is: well, away (503), rubbish, and what its own kind adds."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, call: type[BaseHTTPRequestHandler], port: int) -> None:
        super().__init__(("127.0.0.1", port), call)
        self.port = self.server_address[1]
        self.mood = "well"

    @property
    def url(self) -> str:
        return f"http://{USER}:{SECRET}@127.0.0.1:{self.port}"

    def start(self) -> None:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class PeerCall(BaseHTTPRequestHandler):
    """One call: what was sent, and an answer to who is known."""

    server: PeerSystem

    def sent(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    @property
    def status(self) -> int:
        known = "Basic " + b64encode(f"{USER}:{SECRET}".encode()).decode()
        return AWAY if self.server.mood == "away" else WELL if self.headers.get("Authorization") == known else UNKNOWN

    def answer(self, told: dict[str, Any]) -> None:
        body = b"<html>" if self.server.mood == "rubbish" else json.dumps(told if self.status == WELL else {}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: health data comes here, and the demonstration's terminal is for people."""


def serve(words: str | None, kind: Callable[[int], PeerSystem]) -> None:
    """As a process of its own: `--port`, and a line once it is ready."""
    asked = argparse.ArgumentParser(description=words)
    asked.add_argument("--port", type=int, required=True)
    system = kind(asked.parse_args().port)
    sys.stdout.write(f"ready {system.port}\n")
    sys.stdout.flush()
    system.serve_forever()
