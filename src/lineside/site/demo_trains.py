"""The railway of the demonstration: its peer, put where settings look."""

import os
import sys

from lineside.site import node
from lineside.site.supervisor import Program


def demo_trains() -> list[Program]:
    port = node.first_free_port(4890)  # not where the radio terminal looks: neither listens while both are chosen
    kept = node.var() / "demo" / "rail-peer-port"  # for whoever has a word to say to it
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(str(port))
    here = f"stomp://demo:demo@127.0.0.1:{port}"
    os.environ |= {
        "LINESIDE_TRUST_URL": f"{here}/topic/TRAIN_MVT_ALL_TOC?client=demo&wait=1",
        "LINESIDE_DARWIN_URL": f"{here}/topic/darwin.pushport-v16?client=demo&wait=1",
    }
    return [Program("rail peer", (sys.executable, "-m", "lineside.gateways.rail_feeds.peer", "--port", str(port)))]
