"""What a recorder is about to record, put into the counting format beside what is recorded on the log already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CONFIRMS = {"yes": True, "no": False, "not_reached": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """One act: its offence, against whom, by whom as far as they are named, and when."""

    offence: str
    offence_class: str
    victim: str = ""
    victim_kind: str = "person"
    suspects: tuple[str, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTold:
    """Who told it, whether the victim confirms it, and under which law it falls."""

    reporter: str = "victim"
    confirms: str = "yes"
    jurisdiction: str = "england_wales"


def report_to_count(acts: Sequence[RecordedAct], first_report_at: datetime, told: HowTold) -> dict[str, Any]:
    """One name is one person; a suspect without a name is nobody in particular."""
    people: dict[str, dict[str, Any]] = {}
    suspects: dict[str, dict[str, Any]] = {}
    written = []
    for place, act in enumerate(acts, 1):
        row: dict[str, Any] = {"id": f"a{place}", "offence": act.offence, "class": act.offence_class}
        if name := _named(act.victim):
            confirms = CONFIRMS.get(told.confirms, True)
            people.setdefault(name, {"id": name, "kind": act.victim_kind, "confirms": confirms})
            row["victim"] = name
        known = [each for each in map(_named, act.suspects) if each]
        suspects |= {each: {"id": each, "known": True} for each in known}
        written.append(row | {"suspects": known} | _when(act))
    return {
        "reported_at": first_report_at.isoformat(),
        "jurisdiction": told.jurisdiction,
        "reporter": told.reporter,
        "people": list(people.values()),
        "suspects": list(suspects.values()),
        "acts": written,
    }


def _named(name: str) -> str:
    """As one writes it: however many spaces, of any length that a report takes."""
    return " ".join(name.split())[:200]


def _when(act: RecordedAct) -> dict[str, str]:
    moments = {"from": act.begins, "to": act.ends or act.begins}
    return {key: at.isoformat() for key, at in moments.items() if at is not None and act.begins is not None}
