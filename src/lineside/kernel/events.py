"""Events: what happened, told upwards. Reactions hear of it in the worker, the live stream by its topics."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from lineside.kernel import doing
from lineside.kernel.commands import told
from lineside.kernel.models import EventRecord

E = TypeVar("E", bound="Event")
Reaction = Callable[[Any], None]

MAY_WAIT = "~"  # before a topic whose change may be shown a second later, together with others of its kind
KINDS: dict[str, type["Event"]] = {}
REACTIONS: dict[str, list[tuple[str, Reaction]]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Its fields are plain: text, numbers, truths, keys, moments."""

    def __init_subclass__(cls) -> None:
        KINDS[event_name(cls)] = cls

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


def event_name(kind: type[Event]) -> str:
    return f"{kind.__module__.removeprefix('lineside.').removesuffix('.events')}.{kind.__name__}"


def announce(event: Event) -> None:
    """Put the event into the command's transaction, with one job when somebody listens and none when nobody does."""
    now_doing = doing.required()
    name = event_name(type(event))
    row = EventRecord(name=name, facts=told(asdict(event)), topics=list(event.topics), by=now_doing.actor.name)
    now_doing.rows.append(row)
    if REACTIONS.get(name):
        now_doing.jobs.append((str(row.id), f"event {row.id}"))


def when(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    def register(reaction: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{reaction.__module__.removeprefix('lineside.')}.{reaction.__name__}"
        REACTIONS.setdefault(event_name(kind), []).append((name, reaction))
        return reaction

    return register


def read_event(row: EventRecord) -> Event:
    """The event as it was announced, from its record."""
    kind = KINDS[row.name]
    hints = get_type_hints(kind)
    return kind(**{field.name: _as(hints[field.name], row.facts.get(field.name)) for field in fields(kind)})


def _as(hint: object, value: Any) -> Any:  # noqa: ANN401 - JSON in, the field's own type out
    if value is None or not isinstance(value, str):
        return value
    if hint in (UUID, UUID | None):
        return UUID(value)
    if hint in (datetime, datetime | None):
        return datetime.fromisoformat(value)
    return value
