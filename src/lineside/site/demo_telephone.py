"""The telephones of the demonstration: a switch that rings out for us, and SIP where Kamailio is installed."""

import os
import sys
from collections.abc import Callable

from lineside.site import node
from lineside.site.demo_say import say_command
from lineside.site.supervisor import Program

PICKS_UP = "8"  # seconds after which a telephone that rings at a desk is picked up


def demo_telephone(web_port: int) -> tuple[int, list[Program]]:
    """The port of the SIP edge, 0 without one, and the peers to run; the switch is put where settings look."""
    from lineside.gateways.telephony.peer import is_sip_installed  # noqa: PLC0415 - Django is ready only now

    manager = node.first_free_port(5038)
    os.environ["LINESIDE_AMI_URL"] = f"ami://lineside:peer@127.0.0.1:{manager}"
    os.environ.setdefault("LINESIDE_AMI_LINES", "999=999_BT,101=101_TRANSFER")
    python = (sys.executable, "-m")
    peer = (*python, "lineside.gateways.telephony.peer", "--port", str(manager))
    programs = [Program("telephones", (*peer, "--serve", "--asks", "--picks-up", PICKS_UP))]
    if not is_sip_installed():
        return 0, programs
    edge = node.first_free_port(5060)
    switch = node.first_free_port(edge + 20)
    sipping = (*python, "lineside.gateways.telephony.sipping")
    told = ("--api", f"http://127.0.0.1:{web_port}/api/v1", "--switch", f"127.0.0.1:{switch}")
    return edge, [
        *programs,
        Program("sip-switch", (*sipping, "switch", "--port", str(switch))),
        Program("sip-edge", (*sipping, "edge", "--port", str(edge), *told)),
    ]


def tell_telephone(edge: int, say: Callable[..., None]) -> None:
    say("\nRing out: Alt+O at a contact or a log, from telephone 201. The last digit says how it goes:")
    say("  1 busy, 2 no answer, 3 a machine, 4 no way through, 5 you do not pick up, any other answered")
    port = os.environ["LINESIDE_AMI_URL"].rpartition(":")[2]
    say("\nRing in, so that the switch asks the queue whom to ring (give your telephone beside your state first):")
    say_command(say, "telephony.peer", f"--port {port} --tell ring 07700900123 0800")
    say("Ring 999; then nobody speaks and 55 was pressed; then a key for yes:")
    for words in ("ring 07700900121 999", "set last LINESIDE_SILENT 55", "press last 1"):
        say_command(say, "telephony.peer", f"--port {port} --tell {words}")
    if edge:
        say("\nRing 999 by SIP, with a place:")
        say_command(say, "telephony.sipping", f"call --port {edge} 07700900123 53.7949 -1.5477")
