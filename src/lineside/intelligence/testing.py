"""Makers for tests: an intelligence report."""

from typing import Any

from lineside.intelligence.commands import Grades, Sanitised, SourceFacts, Told, refer_intelligence, release_report
from lineside.intelligence.models import IntelligenceReport
from lineside.intelligence.permissions import CanIntel
from lineside.kernel.actors import system_actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.testing import on_staff

WRITER = an_actor(*CanIntel, name="Test Writer", key=uuid7())
BUREAU = system_actor("Force Intelligence Bureau", CanIntel.DELIVER)
GRADES = Grades(bureau="fib", source_grade="2", information_grade="B", handling="P")
SOURCE = SourceFacts(name="Robin Vale", known_as="Bobby", reached_by="07700 900123, robin@depot.example")
TEXT = "Cable is taken at the depot on Sundays."


def make_report(text: str = TEXT, **facts: Any) -> IntelligenceReport:
    whole = {"actor": WRITER, "grades": GRADES, "content": Told(text=text), "secret": SOURCE, **facts}
    on_staff(whole["actor"])
    return refer_intelligence(**whole)


def make_released(**facts: Any) -> IntelligenceReport:
    row = make_report(**facts)
    return release_report(
        actor=WRITER, report_id=row.id, content=Sanitised(text=TEXT, alone_because="Nobody else is on")
    )
