"""Sittings as Django's sessions, with whose they are, so that all of a person's can be ended at once."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware

LOCKED = "locked"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:  # noqa: ANN401 - Django's own signature
        from lineside.access.models import Sitting  # noqa: PLC0415 - models are not ready when middleware loads

        return Sitting

    def create_model_instance(self, data: dict[str, Any]) -> Any:  # noqa: ANN401
        sitting: Any = super().create_model_instance(data)
        if key := data.get("_auth_user_id"):
            sitting.account_id = UUID(key)
        sitting.is_locked = bool(data.get(LOCKED))
        return sitting


class SittingMiddleware(SessionMiddleware):
    """Django's session middleware; named here so that settings speak of one place."""
