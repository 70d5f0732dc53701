"""Whether all who must be told before a decision have been told, or why not stands on record. No database here.

Outcomes for Recorded Crimes p3: before an outcome is given. Crime Recording Rules p26: before C1, C2 and C5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from lineside.crimes.rules.cancelling import Cancelling
from lineside.crimes.rules.conditions import Unmet
from lineside.crimes.rules.outcomes import Claim
from lineside.kernel.errors import RuleBroken

OUTCOME, LEAVING = "outcome", "leaving"
PAGE_OF = {OUTCOME: "OF 2026 p3", LEAVING: "CRR 2026/27 p26"}
ABOUT = (OUTCOME, LEAVING)
LONGEST_TELLING = 2000
Asked = TypeVar("Asked", Claim, Cancelling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One of those who are told first, and what came of it."""

    reference: str
    is_settled: bool = False
    told_at: datetime | None = None
    words: str = ""


def with_tellings(asked: Asked, awaited: Sequence[Awaited]) -> Asked:
    """What is on record of each of them stands for what whoever decides did not say; their own words come first."""
    if asked.told_victim_at is not None or not awaited or not all(each.is_settled for each in awaited):
        return replace(asked, untold="")
    words = "; ".join(f"{each.reference}: {each.words}" for each in awaited)[:LONGEST_TELLING]
    moments = [each.told_at for each in awaited if each.told_at]
    telling = asked.telling.strip() or words
    return replace(asked, told_victim_at=max(moments, default=None), telling=telling, untold="" if moments else words)


def check_all_told(awaited: Sequence[Awaited], told_at: datetime | None, paragraph: str) -> None:
    for obstacle in not_told(awaited, told_at, paragraph):
        raise RuleBroken(obstacle.sentence, obstacle.field)


def not_told(awaited: Sequence[Awaited], told_at: datetime | None, paragraph: str) -> tuple[Unmet, ...]:
    """Whoever decides may say it of one victim; of several it stands at each of them, or nobody knows who was told."""
    waiting = [each.reference for each in awaited if not each.is_settled]
    if not waiting or (told_at and len(awaited) == 1):
        return ()
    says = f"Victim {waiting[0]} has not been told yet: tell them from their page, or write down there why not"
    return (Unmet(code="told_victim_at", says=says, paragraph=paragraph, field="told_victim_at"),)
