"""Who may take which contact, with the reason why not; how soon a queue should be answered. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parents[1] / "data"
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the edition in force: what it takes, where it is at home, and how soon it should be answered."""

    code: str
    label: str
    channel: str
    lines: tuple[str, ...]
    needs: tuple[str, ...]
    open_on_probation: bool
    site: str
    overflow: timedelta
    within: timedelta
    share: int
    standard: str

    def takes(self, channel: str, line: str) -> bool:
        return self.channel in (channel, EVERY) and (not self.lines or line.startswith(self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of somebody at a desk: what they hold today, what lapsed and when, probation, and their site."""

    held: frozenset[str] = frozenset()
    lapsed: Mapping[str, date] = field(default_factory=dict)
    probation_until: date | None = None
    site: str = ""
    is_known: bool = True


@lru_cache(maxsize=64)
def queues(on: date) -> tuple[Queue, ...]:
    return tuple(
        Queue(
            code=str(row["code"]),
            label=str(row["label"]),
            channel=str(row["channel"]),
            lines=tuple(row["lines"]),
            needs=tuple(row["needs"]),
            open_on_probation=bool(row["open_on_probation"]),
            site=str(row["site"]),
            overflow=timedelta(seconds=int(row["overflow_s"])),
            within=timedelta(seconds=int(row["within_s"])),
            share=int(row["share"]),
            standard=str(row["standard"]),
        )
        for row in in_force(DATA / "queues", on).rows
    )


@lru_cache(maxsize=1024)
def queue_of(channel: str, line: str, on: date) -> Queue:
    """The first of the list that fits; the last fits whatever comes."""
    known = queues(on)
    return next((each for each in known if each.takes(channel, line)), known[-1])


def refusal(queue: Queue, standing: Standing, on: date, labels: Mapping[str, str]) -> str:
    """Why this person may not take from this queue, in one sentence; empty when they may."""
    if not standing.is_known:
        return "No staff record is linked to your account, so nobody signed you off; ask your supervisor to link it."
    for code in queue.needs:
        if code in standing.held:
            continue
        name = labels.get(code, code)
        if lapsed := standing.lapsed.get(code):
            return f"Your sign-off for “{name}” lapsed on {lapsed:%d %b %Y}; ask your supervisor to renew it."
        return f"You are not signed off for “{name}”, which {queue.label} needs; ask your supervisor."
    until = standing.probation_until
    if until and on <= until and not queue.open_on_probation:
        return f"You are on probation until {until:%d %b %Y}; {queue.label} is for those who have passed it."
    return ""


def on_call_here(queue: Queue, site: str, waited: timedelta, *, is_surge: bool) -> bool:
    """Whether this site is offered the contact: at home at once, elsewhere when it waited too long or in a surge."""
    return not site or site == queue.site or is_surge or waited >= queue.overflow


def answered_in_time(*, in_time: int, late: int, gave_up_late: int) -> int | None:
    """Per cent: answered within the target of all that were answered or gave up after it.

    Who gives up before the target has passed counts neither way. None when nothing counts. Whole per cent that were
    reached: 89.6 rounded up would read as a target met.
    """
    counted = in_time + late + gave_up_late
    return 100 * in_time // counted if counted else None
