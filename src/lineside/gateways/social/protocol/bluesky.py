"""Posts on Bluesky as its views tell them (`app.bsky.feed.defs#postView`), and what an answer is made of."""

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID

from lineside.gateways.social.protocol.posts import Medium, Post

NOT_PROVED = "handle.invalid"  # said by the network where a name does not lead back to its account
_ADDRESS = re.compile(rb"https?://[^\s<>\"]+[^\s<>\".,;:!?)]", re.IGNORECASE)
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"
AS_SHOWN = "The picture is as Bluesky shows it, which may be smaller than its author's."


def post_of(raw: bytes, own: str) -> Post:
    """A post; its cid is the hash of its words, so another cid is another edition."""
    del own
    told: dict[str, Any] = json.loads(raw)
    author, record = told["author"], told["record"]
    handle = str(author["handle"])
    media = _media(told.get("embed") or {})
    key = str(told["uri"]).rpartition("/")[2]
    proved = () if handle != NOT_PROVED else (f"The account's name is not proved; it is {author['did']}.",)
    return Post(
        line="bluesky-public",
        key=str(told["uri"])[:300],
        edition=str(told["cid"])[:60],
        address=f"https://bsky.app/profile/{author['did']}/post/{key}"[:500],
        handle=f"@{handle if handle != NOT_PROVED else author['did']}@bluesky",
        name=str(author.get("displayName") or ""),
        text=str(record["text"]),
        at=datetime.fromisoformat(str(told["indexedAt"])),
        raw=raw,
        media=media,
        remarks=(*proved, *((AS_SHOWN,) if media else ())),
    )


def _media(embed: dict[str, Any]) -> tuple[Medium, ...]:
    inner = embed.get("media") or embed  # a quoted post with pictures holds them one step down
    found = [
        Medium(address=str(each.get("fullsize") or ""), kind="image", words=str(each.get("alt") or ""))
        for each in inner.get("images") or []
    ]
    if inner.get("playlist"):
        found.append(Medium(address=str(inner["thumbnail"]), kind="still of a film", words=str(inner.get("alt") or "")))
    return tuple(found)


def facets_of(text: str) -> list[dict[str, Any]]:
    """Where its web addresses are, counted in bytes as the protocol wants."""
    return [
        {
            "index": {"byteStart": found.start(), "byteEnd": found.end()},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": found[0].decode()}],
        }
        for found in _ADDRESS.finditer(text.encode())
    ]


def answer_record(text: str, parent: dict[str, Any], at: datetime) -> dict[str, Any]:
    """An answer names the post that it answers and the one with which that conversation began."""
    own = {"uri": parent["uri"], "cid": parent["cid"]}
    root = (parent["record"].get("reply") or {}).get("root") or own
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "facets": facets_of(text),
        "reply": {"root": {"uri": root["uri"], "cid": root["cid"]}, "parent": own},
    }


def record_key(message_id: UUID) -> str:
    """A key of the form that posts have (TID), the same for every attempt to send one message."""
    moment = (message_id.int >> 80) * 1000 + (message_id.int >> 10) % 1000  # microseconds
    number = moment << 10 | message_id.int & 0x3FF
    return "".join(_BASE32[number >> shift & 31] for shift in range(60, -1, -5))
