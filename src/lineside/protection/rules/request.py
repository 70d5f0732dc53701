"""What is asked of the railway, and the words in which control is told (NFCC: reason, nature, level, place, access)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.protection.rules.tables import Level, check_level, check_reason, reason_label

LONGEST_TEXT, LONGEST_WORDS, LONGEST_NAME = 300, 500, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """A request as a person makes it: how far, which stretch, why, where exactly and how one gets there."""

    level: str
    section: str = ""
    reason: str = ""
    nature: str = ""
    elr: str = ""
    limits: str = ""
    lines: str = ""
    location: str = ""
    access: str = ""


LONGEST = {"section": LONGEST_TEXT, "nature": LONGEST_WORDS, "elr": 8, "limits": 120, "lines": 120,
           "location": LONGEST_TEXT, "access": LONGEST_TEXT}  # fmt: skip


def check_request(facts: RequestFacts, on: date) -> tuple[RequestFacts, Level, str]:
    """The request in order, with its level and the edition of the level's words."""
    level, edition = check_level(facts.level, on)
    check_reason(facts.reason, on)
    kept = {name: said(getattr(facts, name), name, longest) for name, longest in LONGEST.items()}
    if level.needs_section and not kept["section"]:
        raise RuleBroken("Name the section or the lines that are asked for.", "section")
    if not kept["nature"]:
        raise RuleBroken("Say what is happening, in a few words.", "nature")
    if not kept["location"]:
        raise RuleBroken("Say where: milepost, signal, bridge or station.", "location")
    return replace(facts, **{**kept, "elr": kept["elr"].upper()}), level, edition


def message(facts: RequestFacts, level: Level, *, log: str, force: str, at: datetime) -> str:
    """What control is told, to be read out or copied as it stands; it says of nothing that it was given."""
    lines = [
        f"{force}, log {log}, {at.astimezone(UK):%d %b %Y %H:%M:%S}",
        f"LEVEL ASKED FOR: {level.label.upper()}. {level.asks}",
        f"Reason: {reason_label(facts.reason)}",
        f"Nature: {facts.nature}",
        f"Section: {facts.section}" if facts.section else "",
        f"ELR and limits: {' '.join(each for each in (facts.elr, facts.limits) if each)}"
        if facts.elr or facts.limits
        else "",
        f"Lines: {facts.lines}" if facts.lines else "",
        f"Location: {facts.location}",
        f"Nearest access: {facts.access or 'not known'}",
        "Please confirm what you have given, who you are, the time and your reference.",
    ]
    return "\n".join(line for line in lines if line)


def said(text: str, field: str, longest: int, missing: str = "") -> str:
    """One line of words, within its length."""
    words = " ".join(text.split())
    if missing and not words:
        raise RuleBroken(missing, field)
    if len(words) > longest:
        raise RuleBroken(f"Keep it to {longest} characters; this has {len(words)}.", field)
    return words
