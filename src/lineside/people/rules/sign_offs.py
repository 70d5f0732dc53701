"""Rules of sign-offs: which there are, how long they last, and what somebody holds on a day. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parents[1] / "data"
LONGEST_BACK = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Module:
    """What is signed off before live work, with the edition it was taken from."""

    code: str
    label: str
    kind: str
    lasts: timedelta
    edition: str

    def last_day(self, first: date) -> date:
        return first + self.lasts - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One sign-off as far as it counts: from which day to which, and whether it was ended before."""

    code: str
    first_day: date
    last_day: date
    ended_on: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day and (self.ended_on is None or day < self.ended_on)


def modules(on: date) -> tuple[Module, ...]:
    table = in_force(DATA / "sign_offs", on)
    return tuple(
        Module(
            code=str(row["code"]),
            label=str(row["label"]),
            kind=str(row["kind"]),
            lasts=timedelta(days=int(row["lasts_days"])),
            edition=table.edition,
        )
        for row in table.rows
    )


def module(code: str, on: date) -> Module:
    found = next((each for each in modules(on) if each.code == code), None)
    if found is None:
        raise RuleBroken("There is no such module or skill; choose one from the list.", "code")
    return found


def lapsed_on(held: Iterable[Held], code: str, day: date) -> date | None:
    """The last day on which a sign-off that counts no more still did; None when there was none or one counts."""
    of_code = [each for each in held if each.code == code and each.first_day <= day]
    if not of_code or any(each.counts_on(day) for each in of_code):
        return None
    return max(min(each.last_day, (each.ended_on or date.max) - timedelta(days=1)) for each in of_code)


def check_sign_off(*, evidence: str, first_day: date, last_day: date, module: Module) -> None:
    if not evidence.strip():
        raise RuleBroken("Say what was seen or passed: a sign-off needs its evidence.", "evidence")
    if last_day < first_day:
        raise RuleBroken("A sign-off ends after it begins.", "last_day")
    if last_day > module.last_day(first_day):
        raise RuleBroken(f"“{module.label}” lasts {module.lasts.days} days at most; renew it then.", "last_day")


def check_ending(*, reason: str, ended_on: date | None) -> None:
    if ended_on is not None:
        raise RuleBroken(f"That sign-off was ended on {ended_on:%d %b %Y} already.")
    if not reason.strip():
        raise RuleBroken("Say why the sign-off is ended.", "reason")


def check_probation(*, until: date | None, reason: str, today: date) -> None:
    if not reason.strip():
        raise RuleBroken("Say why the probation is changed.", "reason")
    if until is not None and not today <= until <= today + LONGEST_BACK:
        raise RuleBroken("Probation lasts until a day to come; leave the day empty to end it.", "until")
