"""A small server of Bluesky's: sessions, notifications with their pages, posts and records, as the lexicons say."""

import hashlib
import json
import threading
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lineside.gateways.social.peer.answering import PeerRequest, PeerServer
from lineside.gateways.social.peer.mastodon import PICTURE
from lineside.kernel.clock import now

HANDLE, PASSWORD, DID = "force.rail.example", "peer-pass-word", "did:plc:peerforce"
LONGEST = 300
POSTS = "app.bsky.feed.post"


class BlueskyPeer(PeerServer):
    """One server: its posts, what our account was notified of, and the sessions that it gave."""

    def __init__(self, port: int = 0) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.notifications: list[dict[str, Any]] = []
        self.fails: list[int] = []
        self.session = 0  # of which one works at a time
        self.lock = threading.RLock()
        self._next = int(now().timestamp() * 1000) << 8
        super().__init__(("127.0.0.1", port), _Request)

    def post(self, who: str, words: str, **more: Any) -> dict[str, Any]:
        """Somebody mentions our account."""
        with self.lock:
            self._next += 1
            uri = f"at://did:plc:{who.partition('.')[0]}/{POSTS}/{self._next}"
            told = self._view(uri, {"handle": who, "did": f"did:plc:{who.partition('.')[0]}"}, {"text": words}, more)
            self.notify(told)
            return told

    def notify(self, told: dict[str, Any], reason: str = "mention") -> None:
        with self.lock:
            wanted = ("uri", "cid", "author", "record", "indexedAt")
            seen: dict[str, Any] = {key: told[key] for key in wanted}
            self.notifications.append({**seen, "reason": reason, "isRead": False})

    def edit(self, uri: str, words: str) -> None:
        with self.lock:
            post = self.posts[uri]
            self._view(uri, post["author"], {**post["record"], "text": words}, {})

    def delete(self, uri: str) -> None:
        with self.lock:
            del self.posts[uri]
            self.notifications = [each for each in self.notifications if each["uri"] != uri]

    def replies(self) -> list[dict[str, Any]]:
        return [each["record"] for each in self.posts.values() if each["author"]["did"] == DID]

    def put(self, rkey: str, record: dict[str, Any]) -> dict[str, Any]:
        """The same key is the same record."""
        with self.lock:
            return self._view(f"at://{DID}/{POSTS}/{rkey}", {"handle": HANDLE, "did": DID}, record, {})

    def _view(self, uri: str, author: dict[str, Any], record: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        at = now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        whole = {"$type": POSTS, "createdAt": at, **record}
        cid = f"bafyrei{hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:48]}"
        self.posts[uri] = {"uri": uri, "cid": cid, "author": author, "record": whole, "indexedAt": at, **more}
        return self.posts[uri]


class _Request(PeerRequest):
    server: BlueskyPeer

    def _get(self) -> None:
        if self.where.startswith("/media/"):
            self.reply(PICTURE, "image/png")
        elif not self._known():
            return
        elif self.where == "/xrpc/app.bsky.notification.listNotifications":
            self._notifications()
        elif self.where == "/xrpc/app.bsky.feed.getPosts":
            with self.server.lock:
                found = [self.server.posts.get(uri) for uri in parse_qs(urlsplit(self.path).query).get("uris", [])]
                self.answer({"posts": [each for each in found if each]})
        else:
            self.answer({"error": "MethodNotImplemented"}, 501)

    def _post(self) -> None:
        told = json.loads(self.body() or b"{}")
        name = self.where.rpartition("/")[2]
        if self.where == "/play":  # somebody writes to the force; not the protocol's own, for the demonstration
            more = self._picture() if told.get("picture") else {}
            self.answer({"id": self.server.post(told["who"], told["words"], **more)["uri"]})
        elif name == "com.atproto.server.createSession":
            is_right = (told.get("identifier"), told.get("password")) == (HANDLE, PASSWORD)
            self._begin() if is_right else self.answer({"error": "AuthenticationRequired"}, 401)
        elif name == "com.atproto.server.refreshSession":
            is_ours = self.headers.get("Authorization") == f"Bearer refresh-{self.server.session}"
            self._begin() if is_ours else self.answer({"error": "ExpiredToken"}, 400)
        elif self._known() and name == "com.atproto.repo.putRecord":
            self._put(told)

    def _picture(self) -> dict[str, Any]:
        image = {"fullsize": f"{self.server.url}/media/platform.png", "alt": "A platform"}
        return {"embed": {"$type": "app.bsky.embed.images#view", "images": [image]}}

    def _put(self, told: dict[str, Any]) -> None:
        if len(told["record"]["text"]) > LONGEST:  # no test writes what counts otherwise
            self.answer({"error": "InvalidRequest", "message": "Record/text must not be longer"}, 400)
        else:
            post = self.server.put(told["rkey"], told["record"])
            self.answer({"uri": post["uri"], "cid": post["cid"]})

    def _begin(self) -> None:
        self.server.session += 1
        tokens = {"accessJwt": f"access-{self.server.session}", "refreshJwt": f"refresh-{self.server.session}"}
        self.answer({"did": DID, "handle": HANDLE, **tokens})

    def _known(self) -> bool:
        if self.headers.get("Authorization") != f"Bearer access-{self.server.session}":
            self.answer({"error": "ExpiredToken"}, 400)
            return False
        if self.server.fails:
            self.answer({"error": "InternalServerError"}, self.server.fails.pop(0))
            return False
        return True

    def _notifications(self) -> None:
        """Newest first; the cursor is where the next page begins."""
        start, limit = int(self.asked.get("cursor") or 0), int(self.asked.get("limit") or 50)
        with self.server.lock:
            newest = self.server.notifications[::-1]
        page: dict[str, Any] = {"notifications": newest[start : start + limit]}
        if start + limit < len(newest):
            page["cursor"] = str(start + limit)
        self.answer(page)

    do_GET, do_POST = _get, _post  # noqa: N815 - so the library looks them up
