"""The name server of the demonstration, put where settings look: it says who may send mail for the made-up senders."""

import os
import sys

from lineside.site import node
from lineside.site.supervisor import Program

# Everybody sends from this machine, but for one whose name anybody may try to forge.
MAY_SEND = ("*.example", "v=spf1 ip4:127.0.0.1 -all")
MAY_NOT = ("bank.example", "v=spf1 ip4:192.0.2.7 -all")
WISHES = (("_dmarc.passenger.example", "v=DMARC1; p=none"), ("_dmarc.bank.example", "v=DMARC1; p=reject"))


def demo_names() -> Program:
    port = node.first_free_port(5300)
    os.environ |= {"LINESIDE_DNS": f"127.0.0.1:{port}", "LINESIDE_MAIL_RELAYS": "none"}
    told = [f"--txt={name}={text}" for name, text in (MAY_SEND, MAY_NOT, *WISHES)]
    return Program("names", (sys.executable, "-m", "lineside.gateways.senders.peer", "--port", str(port), *told))
