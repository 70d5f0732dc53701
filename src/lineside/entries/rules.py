"""Structured entries: what a decision must say, what a M/ETHANE draft takes from what was said. No database here.

The National Decision Model (College of Policing): code of ethics, information, threat and risk, powers and policy,
options, action and review.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
LONGEST, SHORTEST = 500, 5
PARTS = {
    "information": "Information",
    "threat": "Threat, risk and working strategy",
    "powers": "Powers and policy",
    "options": "Options and contingencies",
    "action": "Action",
    "ethics": "Code of ethics",
    "review": "Review",
}
OPTIONAL = ("review",)
NO_STAGE, LONGEST_WHOM = "none", 120
NUMBERED = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|several|many)\s+(?:\w+\s+){0,2}?"
    r"(?:people|persons?|passengers?|casualt\w+|injured|hurt|unconscious|dead|children|staff)\b[^.;\n]{0,60}",
    re.IGNORECASE,
)
MOST_SAID = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """One decision in the parts of the model."""

    kind: str
    information: str
    threat: str
    powers: str
    options: str
    action: str
    ethics: str
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an incident and its contacts tell a draft."""

    kind: str
    summary: str
    place: str
    place_status: str
    headcode: str
    units: tuple[str, ...]
    said: tuple[str, ...]


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def check_decision(facts: DecisionFacts, on: date) -> DecisionFacts:
    """Every part is filled in: a decision is judged later by what was known and weighed at the time."""
    if facts.kind not in table("decision_kinds", on).by_code:
        raise RuleBroken("Say what is decided; choose from the list.", "kind")
    kept = {name: _said(getattr(facts, name), name) for name in PARTS}
    for name, label in PARTS.items():
        if name not in OPTIONAL and len(kept[name]) < SHORTEST:
            raise RuleBroken(f"Fill in {label}; 'none known' is an answer too.", name)
    return DecisionFacts(kind=facts.kind, **kept)


def decision_line(facts: DecisionFacts, on: date) -> str:
    """The decision as one entry of the log, part by part."""
    label = table("decision_kinds", on).by_code[facts.kind]["label"]
    told = asdict(facts)
    parts = [f"{words}: {told[name]}" for name, words in PARTS.items() if told[name]]
    return "\n".join([f"Decision, National Decision Model: {label}", *parts])


def draft(known: Known, on: date) -> dict[str, str]:
    """What can be read from the facts; what nobody said stays empty, for a person to ask or to say."""
    whole = "\n".join((known.summary, *known.said))
    status = "" if known.place_status == "confirmed" else f" ({known.place_status})"
    named = _found("services", whole, on)
    there = [f"police units {', '.join(known.units)}"] if known.units else []
    return {
        "major": "",
        "location": f"{known.place}{status}" if known.place else "",
        "kind": f"{known.kind}: {known.summary}".strip(": "),
        "hazards": ", ".join(_found("hazards", whole, on)),
        "access": f"train {known.headcode}" if known.headcode else "",
        "casualties": "; ".join(f"said: {each}" for each in _numbers(known.said)),
        "services": "; ".join([*there, *([f"named: {', '.join(named)}"] if named else [])]),
    }


def _found(name: str, text: str, on: date) -> list[str]:
    rows = table(name, on).rows
    return [str(row["says"]) for row in rows if re.search(rf"\b(?:{row['pattern']})\b", text, re.IGNORECASE)]


def _numbers(said: Iterable[str]) -> list[str]:
    found = [" ".join(each.group(0).split()) for text in said for each in NUMBERED.finditer(text)]
    return list(dict.fromkeys(found))[:MOST_SAID]


def check_letters(letters: Mapping[str, str], on: date) -> dict[str, str]:
    """As a person corrected them: only letters of the report, each within its length."""
    known = table("methane", on).by_code
    if strange := [name for name in letters if name not in known]:
        raise RuleBroken(f"{strange[0][:20]!r} is no letter of M/ETHANE.", "letters")
    return {name: _said(letters.get(name, ""), name) for name in known}


def check_to_log(letters: Mapping[str, str], *, is_read: bool, is_logged: bool, on: date) -> None:
    """Only what a person saved goes into the log, whole, and each version once."""
    if not is_read:
        raise RuleBroken("Nobody has read this draft yet; correct it and save it first.")
    if is_logged:
        raise RuleBroken("This version stands in the log already; correct it first if something is new.")
    for row in table("methane", on).rows:
        if not letters.get(row["code"], ""):
            raise RuleBroken(f"Fill in {row['letter']}, {row['label']}; 'not known' is an answer too.", row["code"])


def check_stage(stage: str, before: str, on: date) -> str:
    """The stage of a major incident that this version tells; it stays what it was where nothing is said."""
    asked = stage.strip() or before
    if asked == before:
        return before
    row = table("methane_stages", on).by_code.get(asked)
    if row is None:
        raise RuleBroken("Choose the stage from the list.", "stage")
    if (before or NO_STAGE) not in row["after"]:
        was = stage_label(before, on) or "no major incident"
        raise RuleBroken(f"{row['label']} does not follow {was}; choose another stage.", "stage")
    return asked


def stage_label(stage: str, on: date) -> str:
    return str(table("methane_stages", on).by_code[stage]["label"]) if stage else ""


def card_of_stage(stage: str, on: date) -> str:
    """The action card that a version of this stage takes on when it goes into the log; empty for none."""
    return str(table("methane_stages", on).by_code[stage]["takes_card"]) if stage else ""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Letters that say something else than in the version before, in the order of the report."""
    return [name for name, text in after.items() if text != before.get(name, "")]


def check_receipt(agency: str, whom: str, *, is_logged: bool, on: date) -> tuple[str, str]:
    """An agency is told what stands in the log, and somebody of theirs took it."""
    row = table("agencies", on).by_code.get(agency)
    if row is None:
        raise RuleBroken("Say which agency was told; choose from the list.", "agency")
    kept = _said(whom, "whom")
    if not 1 < len(kept) <= LONGEST_WHOM:
        raise RuleBroken("Write the name of whoever took it, in at most 120 characters.", "whom")
    if not is_logged:
        raise RuleBroken("Put the saved M/ETHANE into the log first; others are told what stands there.")
    return str(row["label"]), kept


def briefing(
    letters: Mapping[str, str], known: Known, steps: Iterable[str], on: date
) -> list[tuple[str, str, str, list[str]]]:
    """The heads of a briefing, each with its letter, label and hint and what the log knows for it."""
    said = {name: text for name, text in letters.items() if text}
    facts = {
        "information": [known.kind, known.summary, known.place, *_of(said, "location", "kind")],
        "method": list(steps),
        "administration": [f"Units: {', '.join(known.units)}"] if known.units else [],
        "risk": _of(said, "hazards", "access"),
        "communications": _of(said, "services", "major"),
        "humanitarian": _of(said, "casualties"),
    }
    return [
        (row["letter"], row["label"], row["hint"], [line for line in dict.fromkeys(facts.get(row["code"], ())) if line])
        for row in table("iimarch", on).rows
    ]


def _of(letters: Mapping[str, str], *names: str) -> list[str]:
    return [letters[name] for name in names if name in letters]


def methane_line(letters: Mapping[str, str], number: int, on: date, stage: str = "") -> str:
    rows = table("methane", on).rows
    label = stage_label(stage, on)
    return "\n".join(
        [
            f"M/ETHANE, version {number}" + (f": {label}" if label else ""),
            *(f"{row['letter']} {row['label']}: {letters[row['code']]}" for row in rows),
        ]
    )


def _said(words: str, field: str) -> str:
    kept = " ".join(words.split())
    if len(kept) > LONGEST:
        raise RuleBroken(f"Keep this to {LONGEST} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") or letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return kept
