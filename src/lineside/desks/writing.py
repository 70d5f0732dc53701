"""Who writes a line on which log, what is said once it is done, and how a line may go on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes on which log, the version they saw, and the key of the request."""

    actor: Actor
    incident_id: UUID
    seen_version: int | None
    key: str
    event_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What is said beside the command line, or the panel that asks for what one line cannot hold."""

    said: str = ""
    panel: str = ""
    begun: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way in which the line may go on: what the line becomes, and what is said of it."""

    line: str
    words: str
