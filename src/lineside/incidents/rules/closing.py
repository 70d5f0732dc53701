"""Results, review, closing and cancelling: guards 2 and 3 of control_room.md c.2."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lineside.incidents.rules.codes import DATA, nsir_categories, result_codes
from lineside.incidents.rules.opening import check_text
from lineside.incidents.rules.states import ENDED, REVIEW
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

CRIME_DECISION = "crime_decision"
ATTACHED = "unit_attached"
OF_A_CARD = "card:"  # an action card with mandatory steps that are open
PROTECTED = "line_protection"
OFFICER = "officer_emergency"
STRANDED = "train_stranded"
PROMISED = "promise:"  # an update that who reported it waits for
# What is worked on its own log and ended there alone: who is clear of the line is asked of those listed on that log.
STAYS = {
    ATTACHED: "A unit is attached to it; move the unit to the master first.",
    PROTECTED: "A line protection is open on it; make the other one the duplicate, or link them.",
    OFFICER: "An officer's emergency is open on it; make the other one the duplicate, or link them.",
    STRANDED: "A train stands with people on board on it; make the other one the duplicate, or link them.",
}
CRIME_RECORDED = "CR"
DUPLICATE = "DUP"
MOST_RESULTS = 10
LONGEST_REFERENCE = 60
SECOND_PERSON = "You opened it, and it is of a kind that a second person must close; send it for review."


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closing looks at."""

    state: str
    grade: str
    opening_code: str
    opened_by: UUID | None
    closer: UUID | None
    is_assessed: bool
    holds: tuple[str, ...] = ()
    has_result: bool = False
    qualifiers: tuple[str, ...] = ()
    sent_by: UUID | None = None
    closes_as_crime: bool = False
    crimes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What it turned out to be; a result that asks for a crime's, a log's or an agency's reference has it here."""

    closing_code: str
    result_codes: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)


def check_closing(facts: Closing, on: date) -> None:
    """Guards 2 and 3 of control_room.md c.2."""
    _check_ready(facts, "close")
    if facts.state == REVIEW and facts.sent_by is not None and facts.sent_by == facts.closer:
        raise RuleBroken("You sent it for review; somebody else looks at it and closes it.")
    check_second_person(facts, on)


def check_review(facts: Closing) -> None:
    """What goes to a second person is finished: a result, and nothing that holds it."""
    if facts.state == REVIEW:
        raise RuleBroken("It waits for review already.")
    _check_ready(facts, "go for review")


def _check_ready(facts: Closing, what: str) -> None:
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.state == "open" or not (facts.grade and facts.is_assessed):
        raise RuleBroken("Assess and grade it first; then give its result and close it.", "grade")
    if not facts.has_result:
        raise RuleBroken("Result it first: a closing code and at least one result code.", "closing_code")
    if facts.holds:
        raise RuleBroken(f"It cannot {what} yet: {'; '.join(facts.holds)}.")
    _check_crimes(facts)


def _check_crimes(facts: Closing) -> None:
    """NSIR 2011: what became a crime closes as one with its reference, and nothing else does."""
    if facts.closes_as_crime and not facts.crimes:
        raise RuleBroken(
            "It would close as a crime and none is recorded on it; result it again with another category.",
            "closing_code",
        )
    if facts.crimes and not facts.closes_as_crime:
        raise RuleBroken(
            f"Crime {facts.crimes[0]} is recorded on it; result it again with the category Crime.", "closing_code"
        )


def check_cancelling(facts: Closing, on: date) -> None:
    """An incident opened in error ends without a result, but never past a hold or a second pair of eyes."""
    if facts.state in ENDED:
        raise RuleBroken("It is closed already.")
    if facts.holds:
        raise RuleBroken(f"It cannot be cancelled yet: {'; '.join(facts.holds)}.")
    if facts.crimes:
        raise RuleBroken(f"Crime {facts.crimes[0]} is recorded on it; result it as a crime and close it.")
    check_second_person(facts, on)


def check_second_person(facts: Closing, on: date) -> None:
    """Guard 2: what is grave is not ended by the one who opened it."""
    named = in_force(DATA / "second_person", on).by_code
    told = (f"grade:{facts.grade}", f"type:{facts.opening_code}", *(f"qualifier:{each}" for each in facts.qualifiers))
    if any(each in named for each in told) and facts.opened_by is not None and facts.opened_by == facts.closer:
        raise RuleBroken(SECOND_PERSON)


def is_crime(closing_code: str, on: date) -> bool:
    """Whether this closing category sends the incident to the crime rules."""
    return nsir_categories(on).get(closing_code, {}).get("group") == "Crime"


def check_result(asked: Result, crimes: tuple[str, ...], on: date) -> dict[str, str]:
    """The references as they are kept; `crimes` are those recorded on this incident."""
    if asked.closing_code not in nsir_categories(on):
        raise RuleBroken("That is not a closing category in force; choose one from the list.", "closing_code")
    _check_codes(asked, on)
    given = {code: text for code, text in asked.references.items() if text.strip()}
    if CRIME_RECORDED in asked.result_codes:
        given = {CRIME_RECORDED: ", ".join(crimes), **given}
    known = result_codes(on)
    kept = {code: _reference(code, given, known[code]) for code in asked.result_codes if known[code]["needs_reference"]}
    if spare := [code for code in given if code not in kept]:
        raise RuleBroken(f"{spare[0]} takes no reference here; leave it out.", "result_codes")
    if CRIME_RECORDED in kept and not set(kept[CRIME_RECORDED].split(", ")) <= set(crimes):
        raise RuleBroken(
            f"Crime {kept[CRIME_RECORDED][:40]} is not recorded on this incident; give its own reference.",
            "result_codes",
        )
    return kept


def _check_codes(asked: Result, on: date) -> None:
    if not asked.result_codes:
        raise RuleBroken("Give at least one result code.", "result_codes")
    if len(asked.result_codes) > MOST_RESULTS:
        raise RuleBroken(f"Give at most {MOST_RESULTS} result codes.", "result_codes")
    unknown = [code for code in (*asked.result_codes, *asked.references) if code not in result_codes(on)]
    if unknown:
        raise RuleBroken(f"{unknown[0][:40]!r} is not a result code in force.", "result_codes")
    if DUPLICATE in asked.result_codes:
        raise RuleBroken("Mark it a duplicate of the other log instead, so that both logs say so.", "result_codes")


def _reference(code: str, given: Mapping[str, str], row: Mapping[str, object]) -> str:
    words = given.get(code, "").strip()
    if words:
        return check_text(words, "result_codes", LONGEST_REFERENCE)
    if code == CRIME_RECORDED:
        raise RuleBroken(
            "Crime recorded (CR) needs the crime's reference, and none is recorded on this incident yet.",
            "result_codes",
        )
    raise RuleBroken(
        f"{row['label']} ({code}) needs a reference; write it behind the code, as {code}:1234.", "result_codes"
    )


def result_in_words(asked: Result, on: date) -> str:
    """The line of the log: the words of the edition in force, so that the log reads the same for ever."""
    known, category = result_codes(on), nsir_categories(on)[asked.closing_code]
    results = [
        f"{known[code]['label']} ({' '.join(filter(None, (code, asked.references.get(code, ''))))})"
        for code in asked.result_codes
    ]
    return f"Result: {', '.join(results)}; closing as {category['group']}, {category['name']} ({asked.closing_code})."


def check_hold_kind(kind: str) -> None:
    """What a room owes is ended by that room's own act, never by taking its hold away."""
    if kind == CRIME_DECISION or kind.startswith((ATTACHED, OF_A_CARD, PROTECTED, OFFICER, STRANDED, PROMISED)):
        raise RuleBroken(
            "This hold is placed and ended by what it waits for: a unit cleared, a crime decided, a card worked, "
            "a line given back, an officer's emergency over, a stranded train's outcome, "
            "an update that was promised.",
            "kind",
        )


def check_merging(holds: Iterable[str]) -> None:
    """Of a duplicate everything goes to its master, but for what can only be worked where it was begun."""
    for kind in holds:
        for start, why in STAYS.items():
            if kind.startswith(start):
                raise RuleBroken(why)
