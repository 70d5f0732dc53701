"""Small servers in the place of X and of Meta: they take answers, and call our webhook with signed deliveries."""

import json
import re
import threading
from abc import ABC, abstractmethod
from typing import Any

import httpx

from lineside.gateways.social.peer.answering import PeerRequest, PeerServer
from lineside.gateways.social.protocol.signatures import meta_signature, x_signature
from lineside.kernel.clock import now

SECRET, TOKEN, VERIFY = "peer-secret", "peer-token", "peer-verify"
OWN = "100200300"
X_LONGEST, META_LONGEST = 280, 2000


class HookingPeer(PeerServer, ABC):
    """What both have in common."""

    platform, signed_by = "", ""

    def __init__(self, port: int = 0, hook: str = "") -> None:
        self.hook = hook  # the address that it calls
        self.answers: list[tuple[str, dict[str, Any]]] = []  # the path called, and what it was told
        self.fails: list[int] = []  # statuses that the next answers are refused with; 503 says when to come again
        self.breaks: list[int] = []  # statuses that the next answers are kept with all the same
        self.lock = threading.RLock()
        self._next = int(now().timestamp() * 1000) << 8
        super().__init__(("127.0.0.1", port), _Request)

    def number(self) -> str:
        with self.lock:
            self._next += 1
            return str(self._next)

    @abstractmethod
    def sign(self, raw: bytes) -> str:
        """The platform's proof of these bytes."""

    @abstractmethod
    def said(self, who: str, words: str, *, private: bool) -> dict[str, Any]:
        """One delivery, as the platform would write it."""

    def deliver(self, told: dict[str, Any], signature: str | None = None) -> int:
        """Call the webhook; the status that it answers, 0 where nobody does."""
        raw = json.dumps(told).encode()
        headers = {self.signed_by: self.sign(raw) if signature is None else signature}
        try:
            return httpx.post(self.hook, content=raw, headers=headers, timeout=30, trust_env=False).status_code
        except httpx.HTTPError:
            return 0


class XPeer(HookingPeer):
    """X, as its account webhooks and its interface of version 2 are."""

    platform, signed_by = "x", "x-twitter-webhooks-signature"

    def sign(self, raw: bytes) -> str:
        return x_signature(SECRET, raw)

    def said(self, who: str, words: str, *, private: bool = False) -> dict[str, Any]:
        key, at = self.number(), str(int(now().timestamp() * 1000))
        user = {"id": f"9{len(who)}", "id_str": f"9{len(who)}", "screen_name": who, "name": who.title()}
        if not private:
            post = {"id_str": key, "text": words, "timestamp_ms": at, "user": user}
            return {"for_user_id": OWN, "tweet_create_events": [post]}
        message = {"sender_id": user["id"], "target": {"recipient_id": OWN}, "message_data": {"text": words}}
        event = {"type": "message_create", "id": key, "created_timestamp": at, "message_create": message}
        return {"for_user_id": OWN, "direct_message_events": [event], "users": {user["id"]: user}}

    def gone(self, key: str) -> dict[str, Any]:
        return {"for_user_id": OWN, "tweet_delete_events": [{"status": {"id": key, "user_id": "9"}}]}


class MetaPeer(HookingPeer):
    """Meta, as its webhooks for pages and its Graph are."""

    platform, signed_by = "meta", "X-Hub-Signature-256"

    def sign(self, raw: bytes) -> str:
        return meta_signature(SECRET, raw)

    def said(self, who: str, words: str, *, private: bool = True) -> dict[str, Any]:
        key, at = self.number(), int(now().timestamp() * 1000)
        if private:
            event = {"sender": {"id": who}, "recipient": {"id": OWN}, "timestamp": at}
            return self.entry(messaging=[{**event, "message": {"mid": f"m_{key}", "text": words}}])
        value = {"item": "comment", "verb": "add", "comment_id": f"{OWN}_{key}", "message": words}
        value |= {"from": {"id": who, "name": who.title()}, "created_time": at // 1000}  # type: ignore[dict-item]
        return self.entry(changes=[{"field": "feed", "value": value}])

    def entry(self, **told: Any) -> dict[str, Any]:
        return {"object": "page", "entry": [{"id": OWN, "time": int(now().timestamp()), **told}]}


class _Request(PeerRequest):
    server: HookingPeer

    def _post(self) -> None:
        told = json.loads(self.body() or b"{}")
        if self.where == "/play":  # somebody writes to the force; not the platform's own, for the demonstration
            said = self.server.said(told["who"], told["words"], private=told["private"])
            self.answer({"answered": self.server.deliver(said)})
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._refuse("Unauthorized", 401)
        elif self.server.fails:
            self._refuse("Out of order", self.server.fails.pop(0), Retry_After="1")
        elif why := _refused(self.server.platform, self.where, told):
            self._refuse(why, 400)
        else:
            self.server.answers.append((self.where, told))
            if self.server.breaks:
                self._refuse("Broken", self.server.breaks.pop(0))
                return
            self.answer({"data": {"id": self.server.number()}}, 201 if self.server.platform == "x" else 200)

    def _refuse(self, why: str, status: int, **headers: str) -> None:
        told = {"detail": why} if self.server.platform == "x" else {"error": {"message": why}}
        self.answer(told, status, **headers)

    do_POST = _post  # noqa: N815 - so the library looks it up


def _refused(platform: str, path: str, told: dict[str, Any]) -> str:
    """Why the platform would not take this answer."""
    if platform == "x":
        known = bool(re.fullmatch(r"/2/(tweets|dm_conversations/with/\d+/messages)", path))
        is_long = path == "/2/tweets" and len(told["text"]) > X_LONGEST
    else:
        known = path == f"/{OWN}/messages" or path.endswith("/comments")
        text = told["message"] if path.endswith("/comments") else told["message"]["text"]
        is_long = path.endswith("/messages") and len(text) > META_LONGEST
    return "There is no such path" if not known else "It is too long" if is_long else ""
