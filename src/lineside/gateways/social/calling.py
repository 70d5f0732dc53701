"""The ways out to X and Meta: one call an answer, and what its answer means."""

import logging
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any

import httpx

from lineside.contacts.queries import MessageRow
from lineside.gateways.social.fetching import PATIENCE
from lineside.gateways.social.models import KeptPost
from lineside.gateways.social.queries import post_at
from lineside.gateways.social.rules import Outcome

log = logging.getLogger("lineside.social")
TOO_MANY, AWAY, NO_TOKEN, BROKEN = 429, 503, 401, 500
NOT_KNOWN = Outcome("failed", "The post that this answers is not known here any more.")
LOOK_FIRST = "it may be there already: look there before you send it again."


class Caller(ABC):
    """A platform that is answered by one call, and knows no second attempt by the first.

    So only what surely did not arrive is tried again: nobody gets an answer twice.
    """

    name = ""

    def __init__(self, base: str, token: str) -> None:
        self.http = httpx.Client(
            base_url=base.rstrip("/"),
            timeout=PATIENCE,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"},
        )

    @abstractmethod
    def told(self, message: MessageRow, asked: KeptPost) -> tuple[str, dict[str, Any]]:
        """The path that is called with this answer to that post, and what it is told."""

    def send(self, message: MessageRow) -> Outcome:
        asked = post_at(message.in_reply_to)
        if asked is None:
            return NOT_KNOWN
        if message.unsure_at:
            return Outcome("failed", f"Its sending to {self.name} broke off, so {LOOK_FIRST}")
        path, body = self.told(message, asked)
        try:
            answer = self.http.post(path, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            return Outcome("later", f"{self.name} cannot be reached: {type(fault).__name__}", timedelta(seconds=5))
        except httpx.HTTPError as fault:
            return Outcome(
                "failed", f"{self.name} took it and did not answer ({type(fault).__name__}), so {LOOK_FIRST}"
            )
        return self.outcome_of(answer)

    def outcome_of(self, answer: httpx.Response) -> Outcome:
        if answer.is_success:
            return Outcome("sent")
        status, said = answer.status_code, f"{self.name}: {_words(answer)} ({answer.status_code})"
        if status == TOO_MANY or (status == AWAY and "Retry-After" in answer.headers):
            return Outcome("later", said, timedelta(seconds=15))
        if status == NO_TOKEN:
            log.error("%s", said)
            return Outcome("later", said, timedelta(seconds=60))
        return Outcome("failed", f"{said}; {LOOK_FIRST}" if status >= BROKEN else said)

    def close(self) -> None:
        self.http.close()


class X(Caller):
    """Answers in public to posts, in private to messages (its interface, version 2)."""

    name = "X"

    def told(self, message: MessageRow, asked: KeptPost) -> tuple[str, dict[str, Any]]:
        if message.box == "x-public":
            return "/2/tweets", {"text": message.text, "reply": {"in_reply_to_tweet_id": asked.key}}
        person = asked.address.split(":")[1]
        return f"/2/dm_conversations/with/{person}/messages", {"text": message.text}


class Meta(Caller):
    """Answers to who wrote to our page, and to comments on it (its Graph)."""

    name = "Meta"

    def __init__(self, base: str, token: str, page: str) -> None:
        super().__init__(base, token)
        self.page = page

    def told(self, message: MessageRow, asked: KeptPost) -> tuple[str, dict[str, Any]]:
        if message.box == "facebook-public":
            return f"/{asked.key}/comments", {"message": message.text}
        told = {"recipient": {"id": asked.address.split(":")[1]}, "messaging_type": "RESPONSE"}
        return f"/{self.page}/messages", {**told, "message": {"text": message.text}}


def _words(answer: httpx.Response) -> str:
    try:
        told = answer.json()
        found = told.get("detail") or told["error"]["message"]
        return str(found)[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer.text[:200]
