"""Messages to our page, and comments on it, as Meta's webhooks tell them."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from lineside.gateways.social.protocol.posts import Gone, Medium, Post, refuse_unread, unread

NETWORKS = {"page": "messenger", "instagram": "instagram"}
OURS = {"messenger": "page", "instagram": "Instagram account"}
ABOUT = {"sender", "recipient", "timestamp"}
QUIET = {"delivery", "read", "reaction"}  # that something arrived, was seen or was liked
UNSAID = {"reaction", "like"}


def events_of(raw: bytes, page: str, instagram: str = "") -> list[bytes | Gone]:
    """Each event of one delivery by itself; what we wrote ourselves is an echo and not for us."""
    told: dict[str, Any] = json.loads(raw)
    network = NETWORKS[told["object"]]
    own = page if network == "messenger" else instagram
    found: list[bytes | Gone] = []
    for entry in told["entry"]:
        if not own or str(entry["id"]) != own:
            found.append(unread(f"news of another {OURS[network]} than ours", entry))
            continue
        for event in entry.get("messaging") or []:
            found += _message_event(event, network, own)
        for change in entry.get("changes") or []:
            found += _change(change, own)
    return found


def post_of(raw: bytes, own: str) -> Post:
    del own
    told: dict[str, Any] = json.loads(raw)
    refuse_unread(told)
    return _comment(told["comment"], raw) if "comment" in told else _message(told["event"], told["network"], raw)


def _message_event(event: dict[str, Any], network: str, own: str) -> list[bytes | Gone]:
    message = event.get("message") or event.get("message_edit")
    if str(event["sender"]["id"]) == own or not QUIET.isdisjoint(event) or (message or {}).get("is_echo"):
        return []
    if message is None:
        return [unread(f"a private event ({', '.join(sorted(event.keys() - ABOUT))})", event)]
    if message.get("is_deleted"):
        return [Gone(key=str(message["mid"]))]
    return [json.dumps({"event": event, "network": network}, sort_keys=True).encode()]


def _change(change: dict[str, Any], own: str) -> list[bytes | Gone]:
    """Comments are read; what else somebody wrote is for a person, and what nobody wrote for nobody."""
    value, field = change["value"], str(change.get("field"))
    item, verb = str(value.get("item")), value.get("verb")
    if (value.get("from") or {}).get("id") == own or (field == "feed" and item in UNSAID):
        return []
    if field != "feed" or item != "comment":
        return [] if verb == "remove" else [unread(f"a change of the page ({field}, {item})", change)]
    if verb == "remove":
        return [Gone(key=str(value["comment_id"]))]
    return [json.dumps({"comment": value}, sort_keys=True).encode()] if verb in ("add", "edited") else []


def _message(event: dict[str, Any], network: str, raw: bytes) -> Post:
    """The person is known by an id that only this page sees, so that is what an answer goes to."""
    edit = event.get("message_edit")
    message = edit or event["message"]
    sender = str(event["sender"]["id"])
    at = datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC)
    return Post(
        line="messenger",
        key=str(message["mid"]),
        edition=at.isoformat() if edit else "",
        address=f"meta-message:{sender}:{message['mid']}"[:500],
        handle=f"@{sender}@{network}",
        name="",
        text=str(message.get("text") or ""),
        at=at,
        raw=raw,
        media=tuple(
            Medium(address=str((each.get("payload") or {}).get("url") or ""), kind=str(each.get("type") or ""))
            for each in message.get("attachments") or []
        ),
    )


def _comment(value: dict[str, Any], raw: bytes) -> Post:
    at = datetime.fromtimestamp(int(value["created_time"]), UTC)
    picture = str(value.get("photo") or "")
    return Post(
        line="facebook-public",
        key=str(value["comment_id"]),
        # An edit bears no number of its own, so its words are what tells it from the first and from another.
        edition=_digest(value) if value["verb"] == "edited" else "",
        address=f"facebook-comment:{value['comment_id']}"[:500],
        handle=f"@{value['from']['id']}@facebook",
        name=str(value["from"].get("name") or ""),
        text=str(value.get("message") or ""),
        at=at,
        raw=raw,
        media=(Medium(address=picture, kind="image"),) if picture else (),
    )


def _digest(value: dict[str, Any]) -> str:
    return hashlib.sha256(str(value.get("message") or "").encode()).hexdigest()[:60]
