"""The interlock: who and what must be answered before power or trains may come back.

Rule (control_room.md e.4, h.7): a restore is not asked for, and not recorded, until every party that was listed on the
log while the protection was in force has said that all its persons are clear, and the missing person is accounted for;
or the risk is accepted in a named decision of two persons. In 2024 power was put back at Colindale on word that police
had left and that the man had gone over a fence; he was on the track (coroner's report to prevent future deaths).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lineside.kernel.errors import RuleBroken

YES, NO, ACCEPTED = "yes", "no", "accepted"
FOUND, NOBODY, MISSING = "found", "nobody", "missing"
PERSON = {
    "": "not said yet",
    FOUND: "accounted for",
    NOBODY: "nobody was on the line",
    MISSING: "missing",
    ACCEPTED: "missing, the risk accepted",
}
SETTLED = frozenset({YES, ACCEPTED})
PERSON_SETTLED = frozenset({FOUND, NOBODY, ACCEPTED})
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class PartyWord:
    """One party, and its latest word: nothing yet, yes, no, or that the risk was accepted for it."""

    sign: str
    word: str = ""


def not_clear(parties: Iterable[PartyWord]) -> list[str]:
    """The signs of those who hold the restore, in the order in which they were listed, each once."""
    return list(dict.fromkeys(each.sign for each in parties if each.word not in SETTLED))


def waits_for(parties: Iterable[PartyWord], person: str) -> list[str]:
    """What stands between now and a restore, in words; nothing when it may be asked for."""
    names = not_clear(parties)
    waits = []
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        waits.append(f"{', '.join(names[:MOST_NAMED])}{more} {'has' if len(names) == 1 else 'have'} not said all clear")
    if person not in PERSON_SETTLED:
        waits.append("the person on the line is not accounted for" if person == MISSING
                     else "nobody has said whether a person is missing on the line")  # fmt: skip
    return waits


def check_restore(parties: Iterable[PartyWord], person: str, *, is_asked: bool = False) -> None:
    """Refused in one sentence that names everybody who is not clear."""
    waits = waits_for(parties, person)
    if not waits:
        return
    now_what = "ring control and stop the restore" if is_asked else "ask each, or have the risk accepted by two persons"
    raise RuleBroken(f"No restore yet: {', and '.join(waits)}; {now_what}.")


def check_person(word: str, says: str) -> str:
    """Whether somebody is missing on the line, never without who knows it and how."""
    if word not in (FOUND, NOBODY, MISSING):
        raise RuleBroken("Say whether the person is found, nobody was on the line, or somebody is missing.", "person")
    if not says:
        raise RuleBroken("Say who knows it and how: who saw them, and where they are now.", "says")
    return word


def check_word(word: str, says: str) -> str:
    if word not in (YES, NO):
        raise RuleBroken("Say yes when all persons of this party are clear, no when they are not.", "word")
    if not says:
        raise RuleBroken("Give the name of the person who said it.", "said_by")
    return word
