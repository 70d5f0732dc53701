"""One act with what the tables say of it, and the questions about it that several rules ask."""

from dataclasses import dataclass, replace
from datetime import datetime

from lineside.crimes.rules.counting.report import Act, CountedReport, Finding, Person
from lineside.crimes.rules.counting.tables import Listed, Tables

ADULT, GROWN = 18, 16
REPORTED_INCIDENT = "reported_incident"  # told by its code, as N300/04 or 300/04; a record and no crime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act as it is judged: its offence, its facts, and what was found about it on the way."""

    act: Act
    offence: Listed
    victim: Person | None
    facts: frozenset[str]
    suspects: frozenset[str]
    is_after_notice: bool
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.act.id

    @property
    def begins(self) -> datetime | None:
        return self.act.begins

    def as_offence(self, offence: Listed, *findings: Finding) -> "Told":
        return replace(self, offence=offence, findings=(*self.findings, *findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """An act that is no crime of its own, why, and what it makes of the report."""

    act: str
    because: str
    rule: str
    leads_to: str = ""


def facts_of(report: CountedReport, act: Act, tables: Tables) -> frozenset[str]:
    """The flags of the act and the setting of the place, each under its one word."""
    words = {*act.flags, *([report.setting] if report.setting else [])}
    one_word = dict(tables.pairs("flag_synonyms"))
    return frozenset({*words, *(one_word[word] for word in words if word in one_word)})


def is_young(age: int | None) -> bool:
    return age is not None and age < GROWN


def relations(report: CountedReport, told_by: Act) -> list[str]:
    """What the suspects of an act are to its victim, in one spelling."""
    return [
        relation.lower().replace("-", "_").replace(" ", "_")
        for name in told_by.suspects
        if (relation := report.suspects[name].relationship.get(told_by.victim or "", ""))
    ]


def someone_is_young(report: CountedReport, act: Act) -> bool:
    victim = report.people.get(act.victim or "")
    return (victim is not None and is_young(victim.age)) or any(
        is_young(report.suspects[name].age) for name in act.suspects
    )
