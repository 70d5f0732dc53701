"""In which order contacts are taken, and who gets which: risk, then age; who has been free for longest goes first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lineside.queues.rules.who import Queue, Standing, on_call_here, queue_of, queues, refusal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contact as far as its place in the queue goes; the risk is a plain number that others weighed."""

    key: str
    channel: str
    line: str
    risk: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody at a desk who is free, since when, and what they hold."""

    key: str
    free_since: datetime
    standing: Standing


def place_in_queue(waiting: Waiting) -> tuple[int, datetime, str]:
    """Risk, then age. Nothing else: not the channel, not who is free."""
    return -waiting.risk, waiting.since, waiting.key


def decide(
    ready: Iterable[Ready], waiting: Iterable[Waiting], at: datetime, on: date, *, is_surge: bool = False
) -> list[tuple[str, str]]:
    """Who gets which contact now: pairs of a person's and a contact's key, each at most once."""
    lines: dict[str, list[Waiting]] = defaultdict(list)
    for each in sorted(waiting, key=place_in_queue):
        lines[queue_of(each.channel, each.line, on).code].append(each)
    given: set[str] = set()
    heads: dict[tuple[str, bool], int] = defaultdict(int)  # how far each queue is given out, at home and elsewhere
    pairs = []
    for person in sorted(ready, key=lambda one: (one.free_since, one.key)):
        opened = [queue for queue in queues(on) if queue.code in lines and not refusal(queue, person.standing, on, {})]
        firsts = (_first(lines, heads, given, queue, person.standing.site, at, is_surge) for queue in opened)
        found = min((each for each in firsts if each), key=place_in_queue, default=None)
        if found:
            given.add(found.key)
            pairs.append((person.key, found.key))
    return pairs


def _first(
    lines: dict[str, list[Waiting]],
    heads: dict[tuple[str, bool], int],
    given: set[str],
    queue: Queue,
    site: str,
    at: datetime,
    is_surge: bool,  # noqa: FBT001 - passed straight on
) -> Waiting | None:
    """The gravest of the queue that nobody was given and this site is offered; what lies before it is behind us."""
    line, mark = lines[queue.code], (queue.code, not site or site == queue.site or is_surge)
    while heads[mark] < len(line):
        first = line[heads[mark]]
        if first.key not in given and on_call_here(queue, site, at - first.since, is_surge=is_surge):
            return first
        heads[mark] += 1
    return None
