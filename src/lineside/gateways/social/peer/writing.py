"""Somebody of the public writes to the force on a platform's peer."""

import httpx

from lineside.gateways.social.peer.mastodon import HANDLE


def post(base: str, acct: str, words: str, *, private: bool = False, picture: bool = False, key: str = "") -> str:
    """On Mastodon, from an account of anybody's; the post's address. The same key is the same post."""
    picture_told = [{"type": "image", "url": f"{base}/media/platform.png", "description": "A platform"}]
    body: dict[str, object] = {
        "status": f"@{HANDLE} {words}",
        "visibility": "direct" if private else "public",
        "media_attachments": picture_told if picture else [],
    }
    return str(ask("POST", f"{base}/api/v1/statuses", acct, body, key)["url"])


def play(base: str, who: str, words: str, *, private: bool = False, picture: bool = False) -> dict[str, object]:
    """On Bluesky, X or Meta; what became of it: of the last two the status by which their webhook was `answered`."""
    body: dict[str, object] = {"who": who, "words": words, "private": private, "picture": picture}
    return ask("POST", f"{base}/play", who, body)


def ask(method: str, address: str, acct: str, body: dict[str, object], key: str = "") -> dict[str, object]:
    headers = {"Authorization": f"Bearer of:{acct}", **({"Idempotency-Key": key} if key else {})}
    answer = httpx.request(method, address, json=body, headers=headers, timeout=10, trust_env=False)
    found: dict[str, object] = answer.raise_for_status().json()
    return found
