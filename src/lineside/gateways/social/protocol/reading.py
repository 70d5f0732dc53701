"""Which platform's words these are."""

from collections.abc import Callable

from lineside.gateways.social.protocol import bluesky, mastodon, meta, x
from lineside.gateways.social.protocol.posts import Gone, Post, Unreadable

READERS: dict[str, Callable[[bytes, str], Post]] = {
    "mastodon": mastodon.post_of,
    "bluesky": bluesky.post_of,
    "x": x.post_of,
    "meta": meta.post_of,
}
DELIVERIES: dict[str, Callable[..., list[bytes | Gone]]] = {"x": x.events_of, "meta": meta.events_of}
FAULTS = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError, RecursionError)


def read_post(platform: str, raw: bytes, own: str) -> Post:
    """One post from its bytes; `own` is our own account there."""
    try:
        return READERS[platform](raw, own)
    except FAULTS as fault:
        raise _unreadable(platform, fault) from fault


def read_delivery(platform: str, raw: bytes, *own: str) -> list[bytes | Gone]:
    """What one delivery of a platform brings: the bytes of each event by itself, or word that a post is gone.

    `own` are our accounts there; Meta knows our page by one number and our Instagram by another.
    """
    try:
        return DELIVERIES[platform](raw, *own)
    except FAULTS as fault:
        raise _unreadable(platform, fault) from fault


def _unreadable(platform: str, fault: Exception) -> Unreadable:
    return Unreadable(f"It is not what {platform} documents ({type(fault).__name__}: {fault}).")
