"""Authenticators' secrets as they lie in the database: encrypted under a key that is not in it."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from lineside.kernel.errors import Refusal

MARK = "f1:"


class KeptSecret(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth keeps what it shares with an authenticator."""

    def encrypt(self, text: str) -> str:
        return MARK + _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _keys().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            raise Refusal(
                "The second step of this account cannot be read here, since this server's secret key is another one; "
                "ask an administrator to reset it."
            ) from None


def _keys() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    """The server's secret is long and random, so one keyed hash makes a key of it for this use alone."""
    return hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"lineside.totp").digest()
