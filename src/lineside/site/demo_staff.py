"""Radio system, HR system and national database of the demonstration: their peers, put where settings look."""

import os
import sys

from lineside.site import node
from lineside.site.supervisor import Program


def demo_staff() -> list[Program]:
    from lineside.exchanges.testing import SECRET, USER  # noqa: PLC0415 - Django is ready only when this is called

    radio = node.first_free_port(4970)
    hr = node.first_free_port(radio + 10)
    pnc = node.first_free_port(4950)
    os.environ |= {
        "LINESIDE_RADIO_URL": f"http://{USER}:{SECRET}@127.0.0.1:{radio}",
        "LINESIDE_PNC_URL": f"http://{USER}:{SECRET}@127.0.0.1:{pnc}",
        "LINESIDE_HR_URL": f"http://{USER}:{SECRET}@127.0.0.1:{hr}",
    }
    peers = {"radio": radio, "hr": hr, "pnc": pnc}
    return [
        Program(f"{name} peer", (sys.executable, "-m", f"lineside.gateways.{name}.peer", "--port", str(port)))
        for name, port in peers.items()
    ]
