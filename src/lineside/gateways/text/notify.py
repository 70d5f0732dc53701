"""The second route: GOV.UK Notify's HTTP interface, version 2, out by one template and in by callback or by asking."""

import base64
import hmac
import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.core.exceptions import ImproperlyConfigured

from lineside.contacts.queries import MessageRow
from lineside.gateways.text.commands import accept_segment, plan_segments, take_in
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.protocol import Part, Receipt
from lineside.gateways.text.queries import known_digests
from lineside.gateways.text.rules import Outcome, ReceiptCame, TextCame, key_of, number_of
from lineside.kernel.clock import FIRST_YEAR, now

log = logging.getLogger("lineside.text")
NAME = "notify"
PATIENCE = 10.0
WELL_FOR = 30.0
LENGTH_OF_KEY = 36  # a UUID, twice at the end of an API key: the force's, then its secret
TOO_MANY, FORBIDDEN, BROKEN, REFUSED = 429, 403, 500, 400
STATES = {
    "delivered": "DELIVRD",
    "permanent-failure": "UNDELIV",
    "temporary-failure": "EXPIRED",
    "technical-failure": "REJECTD",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyAccount:
    """Where Notify is, the force's key there, and the template whose whole body is ((body))."""

    base: str
    key: str
    template: str
    number: str = "61016"


def notify_account(base: str, key: str, template: str) -> NotifyAccount:
    if not base.startswith(("https://", "http://127.0.0.1")) or len(key) < 2 * LENGTH_OF_KEY or not template:
        raise ImproperlyConfigured(
            "For Notify set LINESIDE_NOTIFY_URL (https), LINESIDE_NOTIFY_KEY (the whole API key)"
            " and LINESIDE_NOTIFY_TEMPLATE (the template's id)."
        )
    return NotifyAccount(base=base.rstrip("/"), key=key, template=template)


def token(key: str, at: float) -> str:
    """A JSON web token (RFC 7519) of this moment, signed by HMAC-SHA256: all that Notify asks for."""
    secret, issuer = key[-LENGTH_OF_KEY:], key[-2 * LENGTH_OF_KEY - 1 : -LENGTH_OF_KEY - 1]
    parts = [{"typ": "JWT", "alg": "HS256"}, {"iss": issuer, "iat": int(at)}]
    said = b".".join(_base64(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return (said + b"." + _base64(hmac.digest(secret.encode(), said, "sha256"))).decode()


class Notify:
    """The account, and whether it answered when it was last asked."""

    def __init__(self, account: NotifyAccount) -> None:
        self.account = account
        self._client = httpx.Client(base_url=account.base, timeout=PATIENCE, trust_env=False)
        self._well_at = float("-inf")

    @property
    def is_well(self) -> bool:
        return time.monotonic() - self._well_at < WELL_FOR

    def send(self, message: MessageRow) -> Outcome:
        """One attempt. What may have left in an attempt that broke off is looked for before it is sent again."""
        (segment,) = plan_segments(actor=ACTOR, message_id=message.id, link=NAME, whole=True)[:1]
        if segment.network_id:
            return Outcome("sent")
        try:
            known = self._sent_before(message) if message.attempts > 1 else ""
            answer = None if known else self._post(message)
        except httpx.HTTPError as fault:
            return Outcome("later", f"Notify cannot be reached: {fault or type(fault).__name__}", timedelta(seconds=15))
        if answer is not None and answer.status_code >= REFUSED:
            return _refusal(answer)
        network_id = known or str(answer.json()["id"] if answer else "")
        accept_segment(actor=ACTOR, segment_id=segment.id, network_id=network_id)
        return Outcome("done")

    def look(self) -> int:
        """Ask for the texts that came, so that one whose callback was lost is not; how many were new."""
        taken, older = 0, ""
        while True:
            page = self._page(older)
            came = [received_text(each) for each in reversed(page)]
            known = known_digests(NAME, [each.digest for each in came])
            fresh = [each for each in came if each.digest not in known]
            if fresh:
                take_in(actor=ACTOR, content=fresh)
            taken += len(fresh)
            if not page or len(fresh) < len(page):
                return taken
            older = str(page[-1]["id"])

    def close(self) -> None:
        self._client.close()

    def _post(self, message: MessageRow) -> httpx.Response:
        body = {
            "phone_number": str(message.recipients[0]),
            "template_id": self.account.template,
            "personalisation": {"body": message.text},
            "reference": str(message.id),
        }
        return self._answered(self._client.post("/v2/notifications/sms", json=body, headers=self._headers()))

    def _sent_before(self, message: MessageRow) -> str:
        asked = self._client.get("/v2/notifications", params={"reference": str(message.id)}, headers=self._headers())
        found = self._answered(asked).raise_for_status().json()["notifications"]
        return str(found[0]["id"]) if found else ""

    def _page(self, older: str) -> list[dict[str, Any]]:
        """The newest texts, or those before one."""
        asked = {"older_than": older} if older else {}
        answer = self._client.get("/v2/received-text-messages", params=asked, headers=self._headers())
        found: list[dict[str, Any]] = self._answered(answer).raise_for_status().json()["received_text_messages"]
        return found

    def _answered(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code < BROKEN:
            self._well_at = time.monotonic()
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {token(self.account.key, time.time())}"}


def text_came(*, notify_id: str, source: str, destination: str, text: str, at: datetime) -> TextCame:
    """A text by its id, however often it is told and by whichever way."""
    whole = json.dumps({"id": notify_id, "from": source, "to": destination, "text": text, "at": at.isoformat()})
    return TextCame(
        link=NAME,
        digest=key_of(NAME, notify_id),
        sender=number_of(source),
        recipient=destination,
        part=Part(coding=8, payload=text.encode("utf-16-be", "surrogatepass")),
        at=min(at, now()),
        raw=whole.encode(),
        has_id=True,
    )


def received_text(told: dict[str, Any]) -> TextCame:
    """A text as the list of received ones tells it."""
    return text_came(
        notify_id=str(told["id"]),
        source=str(told["user_number"]),
        destination=str(told["notify_number"]),
        text=str(told["content"]),
        at=_moment_of(str(told["created_at"])),
    )


def _moment_of(said: str) -> datetime:
    """When it came there; one that makes no sense holds up neither this text nor those behind it."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return now()
    return at if at.tzinfo and at.year >= FIRST_YEAR else now()


def receipt_came(*, notify_id: str, number: str, status: str) -> ReceiptCame:
    receipt = Receipt(notify_id, STATES.get(status, "ENROUTE"), "" if status in STATES else status[:60])
    return ReceiptCame(link=NAME, number=number, receipt=receipt, at=now(), raw=f"{notify_id} {status}".encode())


def _refusal(answer: httpx.Response) -> Outcome:
    """Busy and broken are passing; a wrong key is ours to mend and loses no text; the rest will not become right."""
    said = f"Notify: {_words(answer)} ({answer.status_code})"
    if answer.status_code == TOO_MANY:
        return Outcome("later", said, timedelta(seconds=10))
    if answer.status_code == FORBIDDEN or answer.status_code >= BROKEN:
        log.error("%s", said)
        return Outcome("later", said, timedelta(seconds=60))
    return Outcome("failed", said)


def _words(answer: httpx.Response) -> str:
    try:
        return "; ".join(str(each["message"]) for each in answer.json()["errors"])[:300]
    except (ValueError, KeyError, TypeError):
        return answer.text[:200]


def _base64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
