"""The 3x5x2: what a report must say, and whether its text gives the source away. No database."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
TO_SANITISE, QUEUED, CLAIMED, ACKNOWLEDGED, DEAD = "to_sanitise", "queued", "claimed", "acknowledged", "dead"
STATES = {
    TO_SANITISE: "to be sanitised",
    QUEUED: "waits for the bureau",
    CLAIMED: "taken by the bureau, not acknowledged yet",
    ACKNOWLEDGED: "acknowledged by the bureau",
    DEAD: "not taken: see why, and send it again",
}
MARKING = "OFFICIAL-SENSITIVE"
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
TAKEN_WITHIN = timedelta(hours=2)
LONGEST_TEXT = 8000
LONGEST = {"name": 120, "known_as": 200, "reached_by": 300, "how_known": 500, "conditions": 500, "alone_because": 300}
SHORTEST_NAME, SHORTEST_NUMBER = 3, 6
TITLES = {"miss", "mrs", "the", "and", "sir", "von", "van", "del", "bin"}
WORD = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"[^\s,;<>]+@[^\s,;<>]+")
DIGITS = re.compile(r"\+?[\d][\d\s().-]{4,}\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """To whom a report goes, and its three grades: all of it that the audit trail holds."""

    bureau: str
    source_grade: str
    information_grade: str
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told and who may have it; words that may give the source away, and so no facts of the trail."""

    text: str
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanitised:
    """The text as the bureau gets it and, where its writer releases it, why: no facts of the trail either."""

    text: str
    alone_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """Who told us, as far as it is known, and the contact by which: whoever opens that sees who it was."""

    name: str = ""
    known_as: str = ""
    reached_by: str = ""
    how_known: str = ""
    contact_id: UUID | None = None


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def choices(kind: str, on: date) -> list[tuple[str, str]]:
    """The grades of one kind: code, and code with its words."""
    rows = [row for row in table("grades", on).rows if row["kind"] == kind]
    return [(row["code"], f"{row['code']} {row['label']}") for row in rows]


def check_bureau(bureau: str, on: date) -> None:
    if bureau not in table("bureaus", on).by_code:
        raise RuleBroken("Choose the bureau from the list.", "bureau")


def check_is_bureau(bureau: str, name: str, on: date) -> None:
    """One bureau's key opens no other bureau's reports: the client that holds it bears the bureau's own name."""
    check_bureau(bureau, on)
    label = table("bureaus", on).by_code[bureau]["label"]
    if name != label:
        raise NotPermitted(f"These reports are for the key of the client that is enrolled as {label}, and no other.")


def check_grades(grades: Grades, on: date) -> None:
    check_bureau(grades.bureau, on)
    for kind, field in (("source", "source_grade"), ("information", "information_grade"), ("handling", "handling")):
        codes = [code for code, _ in choices(kind, on)]
        if getattr(grades, field) not in codes:
            raise RuleBroken(f"Grade it: one of {', '.join(codes)}.", field)


def check_conditions(handling: str, said: str, source: SourceFacts) -> str:
    """C is worth nothing without its conditions. They go to the bureau as they are, so they name no source."""
    conditions = _short(said, "conditions")
    if handling == "C" and not conditions:
        raise RuleBroken("Handling C needs its conditions: write who may have it and for what.", "conditions")
    if handling == "P" and conditions:
        raise RuleBroken("Handling P has no conditions; grade it C, or take them out.", "conditions")
    if given_away := gives_away(conditions, source):
        raise RuleBroken(
            f"The conditions give the source away, by {' and by '.join(given_away)}; take that out of them.",
            "conditions",
        )
    return conditions


def check_source(source: SourceFacts) -> SourceFacts:
    words = {name: _short(getattr(source, name), name) for name in ("name", "known_as", "reached_by", "how_known")}
    kept = SourceFacts(**words, contact_id=source.contact_id)
    if not (kept.name or kept.known_as or kept.reached_by or kept.how_known):
        raise RuleBroken("Say who told us; of somebody unknown, say how they came to us.", "how_known")
    return kept


def check_text(text: str) -> str:
    said = text.strip()
    if not said:
        raise RuleBroken("Write down what was told.", "text")
    if len(said) > LONGEST_TEXT:
        raise RuleBroken(f"Keep it to {LONGEST_TEXT} characters; this has {len(said)}.", "text")
    return said


def check_sanitised(text: str, source: SourceFacts) -> str:
    """The text as a bureau gets it; refused while it names the source. The sentence itself gives nobody away."""
    said = check_text(text)
    if given_away := gives_away(said, source):
        raise RuleBroken(
            f"The text still gives the source away, by {' and by '.join(given_away)}; take that out of it.", "text"
        )
    return said


def gives_away(text: str, source: SourceFacts) -> list[str]:
    """By which kinds of words a text names its source. It finds words, not hints: a person looks as well."""
    plain, found = _plain(text), []
    words = set(WORD.findall(plain))
    names = {
        word
        for word in WORD.findall(_plain(f"{source.name} {source.known_as}"))
        if len(word) >= SHORTEST_NAME and word not in TITLES
    }
    run_together = "".join(WORD.findall(plain))
    whole = "".join(WORD.findall(_plain(source.name)))
    if names & words or (len(whole) > SHORTEST_NAME * 2 and whole in run_together):
        found.append("name")
    if any(address in plain for address in ADDRESS.findall(_plain(source.reached_by))):
        found.append("address")
    digits = re.sub(r"\D", "", text)
    if any(number in digits for number in _numbers(source.reached_by)):
        found.append("number")
    return found


def _numbers(text: str) -> list[str]:
    """The significant digits of each number, without the 0 or the code of the country, so that +44 hides nothing."""
    found = [re.sub(r"\D", "", each) for each in DIGITS.findall(text)]
    bare = [re.sub(r"^(0044|44|0)0?", "", each) for each in found]
    return [each for each in bare if len(each) >= SHORTEST_NUMBER]


def check_release(state: str, alone_because: str, source: SourceFacts, *, is_second: bool) -> str:
    """Somebody other than who wrote it releases it; where nobody else is there, for a reason on record."""
    if state != TO_SANITISE:
        raise RuleBroken("This report is released already.")
    if is_second:
        return ""
    reason = _short(alone_because, "alone_because")
    if not reason:
        raise RuleBroken(
            "Somebody else looks at what you wrote before it goes; where nobody is there, say why you do it alone.",
            "alone_because",
        )
    if given_away := gives_away(reason, source):
        raise RuleBroken(
            f"Your reason gives the source away, by {' and by '.join(given_away)}; take that out of it.",
            "alone_because",
        )
    return reason


def check_why(why: str) -> str:
    said = " ".join(why.split())
    if not said:
        raise RuleBroken("Say why you need to know who the source is; it goes on record with your name.", "why")
    return said[:300]


def _plain(text: str) -> str:
    """Without accents, case and look-alike forms."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each) and unicodedata.category(each) != "Cf")


def _short(text: str, field: str) -> str:
    said = " ".join(text.split())
    if len(said) > LONGEST[field]:
        raise RuleBroken(f"Keep it to {LONGEST[field]} characters; this has {len(said)}.", field)
    return said
