"""A handset that finds its position and sends it, signed, as the standard has it.

python -m lineside.gateways.aml.peer --port 4980 --key KEY 07700900123 53.7949 -1.5477
"""

import argparse
import hashlib
import hmac
import http.client
import sys
import time
from urllib.parse import urlencode


def form(number: str, lat: float, lon: float, key: str, **more: object) -> bytes:
    """A form of this moment with its signature at the end; `more` wins."""
    told = {
        "v": 1,
        "emergency_number": "999",
        "source": "call",
        "time": int(time.time() * 1000),
        "device_number": number,
        "location_latitude": f"{lat:.5f}",
        "location_longitude": f"{lon:.5f}",
        "location_time": int(time.time() * 1000),
        "location_accuracy": 12.5,
        "location_source": "GPS",
        "location_certainty": 83,
        **more,
    }
    said = urlencode(told).encode()
    return said + b"&hmac=" + hmac.new(key.encode(), said, hashlib.sha1).hexdigest().encode()


def send(port: int, body: bytes, host: str = "127.0.0.1") -> int:
    """The status with which it is answered; raises OSError when nobody is there."""
    line = http.client.HTTPConnection(host, port, timeout=10)
    try:
        line.request("POST", "/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        return line.getresponse().status
    finally:
        line.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("number")
    asked.add_argument("lat", type=float)
    asked.add_argument("lon", type=float)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--key", required=True)
    asked.add_argument("--floor", default="")
    given = asked.parse_args()
    floor = {"location_floor": given.floor} if given.floor else {}
    status = send(given.port, form(given.number, given.lat, given.lon, given.key, **floor))
    sys.stdout.write(f"answered {status}\n")


if __name__ == "__main__":
    main()
