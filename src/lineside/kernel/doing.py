"""What the command in hand has still to write: its audit lines, events and sealed rows, sent in one go at its end."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineside.kernel.actors import Actor
    from lineside.kernel.models import Sealed
    from lineside.kernel.wire import Asked


@dataclass(slots=True)
class Doing:
    """The outermost command of this transaction."""

    name: str
    actor: Actor
    key: tuple[str, str] | None = None  # what makes it happen once, and the name it is kept under
    rows: list[Sealed] = field(default_factory=list)
    jobs: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Asked] = field(default_factory=list)
    is_open: bool = False


_doing: ContextVar[Doing | None] = ContextVar("doing", default=None)


def in_hand() -> Doing | None:
    return _doing.get()


def required() -> Doing:
    doing = _doing.get()
    if doing is None:
        raise RuntimeError("Only a command may write.")
    return doing
