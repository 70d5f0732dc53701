"""Posts and messages on X, as its account webhooks tell them."""

import json
from datetime import UTC, datetime
from typing import Any

from lineside.gateways.social.protocol.posts import Gone, Medium, Post, refuse_unread, unread

BROUGHT = {"tweet_create_events", "direct_message_events", "tweet_delete_events"}
ABOUT = {"for_user_id", "users", "apps", "user_has_blocked"}
QUIET = {  # who liked, followed, blocked, read or began to write, without a word
    "favorite_events",
    "follow_events",
    "block_events",
    "mute_events",
    "direct_message_mark_read_events",
    "direct_message_indicate_typing_events",
}
KNOWN = BROUGHT | ABOUT | QUIET


def events_of(raw: bytes, own: str) -> list[bytes | Gone]:
    """Each event of one delivery by itself; what we wrote ourselves is not for us, nor what others pass on of it."""
    told: dict[str, Any] = json.loads(raw)
    if str(told["for_user_id"]) != own:
        raise ValueError("it is for another account than ours")
    users = told.get("users") or {}
    found: list[bytes | Gone] = [
        _bytes({"post": each})
        for each in told.get("tweet_create_events") or []
        if str(each["user"]["id_str"]) != own and "retweeted_status" not in each
    ]
    for each in told.get("direct_message_events") or []:
        sender = str(each.get("message_create", {}).get("sender_id") or own)
        if sender != own:
            found.append(_bytes({"message": each, "sender": users.get(sender) or {"id": sender}}))
    found += [Gone(key=str(each["status"]["id"])) for each in told.get("tweet_delete_events") or []]
    return found + [unread(f"news of another kind ({kind})", told[kind]) for kind in sorted(told.keys() - KNOWN)]


def post_of(raw: bytes, own: str) -> Post:
    del own
    told: dict[str, Any] = json.loads(raw)
    refuse_unread(told)
    return _post(told["post"], raw) if "post" in told else _message(told["message"], told["sender"], raw)


def _post(told: dict[str, Any], raw: bytes) -> Post:
    user, longer = told["user"], told.get("extended_tweet") or {}
    media = (longer.get("extended_entities") or told.get("extended_entities") or {}).get("media") or []
    return Post(
        line="x-public",
        key=str(told["id_str"]),
        address=f"https://x.com/{user['screen_name']}/status/{told['id_str']}"[:500],
        handle=f"@{user['screen_name']}@x.com",
        name=str(user.get("name") or ""),
        text=str(longer.get("full_text") or told["text"]),
        at=_moment(told["timestamp_ms"]),
        raw=raw,
        media=tuple(_medium(each) for each in media),
    )


def _message(told: dict[str, Any], sender: dict[str, Any], raw: bytes) -> Post:
    content = told["message_create"]["message_data"]
    attached = (content.get("attachment") or {}).get("media")
    return Post(
        line="x-private",
        key=str(told["id"]),
        address=f"x-message:{told['message_create']['sender_id']}:{told['id']}"[:500],
        handle=f"@{sender.get('screen_name') or sender['id']}@x.com",
        name=str(sender.get("name") or ""),
        text=str(content["text"]),
        at=_moment(told["created_timestamp"]),
        raw=raw,
        media=(_medium(attached),) if attached else (),
    )


def _medium(told: dict[str, Any]) -> Medium:
    return Medium(address=str(told.get("media_url_https") or ""), kind=str(told.get("type") or ""))


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _bytes(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True).encode()
