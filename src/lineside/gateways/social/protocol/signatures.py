"""The proofs of the platforms that call us: who knows the secret has signed these bytes."""

import base64
import hmac


def x_signature(secret: str, signed: bytes) -> str:
    """X's proof, of its raw body by it (`x-twitter-webhooks-signature`) and of its challenge by us."""
    return x_words(hmac.digest(secret.encode(), signed, "sha256"))


def meta_signature(secret: str, signed: bytes) -> str:
    """Meta's proof over its raw body (`X-Hub-Signature-256`)."""
    return meta_words(hmac.digest(secret.encode(), signed, "sha256"))


def x_words(proof: bytes) -> str:
    return "sha256=" + base64.b64encode(proof).decode()


def meta_words(proof: bytes) -> str:
    return "sha256=" + proof.hex()


def is_same(wanted: str, given: str) -> bool:
    """In a time that tells nothing about how much of it was right."""
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
