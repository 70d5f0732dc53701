"""Settings from environment variables, read once and typed; a wrong one stops the start with a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def truth(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in {"yes", "true", "1"}


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, str(default))).resolve()


def database(url: str, pool_size: int) -> dict[str, Any]:
    """Django's settings for a postgresql:// address; only PostgreSQL is known."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": pool_size, "timeout": 10} if pool_size else False,
            # A command that is still running after five seconds has lost its desk; the tail must not wait for it.
            "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=5000 -c lock_timeout=5000",
        },
    }
