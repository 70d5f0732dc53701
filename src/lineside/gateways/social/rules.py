"""What comes and goes on social media before it is a contact's."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lineside.gateways.social.protocol import Post
from lineside.kernel.errors import RuleBroken

OLDEST, CLOCKS_DIFFER = timedelta(days=7), timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The bytes of something that hung on a post."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCame:
    """A post with its bytes and its media; `place` is how far its stream is read once it is kept."""

    account: str
    post: Post
    at: datetime
    fetched: tuple[Fetched, ...] = ()
    remarks: tuple[str, ...] = ()
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """What came and cannot be read."""

    account: str
    platform: str
    raw: bytes
    why: str
    place: tuple[str, str] | None = None
    has_room: bool = True  # the file store takes its bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.account.encode() + self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt to send ended."""

    outcome: str
    detail: str = ""
    again_in: timedelta | None = None


def came_at(dated: datetime, seen: datetime) -> tuple[datetime, tuple[str, ...]]:
    """When a post counts as come, and what is said when its own date is none: whoever wrote it may have set that."""
    if seen - OLDEST <= dated <= seen:
        return dated, ()
    if seen < dated <= seen + CLOCKS_DIFFER:
        return seen, ()
    return seen, (f"It is dated {dated.isoformat()[:16]}Z; it came later, or its date is not true.",)


def check_retry(gateway: str, raw_id: UUID | None, worked_by: str) -> None:
    if gateway != "social":
        raise RuleBroken("This did not come by social media; another gateway tries it again.")
    if raw_id is None:
        raise RuleBroken("Its bytes were not kept, so it cannot be tried again; set it aside with what was done.")
    if worked_by:
        raise RuleBroken(f"{worked_by} has dealt with this already.")
