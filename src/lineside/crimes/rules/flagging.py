"""The mandatory flags of a crime, those that bring others with them, and those that its kind may not have."""

from collections.abc import Collection
from datetime import date
from typing import Any

from lineside.crimes.rules.recording import DATA
from lineside.crimes.rules.standing import Standing, facts_of
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force


def crime_flags(on: date) -> dict[str, dict[str, Any]]:
    """CRR pp 26-31, and the marks that other rules turn on."""
    return in_force(DATA / "crime_flags", on).by_code


def check_flags(flags: Collection[str], crime: Standing, on: date) -> list[str]:
    """Every flag with those it brings; one that the list does not hold, or that excludes another, is refused."""
    known = crime_flags(on)
    if stray := sorted({*flags} - {*known}):
        raise RuleBroken(f"{stray[0][:40]} is no flag of the list in force (CRR 2026/27 p26).", "flags")
    wanted = frozenset(flags)
    while more := {word for flag in wanted for word in known[flag]["brings"].split()} - wanted:
        wanted |= more
    kinds = _kinds_of(crime, on)
    for flag in sorted(wanted):
        row = known[flag]
        if other := sorted({*row["excludes"].split()} & wanted):
            says = f"{row['name']} and {known[other[0]]['name'].lower()} exclude each other"
            raise RuleBroken(f"{says} ({row['paragraph']}).", "flags")
        if row["kinds"] and not {*row["kinds"].split()} & kinds:
            raise RuleBroken(f"{row['name']} is no flag of such a crime ({row['paragraph']}).", "flags")
    return sorted(wanted)


def _kinds_of(crime: Standing, on: date) -> frozenset[str]:
    units = in_force(DATA / "counting_units", on).by_code
    return frozenset({units[crime.offence_class]["kind"]} if crime.offence_class in units else ()) | facts_of(crime, on)
