"""The social platforms of the demonstration: their peers, put where settings look, and how to write to the force."""

import os
import sys
from collections.abc import Callable

from lineside.site import node
from lineside.site.demo_say import say_command
from lineside.site.supervisor import Program

FIRST_PORTS = {"mastodon": 3009, "bluesky": 3013, "x": 3017, "meta": 3021, "webhooks": 3025}
WRITTEN_ON = ("mastodon", "bluesky", "x", "meta")


def demo_social() -> tuple[dict[str, int], list[Program]]:
    """The port of each platform's server, and the peers to run."""
    from lineside.gateways.social.peer import HANDLE, TOKEN, bluesky, hooking  # noqa: PLC0415 - Django is ready only now

    ports = {name: node.first_free_port(port) for name, port in FIRST_PORTS.items()}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    os.environ |= {
        "LINESIDE_MASTODON_URL": urls["mastodon"],
        "LINESIDE_MASTODON_HANDLE": HANDLE,
        "LINESIDE_MASTODON_TOKEN": TOKEN,
        "LINESIDE_BLUESKY_URL": urls["bluesky"],
        "LINESIDE_BLUESKY_HANDLE": bluesky.HANDLE,
        "LINESIDE_BLUESKY_PASSWORD": bluesky.PASSWORD,
        "LINESIDE_SOCIAL_PORT": str(ports["webhooks"]),
        "LINESIDE_X_URL": urls["x"],
        "LINESIDE_X_USER": hooking.OWN,
        "LINESIDE_X_SECRET": hooking.SECRET,
        "LINESIDE_X_TOKEN": hooking.TOKEN,
        "LINESIDE_META_URL": urls["meta"],
        "LINESIDE_META_PAGE": hooking.OWN,
        "LINESIDE_META_SECRET": hooking.SECRET,
        "LINESIDE_META_VERIFY": hooking.VERIFY,
        "LINESIDE_META_TOKEN": hooking.TOKEN,
    }
    os.environ["LINESIDE_SOCIAL_PEERS"] = ",".join(f"{name}={urls[name]}" for name in WRITTEN_ON)
    peer = (sys.executable, "-m", "lineside.gateways.social.peer")
    called = {name: ("--hook", f"{urls['webhooks']}/{name}") for name in ("x", "meta")}
    programs = [Program(name, (*peer, name, "--port", str(ports[name]), *called.get(name, ()))) for name in WRITTEN_ON]
    return ports, programs


def tell_social(ports: dict[str, int], say: Callable[..., None]) -> None:
    say("\nPost to the force on Mastodon, in private with --private, with a picture with --picture:")
    say_command(say, "social.peer", f"post --port {ports['mastodon']} sam@rail.example 'Your words'")
    say("On X, and on Facebook (in private with --private: a message there), or on Bluesky:")
    say_command(say, "social.peer", f"say --port {ports['x']} sam 'Your words'")
    say_command(say, "social.peer", f"say --port {ports['meta']} sam 'Your words' --private")
    say_command(say, "social.peer", f"say --port {ports['bluesky']} sam.rail.example 'Your words'")
