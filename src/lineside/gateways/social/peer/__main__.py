"""The peers as processes of their own.

    python -m lineside.gateways.social.peer mastodon --port 3009
    python -m lineside.gateways.social.peer post --port 3009 sam@rail.example 'Your words' [--private] [--picture]

    python -m lineside.gateways.social.peer bluesky --port 3010
    python -m lineside.gateways.social.peer x --port 3011 --hook http://127.0.0.1:3013/x
    python -m lineside.gateways.social.peer meta --port 3012 --hook http://127.0.0.1:3013/meta
    python -m lineside.gateways.social.peer say --port 3011 sam 'Your words' [--private] [--picture]

`say` writes on the last three. On Mastodon `edit` and `delete` with a post's address and, for an edit, its new words
change what was posted.
"""

import argparse
import sys

from lineside.gateways.social.peer.answering import PeerServer
from lineside.gateways.social.peer.bluesky import BlueskyPeer
from lineside.gateways.social.peer.hooking import MetaPeer, XPeer
from lineside.gateways.social.peer.mastodon import MastodonPeer
from lineside.gateways.social.peer.writing import ask, play, post


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("role", choices=("mastodon", "bluesky", "x", "meta", "post", "say", "edit", "delete"))
    asked.add_argument("text", nargs="*", help="who writes, then the words; or a post's address")
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--hook", default="", help="where X and Meta call us")
    asked.add_argument("--private", action="store_true")
    asked.add_argument("--picture", action="store_true")
    given = asked.parse_intermixed_args()  # the words stand behind the options
    if peer := _peer(given.role, given.port, given.hook):
        say(f"ready {peer.url}")
        peer.serve_forever()
    elif given.role in {"say", "post"}:
        write, (who, *words) = play if given.role == "say" else post, given.text
        said = " ".join(words)
        say(str(write(f"http://127.0.0.1:{given.port}", who, said, private=given.private, picture=given.picture)))
    else:
        change(given.port, given.text[0], " ".join(given.text[1:]))


def _peer(role: str, port: int, hook: str) -> PeerServer | None:
    match role:
        case "mastodon":
            return MastodonPeer(port)
        case "bluesky":
            return BlueskyPeer(port)
        case "x":
            return XPeer(port, hook)
        case "meta":
            return MetaPeer(port, hook)
    return None


def change(port: int, post: str, words: str = "") -> None:
    """Edit a post, or delete it where no words are given; it is named by its address or its number."""
    address = f"http://127.0.0.1:{port}/api/v1/statuses/{post.rpartition('/')[2]}"
    ask("PUT" if words else "DELETE", address, "its author", {"status": words})


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
