"""A small Mastodon server: statuses, notifications with their paging, and the stream, as its documents say."""

import html
import json
import re
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from lineside.gateways.social.peer.answering import PeerRequest, PeerServer
from lineside.kernel.clock import now

TOKEN, HANDLE = "peer-force", "lineside@social.example"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccf50"
    "0f0004850180e3ff1d4a0000000049454e44ae426082"
)
NOT_THERE = {"error": "Record not found"}
HEARTBEAT = 1.0
LONGEST = 500


class MastodonPeer(PeerServer):
    """One server: its statuses, what its accounts were notified of, and who listens."""

    def __init__(self, port: int = 0) -> None:
        self.statuses: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, str] = {}  # their words as they were written
        self.notifications: list[dict[str, Any]] = []
        self.listeners: list[SimpleQueue[tuple[str, str]]] = []
        self.fails: list[int] = []  # statuses that the next requests are answered with; 0 for one that works
        self.lock = threading.RLock()
        self._keys: dict[str, str] = {}
        # By the time, as the real one's: a peer that starts anew goes on where it was, and is read on from there.
        self._next = int(now().timestamp() * 1000) << 16
        super().__init__(("127.0.0.1", port), _Request)

    def post(self, acct: str, words: str, *, visibility: str = "public", **more: Any) -> dict[str, Any]:
        """Somebody writes; who is named in it is notified."""
        with self.lock:
            status = self._status(acct, words, visibility, more)
            self.statuses[status["id"]], self.sources[status["id"]] = status, words
            if acct != HANDLE and f"@{HANDLE.partition('@')[0]}" in words:
                self.notify("mention", status)
            return status

    def notify(self, kind: str, status: dict[str, Any] | None) -> dict[str, Any]:
        """Tell our account of it, by its list and by its stream."""
        with self.lock:
            told = {"id": self._number(), "type": kind, "created_at": now().isoformat(), "status": status}
            self.notifications.append(told)
            self.tell("notification", json.dumps(told))
            return told

    def edit(self, key: str, words: str) -> None:
        with self.lock:
            self.statuses[key] |= {"content": markup(words), "edited_at": now().isoformat()}
            self.sources[key] = words
            self.tell("status.update", json.dumps(self.statuses[key]))

    def delete(self, key: str) -> None:
        with self.lock:
            del self.statuses[key]
            for each in [told for told in self.notifications if (told.get("status") or {}).get("id") == key]:
                self.notifications.remove(each)  # as the real one does
            self.tell("delete", key)

    def replies(self) -> list[dict[str, Any]]:
        """What our account wrote, oldest first."""
        return [each for each in self.statuses.values() if each["account"]["acct"] == HANDLE]

    def once_by(self, key: str, acct: str, words: str, visibility: str, more: dict[str, Any]) -> dict[str, Any]:
        """The same key of idempotency is the same status."""
        with self.lock:
            if key and key in self._keys:
                return self.statuses[self._keys[key]]
            status = self.post(acct, words, visibility=visibility, **more)
            if key:
                self._keys[key] = status["id"]
            return status

    def forget_keys(self) -> None:
        """As the real one does after an hour."""
        self._keys.clear()

    def replies_to(self, key: str) -> list[dict[str, Any]]:
        return [each for each in self.statuses.values() if each["in_reply_to_id"] == key]

    def tell(self, event: str, told: str) -> None:
        for each in list(self.listeners):
            each.put((event, told))

    def drop(self) -> None:
        """End every stream, as a server that starts anew does."""
        self.tell("", "")

    def _number(self) -> str:
        self._next += 1
        return str(self._next)

    def _status(self, acct: str, words: str, visibility: str, more: dict[str, Any]) -> dict[str, Any]:
        key = self._number()
        address = f"{self.url}/@{acct}/{key}"
        whole: dict[str, Any] = {
            "id": key,
            "created_at": now().isoformat(),
            "edited_at": None,
            "in_reply_to_id": None,
            "visibility": visibility,
            "spoiler_text": "",
            "uri": address,
            "url": address,
            "content": markup(words),
            "media_attachments": [],
            "account": {"id": acct, "acct": acct, "username": acct.partition("@")[0], "display_name": ""},
        }
        return {**whole, **more}


def markup(words: str) -> str:
    """Words as Mastodon writes them out."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in words.split("\n\n")).replace("\n", "<br />")


class _Request(PeerRequest):
    server: MastodonPeer

    def _get(self) -> None:
        if self.where.startswith("/media/"):
            self.reply(PICTURE, "image/png")
        elif not self._known() or self._fails():
            return
        elif self.where == "/api/v1/streaming/user":
            self._stream()
        elif self.where == "/api/v1/notifications":
            self._notifications()
        elif found := re.fullmatch(r"/api/v1/statuses/(\d+)(|/context|/source)", self.where):
            self._status(*found.groups())
        else:
            self.answer(NOT_THERE, 404)

    def _status(self, key: str, asked: str) -> None:
        status = self.server.statuses.get(key)
        if status is None:
            self.answer(NOT_THERE, 404)
        elif asked == "/context":
            self.answer({"ancestors": [], "descendants": self.server.replies_to(key)})
        elif asked == "/source":
            self.answer({"id": key, "text": self.server.sources[key], "spoiler_text": ""})
        else:
            self.answer(status)

    def _post(self) -> None:
        told = json.loads(self.body() or b"{}")
        acct = self._known()
        if not acct or self._fails():
            return
        before = told.get("in_reply_to_id")
        if before and before not in self.server.statuses:
            self.answer({"error": "The post you are trying to reply to does not appear to exist."}, 404)
        elif len(told["status"]) > LONGEST:
            self.answer({"error": "Validation failed: Text character limit of 500 exceeded"}, 422)
        else:
            key = self.headers.get("Idempotency-Key") or str(uuid4())
            more = {"in_reply_to_id": before, "media_attachments": told.get("media_attachments") or []}
            self.answer(self.server.once_by(key, acct, told["status"], told.get("visibility") or "public", more))

    def _put(self) -> None:
        told = json.loads(self.body())
        if self._known():
            self.server.edit(self.where.rpartition("/")[2], told["status"])
            self.answer({})

    def _delete(self) -> None:
        if self._known():
            self.server.delete(self.where.rpartition("/")[2])
            self.answer({})

    def _known(self) -> str:
        """The account of the token: ours, or in this play of a server any that its own name is the token of."""
        _, _, token = self.headers.get("Authorization", "").partition(" ")
        if token == TOKEN:
            return HANDLE
        if token.startswith("of:"):
            return token[3:]
        self.answer({"error": "The access token is invalid"}, 401)
        return ""

    def _fails(self) -> bool:
        if not self.server.fails:
            return False
        if status := self.server.fails.pop(0):
            self.answer({"error": "Out of order"}, status)
        return bool(status)

    def _notifications(self) -> None:
        """Newest first: those that come next after `min_id`, or else the newest before `max_id` (Mastodon's paging)."""
        than, limit = self.asked.get("min_id"), int(self.asked.get("limit") or 40)
        with self.server.lock:
            before = int(self.asked.get("max_id") or sys.maxsize)
            told = sorted(self.server.notifications, key=lambda each: int(each["id"]))
            told = [each for each in told if int(each["id"]) < before]
            newer = [each for each in told if int(each["id"]) > int(than)][:limit] if than else told[-limit:]
            self.answer(newer[::-1])

    def _stream(self) -> None:
        mine: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self.close_connection = True
        self.server.listeners.append(mine)
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            with suppress(OSError):
                self.wfile.write(b":)\n")
                while self._tell(mine):
                    pass
        finally:
            self.server.listeners.remove(mine)

    def _tell(self, mine: "SimpleQueue[tuple[str, str]]") -> bool:
        try:
            event, told = mine.get(timeout=HEARTBEAT)
        except Empty:
            self.wfile.write(b":thump\n")
            return True
        if event:
            self.wfile.write(f"event: {event}\ndata: {told}\n\n".encode())
        return bool(event)

    do_GET, do_POST, do_PUT, do_DELETE = _get, _post, _put, _delete  # noqa: N815 - so the library looks them up
