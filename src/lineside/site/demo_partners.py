"""The hub of partner agencies of the demonstration: its peer, put where settings look, and what is printed of it."""

import os
import secrets
import sys
from collections.abc import Callable

from lineside.site import node
from lineside.site.demo_say import say_command
from lineside.site.supervisor import Program


def demo_partners() -> tuple[int, Program]:
    from lineside.exchanges.testing import SECRET, USER  # noqa: PLC0415 - Django is ready only when this is called

    port = node.first_free_port(4960)
    back, key = port + 1, secrets.token_urlsafe(16)
    os.environ |= {
        "LINESIDE_MAIT_URL": f"http://{USER}:{SECRET}@127.0.0.1:{port}",
        "LINESIDE_MAIT_PORT": str(back),
        "LINESIDE_MAIT_KEY": key,
    }
    ports = ("--port", str(port), "--back", str(back), "--key", key)
    return port, Program("hub peer", (sys.executable, "-m", "lineside.gateways.mait.peer", *ports))


def tell_partners(port: int, say: Callable[..., None]) -> None:
    say("\nWhat partner agencies say: an incident of their own, a person's acceptance of the last that was offered:")
    for words in ("offer nas.ambulance.example Man assaulted on platform 8", "accept Crew in 6 minutes"):
        say_command(say, "mait.peer", f'--port {port} --tell "{words}"')
