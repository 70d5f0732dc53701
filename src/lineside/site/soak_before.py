"""For the soak, what stands before it begins: keys, units on duty, and logs of the hours and days before.

The limits that are checked are minutes, hours and days, and the shortest soak lasts one minute. So logs are opened here
by this process alone with its clock held at an earlier time, in such a way that each rung of the ladder and each THRIVE
falls due while the soak runs. What is soaked has the real clock and the editions as they are.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel import clock
from lineside.kernel.actors import system_actor
from lineside.kernel.rule_tables import in_force

ROOMS = Path(__file__).parents[1]
SIMULATOR = ("contacts.receive", "incidents.view", "incidents.log", "dispatch.view", "dispatch.state",
             "dispatch.position")  # fmt: skip
DESK = ("contacts.view", "contacts.take", "contacts.resolve", "incidents.view", "incidents.open", "incidents.grade",
        "incidents.lower_immediate", "incidents.log", "incidents.result", "triage.assess", "triage.attach",
        "dispatch.view", "dispatch.assign", "promises.make", "promises.view")  # fmt: skip
SECOND = ("incidents.view", "incidents.close")
UNITS = 120
FALL_DUE_S = (5, 15, 30)  # after now, of each limit; early enough to be looked for at the end of a minute
CALM = {"threat": "none", "harm": "low", "risk": "unlikely", "investigation": "desk", "vulnerability": ["none"],
        "scene": "not_needed", "prevention": "given"}  # fmt: skip
WHY = "Graded so by the soak"
PLACE = {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"}


@dataclass(frozen=True)
class Earlier:
    """A log to be opened as at that time, with its first contact then or before."""

    grade: str
    opened_at: datetime
    first_contact_at: datetime


def minutes_table(name: str, on: date) -> list[dict[str, Any]]:
    """The rows of an edition of `incidents/grades`, `incidents/ladder` or `triage/reassessment`, as it is in force."""
    room, _, table = name.partition("/")
    return [dict(row) for row in in_force(ROOMS / room / "data" / table, on).rows]


def earlier(now: datetime) -> Iterator[Earlier]:
    """For each limit of the editions as many logs as fall due at the seconds that are wanted."""
    on = now.date()
    within = {
        row["code"]: timedelta(minutes=row.get("attend_within", 0)) for row in minutes_table("incidents/grades", on)
    }
    for seconds in FALL_DUE_S:
        due = now + timedelta(seconds=seconds)
        for row in minutes_table("incidents/ladder", on):
            since = due - timedelta(minutes=row["minutes"])
            first = since - within[row["grade"]] if row["counted_from"] == "target" else since
            yield Earlier(row["grade"], first, first)
        for row in minutes_table("triage/reassessment", on):
            since = due - timedelta(minutes=row["unresourced"])
            yield Earlier(row["grade"], since, since)


def make() -> dict[str, Any]:
    """All of it; the keys, and the moment from which the clocks may be watched."""
    from lineside.access.commands import enrol_client  # noqa: PLC0415 - Django is ready only now
    from lineside.gazetteer import queries as gazetteer  # noqa: PLC0415
    from lineside.site.bench_sending import book  # noqa: PLC0415

    actor = system_actor("soak", "access.manage")
    keys = {name: enrol_client(actor=actor, name=f"soak {name}", scopes=scopes).shown_key
            for name, scopes in (("simulator", SIMULATOR), ("desk", DESK), ("second", SECOND))}  # fmt: skip
    book(random.Random(1), gazetteer.stations(), UNITS)  # noqa: S311 - the same each run
    for each in sorted(earlier(datetime.now(UTC)), key=lambda one: one.opened_at):
        _open(each)
    return {**keys, "made_at": datetime.now(UTC).isoformat()}


def _open(each: Earlier) -> None:
    from lineside.incidents.commands import Opening  # noqa: PLC0415 - Django is ready only now
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.triage.commands import open_incident_from_desk  # noqa: PLC0415
    from lineside.triage.permissions import CanTriage  # noqa: PLC0415

    maker = system_actor("the shift before", *CanTriage, *CanIncident)
    where: dict[str, Any] = {"place_text": "Leeds", "place": PLACE, "place_status": "confirmed", "desk": "C"}
    opening = Opening(summary="Left open by the shift before", opening_code="ASB",
                      first_contact_at=each.first_contact_at, **where)  # fmt: skip
    held = clock.held.set(each.opened_at)
    try:
        open_incident_from_desk(actor=maker, opening=opening, answers=CALM, grade=each.grade, reason=WHY)
    finally:
        clock.held.reset(held)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
    import django  # noqa: PLC0415

    django.setup()
    import lineside.site.urls  # noqa: F401, PLC0415 - the rights of every room are known once its paths are read

    sys.stdout.write(json.dumps(make()) + "\n")


if __name__ == "__main__":
    main()
