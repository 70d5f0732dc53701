"""What was answered so far, carried in the page itself: signed, so that it is ours, and kept nowhere until it is sent.

No cookie and no row holds it, so a flood leaves nothing behind, and the history of a shared computer shows no answer.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing

from lineside.gateways.web.queries import digest

SALT = "lineside.web.report"
LASTS = 24 * 60 * 60


@dataclass(slots=True)
class Draft:
    """The answers by step, under a key that is drawn once; `seen` once every step has been through."""

    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: bool = False

    @property
    def signed(self) -> str:
        return signing.dumps([self.key, self.facts, self.seen], salt=SALT, compress=True)

    @property
    def link(self) -> str:
        """The secret of the reporter's page: the same for the same draft, so that sending twice shows it twice."""
        made = hmac.digest(settings.SECRET_KEY.encode(), f"web link {self.key}".encode(), "sha256")
        return urlsafe_b64encode(made).rstrip(b"=").decode()

    @property
    def key_sha256(self) -> str:
        return digest(self.key)


def draft_of(text: str) -> Draft | None:
    """None where it is not ours or older than a day."""
    try:
        whole: Any = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Draft(*whole)
