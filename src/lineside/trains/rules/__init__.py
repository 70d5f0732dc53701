"""Rules of trains: what the feeds say, of which the newest stands, and what a train does now. No database here."""

from lineside.trains.rules.calling import Call, Point, Points
from lineside.trains.rules.clocks import table
from lineside.trains.rules.darwin import read_darwin
from lineside.trains.rules.placing import Placed, placed
from lineside.trains.rules.running import Report, Running, running
from lineside.trains.rules.telling import Bad, Plan, Read, Timetabled, Told, Unreadable, newest, newest_plans
from lineside.trains.rules.timetable import plan_on, read_schedule, runs_on
from lineside.trains.rules.trust import day_of_running, read_trust

READERS = {"trust": read_trust, "darwin": read_darwin, "schedule": read_schedule}

__all__ = [
    "READERS",
    "Bad",
    "Call",
    "Placed",
    "Plan",
    "Point",
    "Points",
    "Read",
    "Report",
    "Running",
    "Timetabled",
    "Told",
    "Unreadable",
    "day_of_running",
    "newest",
    "newest_plans",
    "placed",
    "plan_on",
    "read_darwin",
    "read_schedule",
    "read_trust",
    "running",
    "runs_on",
    "table",
]
