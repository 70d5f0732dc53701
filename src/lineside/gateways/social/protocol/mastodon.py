"""Mastodon's statuses and notifications (its REST interface, version 1)."""

import json
from datetime import datetime
from typing import Any

from lineside.gateways.social.protocol.posts import Medium, Post
from lineside.gateways.social.protocol.words import words_in

# What is not for everybody is answered in private: a post to followers, too, was never meant for all.
PUBLIC = ("public", "unlisted")


def post_of(raw: bytes, own: str) -> Post:
    """A status, from its own bytes."""
    told: dict[str, Any] = json.loads(raw)
    account = told["account"]
    edited = str(told.get("edited_at") or "")
    warning = str(told.get("spoiler_text") or "")
    words = words_in(str(told["content"]))
    return Post(
        line="mastodon-public" if told["visibility"] in PUBLIC else "mastodon-private",
        key=str(told["id"]),
        edition=edited[:60],
        address=str(told.get("url") or told["uri"])[:500],
        handle=handle_of(str(account["acct"]), own),
        name=str(account.get("display_name") or account["username"]),
        text=f"{warning}\n\n{words}" if warning else words,
        at=datetime.fromisoformat(edited or str(told["created_at"])),
        raw=raw,
        media=tuple(_media(told.get("media_attachments") or [])),
        remarks=("Posted behind a content warning.",) if warning else (),
    )


def handle_of(acct: str, own: str) -> str:
    """The whole handle; accounts of our own server come without its name."""
    return f"@{acct}" if "@" in acct else f"@{acct}@{own.rpartition('@')[2]}"


def _media(told: list[dict[str, Any]]) -> list[Medium]:
    return [
        Medium(
            address=str(each.get("url") or each.get("remote_url") or ""),
            kind=str(each.get("type") or ""),
            words=str(each.get("description") or ""),
        )
        for each in told
    ]
