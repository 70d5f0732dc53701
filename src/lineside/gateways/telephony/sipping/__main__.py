"""The edge, a switch or a caller, by hand; see the sign of this package."""

import argparse
import os
import signal
import sys

from lineside.gateways.telephony import sipping


def asked_for() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=sipping.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = asked.add_subparsers(dest="what", required=True)
    edge = what.add_parser("edge")
    edge.add_argument("--api", required=True)
    edge.add_argument("--key", default=os.environ.get("LINESIDE_API_KEY", ""), help="else LINESIDE_API_KEY")
    edge.add_argument("--switch", required=True)
    caller = what.add_parser("call")
    caller.add_argument("number")
    caller.add_argument("lat", type=float)
    caller.add_argument("lon", type=float)
    caller.add_argument("--radius", type=float, default=30.0)
    caller.add_argument("--gives-up", dest="scenario", action="store_const", const="gives_up", default="caller")
    caller.add_argument("--talks", type=float, default=60.0, help="seconds until the caller hangs up")
    switch = what.add_parser("switch")
    switch.add_argument("--rings", type=float, default=8.0, help="seconds until its telephone is picked up")
    for each in (edge, caller, switch):
        each.add_argument("--port", type=int, required=True)
    return asked.parse_args()


def main() -> None:
    given = asked_for()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if given.what == "edge":
        with sipping.Edge(given.port, given.api, given.key, given.switch) as kamailio:
            sys.exit(kamailio.process.wait())
    if given.what == "switch":
        process = sipping.switch(given.port, rings_s=given.rings)
    else:
        place = sipping.pidf(given.lat, given.lon, given.radius)
        process = sipping.ring(given.port, given.number, place, scenario=given.scenario, talks_s=given.talks)
    try:
        sys.exit(process.wait())
    finally:
        process.kill()


if __name__ == "__main__":
    main()
