"""Our account on Bluesky (AT Protocol): its notifications read back to the last kept, answered in its threads."""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

import httpx
from django.core.exceptions import ImproperlyConfigured

from lineside.contacts.queries import MessageRow
from lineside.gateways.social.commands import take_gone, take_in_dead
from lineside.gateways.social.fetching import PATIENCE, media_client
from lineside.gateways.social.gaps import LOOK_BACK, begin_listening
from lineside.gateways.social.inbound import ACTOR, receive
from lineside.gateways.social.protocol.bluesky import answer_record, record_key
from lineside.gateways.social.queries import is_kept, post_at, read_up_to, recent_posts
from lineside.gateways.social.rules import Dead, Outcome
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now

log = logging.getLogger("lineside.social")
REASONS = ("mention", "reply", "quote")
PAGE, MOST_PAGES, AT_ONCE = 100, 50, 25
LOOK_AGAIN_EVERY, LOOK_AGAIN_FOR = 300.0, LOOK_BACK
EXPIRED, BROKEN, TOO_MANY, NOT_OURS = ("ExpiredToken", "InvalidToken"), 500, 429, (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyAccount:
    """Where our account lives, its name and one of its app passwords."""

    base: str
    handle: str
    password: str


def bluesky_account(base: str, handle: str, password: str) -> BlueskyAccount:
    if not base.startswith(("https://", "http://127.0.0.1")) or "@" in handle or "." not in handle or not password:
        raise ImproperlyConfigured(
            "For Bluesky set LINESIDE_BLUESKY_URL (https), LINESIDE_BLUESKY_HANDLE (name.server, without @)"
            " and LINESIDE_BLUESKY_PASSWORD (an app password, not the account's own)."
        )
    return BlueskyAccount(base=base.rstrip("/"), handle=handle, password=password)


class Bluesky:
    """One account: what it brings and what it sends."""

    called, between_turns, while_away = "Bluesky", 3.0, 15.0

    def __init__(self, account: BlueskyAccount) -> None:
        self.account, self.name = account, account.handle
        self.stream = f"bluesky {account.handle} notifications"
        self.http = httpx.Client(base_url=f"{account.base}/xrpc", timeout=PATIENCE, trust_env=False)
        self.media = media_client(account.base)
        self.did = self._access = self._refresh = ""
        self._looked_at = float("-inf")

    def turn(self, stop: Event, pulse: Pulse) -> None:  # noqa: ARG002 - as every platform's
        self.catch_up()
        self.look_when_due()
        pulse.beat()

    def catch_up(self) -> int:
        """Everything since the last that is kept, oldest first and each committed before the next; how many."""
        place = read_up_to(self.stream)
        newest_first = [each for each in self._back_to(place) if not self._has(each)]
        taken = 0
        newest_first.reverse()  # those of one moment come in the order of the list
        for each in sorted(newest_first, key=lambda told: str(told["indexedAt"])):
            self._take(each)
            taken += 1
        return taken

    def look_again(self) -> None:
        """Ask after what came lately: what is gone is said to be gone, other words are kept beside the first."""
        keys = recent_posts(self.name, LOOK_AGAIN_FOR)
        for start in range(0, len(keys), AT_ONCE):
            asked = keys[start : start + AT_ONCE]
            there = {str(each["uri"]): each for each in self._posts(asked)}
            for key in asked:
                if key not in there:
                    take_gone(actor=ACTOR, account=self.name, key=key)
                elif not is_kept(self.name, key, str(there[key]["cid"])[:60]):
                    receive("bluesky", self.name, json.dumps(there[key], sort_keys=True).encode(), http=self.media)

    def look_when_due(self) -> None:
        if time.monotonic() - self._looked_at > LOOK_AGAIN_EVERY:
            self._looked_at = time.monotonic()
            self.look_again()

    def send(self, message: MessageRow) -> Outcome:
        """One attempt; it is written under a key of its own, so that a second writes the same once more."""
        asked = post_at(message.in_reply_to)
        if asked is None:
            return Outcome("failed", "The post that this answers is not known here any more.")
        try:
            there = self._posts([asked.key])
            if not there:
                return Outcome("failed", "The post that this answers is not there any more.")
            record = answer_record(message.text, there[0], message.at)
            key = record_key(message.id)
            where = {"repo": self.did, "collection": "app.bsky.feed.post", "rkey": key}
            self._call("POST", "com.atproto.repo.putRecord", body={**where, "record": record})
        except httpx.HTTPStatusError as fault:
            return outcome_of(fault.response)
        except httpx.HTTPError as fault:
            return Outcome("later", f"Bluesky cannot be reached: {type(fault).__name__}", timedelta(seconds=5))
        return Outcome("sent")

    def close(self) -> None:
        self.http.close()
        self.media.close()

    def _has(self, told: dict[str, Any]) -> bool:
        return is_kept(self.name, str(told["uri"])[:300], str(told["cid"])[:60])

    def _back_to(self, place: str) -> Iterator[dict[str, Any]]:
        """Newest first, a page at a time, until one is older than the last kept. Equal times are looked at again."""
        cursor, begins = "", place or f"{now() - LOOK_AGAIN_FOR:%Y-%m-%dT%H:%M:%S}"
        for _ in range(MOST_PAGES):
            asked = {"limit": PAGE, "reasons": list(REASONS)} | ({"cursor": cursor} if cursor else {})
            told = self._call("GET", "app.bsky.notification.listNotifications", asked=asked)
            for each in told["notifications"]:
                if str(each["indexedAt"]) < begins:
                    if not place:
                        begin_listening("bluesky", self.name, self.stream, begins)
                    return
                if each.get("reason") in REASONS:
                    yield each
            cursor = str(told.get("cursor") or "")
            if not cursor:
                return
        why = f"More than {MOST_PAGES * PAGE} posts came on Bluesky while we were away; look there for the oldest."
        take_in_dead(actor=ACTOR, content=Dead(account=self.name, platform="bluesky", raw=place.encode(), why=why))

    def _take(self, told: dict[str, Any]) -> None:
        """As the network shows it, with its pictures; where it is gone by now, as we were told of it."""
        post = next(iter(self._posts([str(told["uri"])])), told)
        raw = json.dumps({**post, "indexedAt": told["indexedAt"]}, sort_keys=True).encode()
        receive("bluesky", self.name, raw, (self.stream, str(told["indexedAt"])), self.media)

    def _posts(self, keys: list[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call("GET", "app.bsky.feed.getPosts", asked={"uris": keys})["posts"]
        return found

    def _call(self, method: str, name: str, *, asked: Any = None, body: Any = None) -> dict[str, Any]:  # noqa: ANN401
        """One call in our session; a session that has run out is renewed once."""
        if not self._access:
            self._sign_in()
        answer = self._ask(method, name, asked, body)
        if answer.status_code in (400, 401) and _error(answer) in EXPIRED:
            self._renew()
            answer = self._ask(method, name, asked, body)
        told: dict[str, Any] = answer.raise_for_status().json()
        return told

    def _ask(self, method: str, name: str, asked: Any, body: Any) -> httpx.Response:  # noqa: ANN401
        headers = {"Authorization": f"Bearer {self._access}"}
        return self.http.request(method, f"/{name}", params=asked, json=body, headers=headers)

    def _sign_in(self) -> None:
        given = {"identifier": self.account.handle, "password": self.account.password}
        self._begin(self.http.post("/com.atproto.server.createSession", json=given))

    def _renew(self) -> None:
        headers = {"Authorization": f"Bearer {self._refresh}"}
        answer = self.http.post("/com.atproto.server.refreshSession", headers=headers)
        if answer.is_success:
            self._begin(answer)
        else:
            self._sign_in()

    def _begin(self, answer: httpx.Response) -> None:
        told = answer.raise_for_status().json()
        self.did, self._access, self._refresh = str(told["did"]), str(told["accessJwt"]), str(told["refreshJwt"])


def outcome_of(answer: httpx.Response) -> Outcome:
    """Busy and broken are passing; a refused password is ours to mend; the rest will not become right."""
    said = f"Bluesky: {_error(answer) or answer.text[:200]} ({answer.status_code})"
    if answer.status_code == TOO_MANY or answer.status_code >= BROKEN:
        return Outcome("later", said, timedelta(seconds=15))
    if answer.status_code in NOT_OURS:
        log.error("%s", said)
        return Outcome("later", said, timedelta(seconds=60))
    return Outcome("failed", said)


def _error(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("error") or "")
    except (ValueError, AttributeError):
        return ""
