"""The peers as processes of their own.

    python -m lineside.gateways.social.peer mastodon --port 3009
    python -m lineside.gateways.social.peer post --port 3009 sam@rail.example 'Your words' [--private] [--picture]

    python -m lineside.gateways.social.peer bluesky --port 3010
    python -m lineside.gateways.social.peer x --port 3011 --hook http://127.0.0.1:3013/x
    python -m lineside.gateways.social.peer meta --port 3012 --hook http://127.0.0.1:3013/meta
    python -m lineside.gateways.social.peer say --port 3011 sam 'Your words' [--private] [--picture]

`say` writes on the last three. On Mastodon `edit` and `delete` with a post's number and, for an edit, its new words
change what was posted.
"""

import argparse
import sys

import httpx

from lineside.gateways.social.peer.answering import PeerServer
from lineside.gateways.social.peer.bluesky import BlueskyPeer
from lineside.gateways.social.peer.hooking import MetaPeer, XPeer
from lineside.gateways.social.peer.mastodon import HANDLE, MastodonPeer


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("role", choices=("mastodon", "bluesky", "x", "meta", "post", "say", "edit", "delete"))
    asked.add_argument("text", nargs="*", help="who writes, then the words; or a post's number")
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--hook", default="", help="where X and Meta call us")
    asked.add_argument("--private", action="store_true")
    asked.add_argument("--picture", action="store_true")
    given = asked.parse_intermixed_args()  # the words stand behind the options
    if peer := _peer(given.role, given.port, given.hook):
        say(f"ready {peer.url}")
        peer.serve_forever()
    elif given.role == "say":
        say(play(given.port, given.text[0], " ".join(given.text[1:]), private=given.private, picture=given.picture))
    elif given.role == "post":
        say(post(given.port, given.text[0], " ".join(given.text[1:]), private=given.private, picture=given.picture))
    else:
        change(given.port, given.text[0], " ".join(given.text[1:]))


def post(port: int, acct: str, words: str, *, private: bool = False, picture: bool = False) -> str:
    """Write to the force from an account of anybody's; the post's number."""
    base = f"http://127.0.0.1:{port}"
    picture_told = [{"type": "image", "url": f"{base}/media/platform.png", "description": "A platform"}]
    body: dict[str, object] = {
        "status": f"@{HANDLE} {words}",
        "visibility": "direct" if private else "public",
        "media_attachments": picture_told if picture else [],
    }
    return str(_ask("POST", f"{base}/api/v1/statuses", acct, body)["id"])


def play(port: int, who: str, words: str, *, private: bool = False, picture: bool = False) -> str:
    """Write to the force on Bluesky, X or Meta; what became of it."""
    body = {"who": who, "words": words, "private": private, "picture": picture}
    return str(_ask("POST", f"http://127.0.0.1:{port}/play", who, body))


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


def change(port: int, key: str, words: str = "") -> None:
    address = f"http://127.0.0.1:{port}/api/v1/statuses/{key}"
    _ask("PUT" if words else "DELETE", address, "its author", {"status": words})


def _ask(method: str, address: str, acct: str, body: dict[str, object]) -> dict[str, object]:
    headers = {"Authorization": f"Bearer of:{acct}"}
    answer = httpx.request(method, address, json=body, headers=headers, timeout=10, trust_env=False)
    found: dict[str, object] = answer.raise_for_status().json()
    return found


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
