"""Results, closing and cancelling: guards 2 and 3 of control_room.md c.2."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lineside.incidents.rules.codes import DATA, nsir_categories, result_codes
from lineside.incidents.rules.states import ENDED
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing looks at."""

    state: str
    grade: str
    opening_code: str
    opened_by: UUID | None
    closer: UUID | None
    holds: tuple[str, ...]
    has_result: bool
    qualifiers: tuple[str, ...] = ()


def check_closing(facts: Closing, on: date) -> None:
    """Guards 2 and 3 of control_room.md c.2."""
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.state == "open":
        raise RuleBroken("Assess and grade it first; then give its result and close it.", "grade")
    if not facts.has_result:
        raise RuleBroken("Result it first: a closing code and at least one result code.", "closing_code")
    if facts.holds:
        raise RuleBroken(f"It cannot close yet: {'; '.join(facts.holds)}.")
    check_second_person(facts, on)


def check_cancelling(facts: Closing, on: date) -> None:
    """An incident opened in error ends without a result, but never past a hold or a second pair of eyes."""
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.holds:
        raise RuleBroken(f"It cannot be cancelled yet: {'; '.join(facts.holds)}.")
    check_second_person(facts, on)


def check_second_person(facts: Closing, on: date) -> None:
    """Guard 2: what is grave is not ended by the one who opened it."""
    named = in_force(DATA / "second_person", on).by_code
    told = (f"grade:{facts.grade}", f"type:{facts.opening_code}", *(f"qualifier:{each}" for each in facts.qualifiers))
    if any(each in named for each in told) and facts.opened_by is not None and facts.opened_by == facts.closer:
        raise RuleBroken("You opened it, and it is of a kind that a second person must close.")


def check_result(closing_code: str, results: tuple[str, ...], on: date) -> None:
    if closing_code not in nsir_categories(on):
        raise RuleBroken("That is not a closing category in force; choose one from the list.", "closing_code")
    if not results:
        raise RuleBroken("Give at least one result code.", "result_codes")
    unknown = [code for code in results if code not in result_codes(on)]
    if unknown:
        raise RuleBroken(f"{unknown[0][:40]!r} is not a result code in force.", "result_codes")
