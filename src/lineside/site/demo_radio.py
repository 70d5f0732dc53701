"""The radios of the demonstration: the peer of their terminal, put where settings look, and what is printed of it."""

import os
import sys
from collections.abc import Callable

from lineside.site import node
from lineside.site.demo_say import say_command
from lineside.site.supervisor import Program

FIRST = 6_400_000
SHOWN, PLACE = "BX12", "51.5319 -0.1233"


def issi_of(call_sign: str) -> int:
    """Each unit of the demonstration carries one radio: BX12 carries 6402012."""
    return FIRST + 1000 * (ord(call_sign[0]) - ord("A") + 1) + int(call_sign[2:])


def demo_radio() -> tuple[int, Program]:
    port = node.first_free_port(4930)
    os.environ["LINESIDE_TETRA_URL"] = f"pei://127.0.0.1:{port}"
    return port, Program("tetra peer", (sys.executable, "-m", "lineside.gateways.tetra.peer", "--port", str(port)))


def tell_radio(port: int, say: Callable[..., None]) -> None:
    issi = issi_of(SHOWN)
    say(f"\nWhat {SHOWN} says by radio: its state, its place, a text, and its emergency button:")
    for words in (
        f"status {issi} 6",
        f"place {issi} {PLACE}",
        f"text {issi} All in order",
        f"emergency {issi} {PLACE}",
    ):
        say_command(say, "tetra.peer", f'--port {port} --tell "{words}"')
