"""Sittings as Django's sessions, with whose they are and how long they last, so that all of a person's can be ended.

A sitting has two ends. It locks when nobody has touched the desk for the idle time, and it is over at its absolute end,
whatever was done meanwhile. Both are fixed when it begins, so a request needs no look at the policy.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware

from lineside.kernel.clock import now

LOCKED = "locked"
FACTS = "sitting"  # when it began and ends, its idle time, from where
PROVED = "proved_at"  # when the person last showed that it is they
TOUCH_SECONDS = 60  # a touch is written down once a minute at most


class SessionStore(DatabaseStore):
    locks_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:  # noqa: ANN401 - Django's own signature
        from lineside.access.models import Sitting  # noqa: PLC0415 - models are not ready when middleware loads

        return Sitting

    def _get_session_from_db(self) -> Any:  # noqa: ANN401 - Django's own signature
        found = super()._get_session_from_db()  # type: ignore[misc]
        if found:
            self.locks_at, self.seen_at = found.locks_at, found.seen_at
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Any:  # noqa: ANN401
        sitting: Any = super().create_model_instance(data)
        if key := data.get("_auth_user_id"):
            sitting.account_id = UUID(key)
        sitting.is_locked = bool(data.get(LOCKED))
        if facts := data.get(FACTS):
            sitting.began_at = datetime.fromisoformat(facts["began_at"])
            # Django moves the end with every save; the absolute end stays where it was.
            sitting.expire_date = datetime.fromisoformat(facts["ends_at"])
            sitting.address, sitting.browser = facts["address"], facts["browser"]
            sitting.seen_at, sitting.locks_at = self.seen_at, self.locks_at
        return sitting

    def begin(self, *, idle: timedelta, lasts: timedelta, address: str, browser: str) -> None:
        """Put the bounds of this sitting into it; it was given a new key by the sign-in."""
        at = now()
        self[FACTS] = {
            "began_at": at.isoformat(),
            "ends_at": (at + lasts).isoformat(),
            "idle_seconds": int(idle.total_seconds()),
            "address": address,
            "browser": browser,
        }
        self[LOCKED] = False
        self.prove()

    def prove(self) -> None:
        """The person has just shown that it is they: what asks for fresh proof is open for a while."""
        self[PROVED] = now().isoformat()
        self.seen_at, self.locks_at = now(), self._locks_at()

    def proved_for(self) -> timedelta:
        at = self.get(PROVED)
        return now() - datetime.fromisoformat(at) if at else timedelta.max

    @property
    def idle_seconds(self) -> int:
        return int(self.get(FACTS, {}).get("idle_seconds", 0))

    @property
    def is_idle(self) -> bool:
        """Nobody has touched this desk for longer than it may stay open."""
        self._get_session()  # type: ignore[attr-defined] # Django loads it when it is first asked for
        return self.locks_at is not None and now() >= self.locks_at

    def touch(self) -> None:
        """Somebody is there. Not a save of the session, which a busy desk would do against itself."""
        at = now()
        if self.seen_at is None or (at - self.seen_at).total_seconds() < TOUCH_SECONDS:
            return
        self.seen_at, self.locks_at = at, self._locks_at()
        sittings: Any = self.model.objects
        sittings.filter(session_key=self.session_key).update(seen_at=at, locks_at=self.locks_at)

    def _locks_at(self) -> datetime | None:
        # The browser tells of a touch once a minute, so the last one may be that much later than is known here.
        idle = self.idle_seconds
        return now() + timedelta(seconds=idle + TOUCH_SECONDS) if idle else None


class SittingMiddleware(SessionMiddleware):
    """Django's session middleware; named here so that settings speak of one place."""
