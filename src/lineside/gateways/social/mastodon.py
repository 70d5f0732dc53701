"""Our account on a Mastodon server: read by its own paging, woken by its stream, answered where it was asked."""

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import httpx
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections

from lineside.contacts.queries import MessageRow
from lineside.gateways.social.commands import mark_read, take_gone
from lineside.gateways.social.fetching import PATIENCE, media_client
from lineside.gateways.social.gaps import LOOK_BACK, begin_listening
from lineside.gateways.social.inbound import ACTOR, receive
from lineside.gateways.social.protocol.mastodon import handle_of
from lineside.gateways.social.queries import is_known, post_at, read_up_to, recent_posts
from lineside.gateways.social.rules import CLOCKS_DIFFER, Outcome
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now

log = logging.getLogger("lineside.social")
PAGE = 40
# A server lets an account ask 300 times in five minutes, and what is new comes first.
SWEEP_EVERY, LOOK_AGAIN_EVERY, LOOK_AGAIN_FOR = 30.0, 300.0, LOOK_BACK
STREAM_SILENT = 40.0  # seconds; a server sends a heartbeat more often than that
KEY_KEPT = timedelta(minutes=50)  # a server knows an Idempotency-Key for an hour
GONE, BROKEN, TOO_MANY, NOT_OURS = (404, 410), 500, 429, (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class MastodonAccount:
    """Where our account is, its handle there and its access token."""

    base: str
    handle: str
    token: str


def mastodon_account(base: str, handle: str, token: str) -> MastodonAccount:
    if not base.startswith(("https://", "http://127.0.0.1")) or handle.count("@") != 1 or not token:
        raise ImproperlyConfigured(
            "For Mastodon set LINESIDE_MASTODON_URL (https), LINESIDE_MASTODON_HANDLE (name@server)"
            " and LINESIDE_MASTODON_TOKEN (an access token of that account)."
        )
    return MastodonAccount(base=base.rstrip("/"), handle=handle, token=token)


class Mastodon:
    """One account: what it brings and what it sends."""

    called, between_turns, while_away = "Mastodon", 1.0, 2.0

    def __init__(self, account: MastodonAccount) -> None:
        self.account, self.name = account, account.handle
        self.stream = f"mastodon {account.handle} notifications"
        self.http = httpx.Client(
            base_url=account.base,
            timeout=PATIENCE,
            trust_env=False,
            headers={"Authorization": f"Bearer {account.token}"},
        )
        self.media = media_client(account.base)  # the token is for our server alone
        self._looked_at = self._swept_at = float("-inf")
        self._swept: set[str] = set()

    def turn(self, stop: Event, pulse: Pulse) -> None:
        """One connection of the stream; what came before it was open is asked for once it is."""
        patience = httpx.Timeout(PATIENCE, read=STREAM_SILENT)
        with self.http.stream("GET", "/api/v1/streaming/user", timeout=patience) as line:
            line.raise_for_status()
            self.catch_up()
            event = ""
            for words in line.iter_lines():
                if stop.is_set():
                    return
                if words.startswith("event:"):
                    event = words[6:].strip()
                elif words.startswith("data:"):
                    close_old_connections()
                    self.hear(event, words[5:])
                pulse.beat()
                self.look_when_due()

    def catch_up(self) -> int:
        """Every mention since the last that is kept, oldest first and each committed before the next; how many."""
        if not read_up_to(self.stream):
            self._begin()
        taken = 0
        while page := self._newer(read_up_to(self.stream) or "0"):
            for each in sorted(page, key=_number):
                self._take(each)
                taken += 1
        return taken

    def _begin(self) -> None:
        """Back to the first that is older than our two days, and on from there in one step."""
        asked = {"types[]": "mention", "limit": PAGE}
        while page := self._asked(asked):
            if past := [each for each in page if _is_of_the_past(each)]:
                begin_listening("mastodon", self.name, self.stream, str(max(map(_number, past))))
                return
            asked["max_id"] = min(map(_number, page))

    def sweep(self) -> None:
        """What is newest by itself: a server numbers before it shows, so a lower number may come after a higher one."""
        page = self._asked({"types[]": "mention", "limit": PAGE})
        for each in page:
            key = str((each.get("status") or {}).get("id", ""))
            if each["id"] not in self._swept and not _is_of_the_past(each) and not is_known(self.name, key):
                self._take(each, moves=False)
        self._swept = {each["id"] for each in page}

    def look_again(self) -> None:
        """Ask after what came lately: an edit is kept beside the original, and what is gone is said to be gone."""
        for key in recent_posts(self.name, LOOK_AGAIN_FOR):
            if not self._look_at(key):
                return

    def look_when_due(self) -> None:
        if time.monotonic() - self._swept_at > SWEEP_EVERY:
            self._swept_at = time.monotonic()
            self.sweep()
        if time.monotonic() - self._looked_at > LOOK_AGAIN_EVERY:
            self._looked_at = time.monotonic()
            self.look_again()

    def _look_at(self, key: str) -> bool:
        """Whether the server answers at all; a post that it does not show us now is looked at another time."""
        try:
            answer = self.http.get(f"/api/v1/statuses/{key}")
        except httpx.HTTPError as fault:
            log.warning("The second look waits: %s", type(fault).__name__)
            return False
        if answer.status_code in GONE:
            take_gone(actor=ACTOR, account=self.name, key=key)
        elif answer.is_success:
            receive("mastodon", self.name, answer.content, http=self.media)
        else:
            log.warning("The second look is answered %s", answer.status_code)
        return answer.status_code < BROKEN and answer.status_code != TOO_MANY

    def hear(self, event: str, told: str) -> None:
        """One event of the stream. It only wakes us: what is kept comes by paging, so nothing is lost or doubled."""
        if event == "notification":
            self.catch_up()
        elif event in ("status.update", "delete"):
            if is_known(self.name, key := _key_in(told)):
                self._look_at(key)
        else:
            log.debug("The stream says %s (%s bytes)", event, len(told))

    def send(self, message: MessageRow) -> Outcome:
        """One attempt; the server knows a second by the key of the first, and we a late one by what is there."""
        asked = post_at(message.in_reply_to)
        if asked is None:
            return Outcome("failed", "The post that this answers is not known here any more.")
        body = {
            "status": message.text,
            "in_reply_to_id": asked.key,
            # Never seen by more than the question: one that was kept off the public timelines counts as public too.
            "visibility": "unlisted" if message.box == "mastodon-public" else "direct",
        }
        try:
            if message.attempts > 1 and now() - message.at > KEY_KEPT and self._is_there(asked.key, message):
                return Outcome("sent")
            answer = self.http.post("/api/v1/statuses", json=body, headers={"Idempotency-Key": str(message.id)})
        except httpx.HTTPError as fault:
            return Outcome(
                "later", f"Mastodon cannot be reached: {fault or type(fault).__name__}", timedelta(seconds=5)
            )
        return outcome_of(answer)

    def _is_there(self, key: str, message: MessageRow) -> bool:
        """Whether an earlier attempt stands under the post that it answers."""
        answer = self.http.get(f"/api/v1/statuses/{key}/context")
        if answer.status_code in GONE:
            return False
        for each in answer.raise_for_status().json()["descendants"]:
            is_ours = handle_of(each["account"]["acct"], self.name).casefold() == f"@{self.name}".casefold()
            at = datetime.fromisoformat(each["created_at"])
            if is_ours and each["in_reply_to_id"] == key and at > message.at - CLOCKS_DIFFER:
                source = self.http.get(f"/api/v1/statuses/{each['id']}/source").raise_for_status().json()
                if source["text"].strip() == message.text.strip():
                    return True
        return False

    def close(self) -> None:
        self.http.close()
        self.media.close()

    def _newer(self, than: str) -> list[dict[str, Any]]:
        return self._asked({"types[]": "mention", "min_id": than, "limit": PAGE})

    def _asked(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/api/v1/notifications", params=asked).raise_for_status().json()
        return found

    def _take(self, told: dict[str, Any], *, moves: bool = True) -> None:
        place = (self.stream, str(told["id"])) if moves else None
        if told.get("type") != "mention":
            if place:
                mark_read(actor=ACTOR, stream=place[0], cursor=place[1])
            return
        raw = json.dumps(told.get("status"), sort_keys=True).encode()  # ASCII: half a character is one no coding has
        receive("mastodon", self.name, raw, place, self.media)


def _number(told: dict[str, Any]) -> int:
    return int(told["id"])


def _is_of_the_past(told: dict[str, Any]) -> bool:
    try:
        return datetime.fromisoformat(str(told.get("created_at"))) < now() - LOOK_AGAIN_FOR
    except (ValueError, TypeError):  # no time, or one without its zone
        return False


def outcome_of(answer: httpx.Response) -> Outcome:
    """Busy and broken are passing; a refused token is ours to mend; the rest will not become right."""
    if answer.is_success:
        return Outcome("sent")
    said = f"{_words(answer)} ({answer.status_code})"
    if answer.status_code == TOO_MANY or answer.status_code >= BROKEN:
        return Outcome("later", said, timedelta(seconds=15))
    if answer.status_code in NOT_OURS:
        log.error("%s", said)
        return Outcome("later", said, timedelta(seconds=60))
    return Outcome("failed", said)


def _words(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"])[:300]
    except (ValueError, KeyError, TypeError):
        return answer.text[:200]


def _key_in(told: str) -> str:
    """Of an edit the whole post is told, of a deletion its number alone."""
    try:
        found = json.loads(told)
    except ValueError:
        return ""
    return str(found.get("id", "")) if isinstance(found, dict) else str(found)
