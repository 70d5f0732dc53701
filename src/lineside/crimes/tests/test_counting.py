"""Counting a report: worked cases, and what holds of every report."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lineside.crimes.rules.counting import count_report

CASES = tomllib.loads((Path(__file__).parent / "counting_cases.toml").read_text("utf-8"))["case"]
PLAIN = ("reporter", "reported_as", "recorded_at", "jurisdiction", "reported_at")


def report_of(case: dict[str, Any]) -> dict[str, Any]:
    """The case in the counting format: everybody whom its acts name and it does not describe is added."""
    acts = [{"id": f"a{place}", **act} for place, act in enumerate(case.get("acts", []), 1)]
    described = {person["id"]: not_reached(person) for person in case.get("people", [])}
    suspects = {suspect["id"]: suspect for suspect in case.get("suspects", [])}
    for act in acts:
        if "victim" in act:
            described.setdefault(act["victim"], {"id": act["victim"]})
        for name in act.get("suspects", []):
            suspects.setdefault(name, {"id": name})
    place = {"police_area": case.get("police_area", "btp"), "setting": case.get("setting")}
    told = {key: case[key] for key in PLAIN if key in case}
    return {
        "reported_at": "2026-05-04T10:15:00+01:00",
        **told,
        "place": place,
        "people": list(described.values()),
        "suspects": list(suspects.values()),
        "acts": acts,
        "earlier_crimes": case.get("earlier", []),
    }


def not_reached(person: dict[str, Any]) -> dict[str, Any]:
    """TOML knows no null, so a case writes the word."""
    return person | {"confirms": None} if person.get("confirms") == "null" else person


def line_of(crime: dict[str, Any]) -> str:
    adds = f" > {crime['adds_to']}" if crime["adds_to"] else ""
    who = ",".join(crime["suspects"]) or "-"
    return f"{crime['class']} {crime['offence']} {crime['victim'] or '-'} {who}{adds}"


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_a_worked_case(case):
    found = count_report(report_of(case))
    assert sorted(line_of(crime) for crime in found["crimes"]) == sorted(case.get("crimes", []))
    assert found["decision"] == case.get("decision", "record")
    if "not_counted" in case:
        assert [f"{left['act']} {left['because']}" for left in found["not_counted"]] == case["not_counted"]
    if "codes" in case:
        assert found["reported_incident_codes"] == case["codes"]
    if "flags" in case:
        assert sorted({flag for crime in found["crimes"] for flag in crime["flags"]}) == case["flags"]
    if "sgjd" in case:
        assert [crime["sgjd"] for crime in found["crimes"] if crime["sgjd"]] == case["sgjd"]
    assert found["late"] is case.get("late")
