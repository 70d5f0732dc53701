"""A router of roads that answers as OSRM does, over the straight line.

    python -m lineside.gateways.roads.peer --port 5000

Set LINESIDE_ROUTER_URL=http://127.0.0.1:5000 and the times by road are its own. West of 7.3 degrees there is no road.
"""

import argparse
import json
import math
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

METRES_A_DEGREE = 111_195
METRES_A_SECOND = 10.0
ISLANDS = -7.3
MOST = 100  # positions, as OSRM's own limit


class Router(ThreadingHTTPServer):
    """The router; `delay` makes it slow, `broken` makes it answer nonsense. It counts what it was asked."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.delay, self.broken, self.asked = 0.0, False, 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Router

    def tell(self) -> None:
        self.server.asked += 1
        time.sleep(self.server.delay)
        status, told = (200, {"code": "Ok", "durations": "none"}) if self.server.broken else answer(self.path)
        raw = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = tell  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        """Positions of units are not printed."""


def answer(path: str) -> tuple[int, dict[str, Any]]:
    """Seconds from each position to the first, as `destinations=0` asks."""
    try:
        words = path.partition("?")[0].removeprefix("/table/v1/driving/")
        points = [tuple(float(part) for part in pair.split(",")) for pair in words.split(";")]
        rows = [[_seconds(*points[0], *point)] for point in points]
    except (ValueError, TypeError):
        return 400, {"code": "InvalidUrl"}
    if len(points) > MOST:
        return 400, {"code": "TooBig"}
    return 200, {"code": "Ok", "durations": rows}


def _seconds(lon: float, lat: float, other_lon: float, other_lat: float) -> float | None:
    if min(lon, other_lon) < ISLANDS:
        return None
    east = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return round(math.hypot(east, lat - other_lat) * METRES_A_DEGREE / METRES_A_SECOND, 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, default=5000)
    with Router(asked.parse_args().port) as router:
        print(f"A router answers on {router.url}", flush=True)  # noqa: T201 - it is a program for a terminal
        threading.Event().wait()


if __name__ == "__main__":
    main()
