"""The peers as processes of their own.

    python -m lineside.gateways.text.peer centre --port 2775
    python -m lineside.gateways.text.peer notify --port 6011
    python -m lineside.gateways.text.peer send --port 2775 07700900123 'Your words'

Commands to the centre on its standard input, one a line: `text NUMBER WORDS`, `drop`, `deaf`, `hear`, `throttle N`,
`refuse NUMBER`, `mute`, `unmute`, `sent` (prints what handsets show), `quit`.
"""

import argparse
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from lineside.gateways.text.peer.centre import Centre
from lineside.gateways.text.peer.handset import Handset
from lineside.gateways.text.peer.notify import NotifyPeer
from lineside.gateways.text.peer.server import CentreServer


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("role", choices=("centre", "notify", "send"))
    asked.add_argument("text", nargs="*", help="the sender's number, then the words")
    asked.add_argument("--port", type=int, required=True)
    given = asked.parse_intermixed_args()  # the words stand behind the options
    if given.role == "send":
        handset = Handset("127.0.0.1", given.port)
        handset.send(given.text[0], " ".join(given.text[1:]))
        handset.close()
        return
    if given.role == "notify":
        peer = NotifyPeer(given.port)
        say(f"ready {peer.url}")
        peer.serve_forever()
        return
    centre = Centre()
    server = CentreServer(given.port, centre)
    server.start()
    say(f"ready {server.port}")
    obey(server, sys.stdin, say)
    if not sys.stdin.isatty():
        threading.Event().wait()  # under a supervisor there is nobody to type


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def obey(server: CentreServer, lines: TextIO, tell: Callable[[str], None]) -> None:
    words = orders(server, tell)
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word == "quit":
            server.stop()
            sys.exit(0)
        if word in words:
            words[word](rest)


def orders(server: CentreServer, tell: Callable[[str], None]) -> dict[str, Callable[[str], object]]:
    centre, moods = server.centre, server.centre.moods
    return {
        "text": lambda rest: centre.text(rest.partition(" ")[0], rest.partition(" ")[2]),
        "drop": lambda _: server.drop(),
        "deaf": lambda _: setattr(server, "deaf", True),
        "hear": lambda _: setattr(server, "deaf", False),
        "mute": lambda _: setattr(moods, "mute", True),
        "unmute": lambda _: setattr(moods, "mute", False),
        "throttle": lambda rest: setattr(moods, "throttle", int(rest or 1)),
        "refuse": moods.refused.add,
        "sent": lambda _: tell("\n".join(repr(text) for text in centre.texts())),
    }


if __name__ == "__main__":
    main()
