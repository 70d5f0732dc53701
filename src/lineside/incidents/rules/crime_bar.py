"""The crime bar: whether what was told may be a notifiable offence, so that no log of mere nuisance hides a crime.

Words raise the question and answer nothing. A person says whether it is met, on the balance of probability
(HOCR 2026/27 p7); where nobody says, a crime recorder decides, and closing waits for them (control_room.md c.2).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.incidents.rules.codes import DATA, opening_codes
from lineside.incidents.rules.opening import Opening, check_text
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

MET, NOT_MET = "met", "not_met"
LINE = "crime_bar"  # the kind of the log line that says how it was answered
LONGEST_READ = 20_000


@dataclass(frozen=True, slots=True)
class CrimeSign:
    """What words may tell, and those words."""

    label: str
    words: str

    def __str__(self) -> str:
        return f"“{self.words}” may be {self.label}"


@dataclass(frozen=True, slots=True)
class CrimeBar:
    """Whether a recorder is owed a decision, and the line that says why; no line where nothing was asked or said."""

    is_owed: bool
    line: str = ""


def crime_signs(texts: Iterable[str], on: date) -> tuple[CrimeSign, ...]:
    """One sign of each kind of offence that the words may tell."""
    read = "\n".join(texts)[:LONGEST_READ].lower()
    return tuple(CrimeSign(label, found[0]) for label, pattern in _patterns(on) if (found := pattern.search(read)))


def check_crime_bar(opening: Opening, on: date) -> None:
    if opening.crime_bar not in ("", MET, NOT_MET):
        raise RuleBroken("Say whether the crime bar is met or not met, or leave it to the recorders.", "crime_bar")
    if opening.crime_bar != NOT_MET:
        return
    if opening_codes(on)[opening.opening_code]["suggests_crime"]:
        raise RuleBroken(
            "This kind of incident goes to the crime recorders, who decide whether there is a crime.", "crime_bar"
        )
    if not opening.crime_bar_reason.strip():
        raise RuleBroken("Say why what was told is no notifiable offence.", "crime_bar_reason")
    check_text(opening.crime_bar_reason, "crime_bar_reason")


def crime_bar(opening: Opening, on: date) -> CrimeBar:
    """How the question stands at opening."""
    if opening_codes(on)[opening.opening_code]["suggests_crime"]:
        return CrimeBar(is_owed=True)
    signs = crime_signs([opening.summary], on)
    because = f" ({'; '.join(map(str, signs))})" if signs else ""
    if opening.crime_bar == NOT_MET:
        return CrimeBar(is_owed=False, line=f"Crime bar not met{because}: {opening.crime_bar_reason.strip()}")
    if opening.crime_bar == MET:
        return CrimeBar(is_owed=True, line=f"Crime bar met{because}; a crime recorder decides.")
    return left_open(signs)


def left_open(signs: tuple[CrimeSign, ...]) -> CrimeBar:
    """Nobody answered: where words tell a crime, a recorder does."""
    if not signs:
        return CrimeBar(is_owed=False)
    return CrimeBar(
        is_owed=True, line=f"Crime bar not answered; {'; '.join(map(str, signs))}. A crime recorder decides."
    )


@lru_cache(maxsize=8)
def _patterns(on: date) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = in_force(DATA / "crime_words", on).rows
    return tuple((str(row["label"]), re.compile(rf"\b(?:{row['pattern']})\b")) for row in rows)
