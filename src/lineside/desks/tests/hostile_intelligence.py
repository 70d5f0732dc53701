"""The forms of the desk for intelligence, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.intelligence.commands import claim_report, decline_report
from lineside.intelligence.models import IntelligenceReport
from lineside.intelligence.testing import BUREAU, TEXT, make_released, make_report


def to_sanitise(_actor):
    row = make_report()
    return Ask((row.id,), row.version)


def declined(_actor):
    make_released()
    row = claim_report(actor=BUREAU, bureau="fib")
    assert row
    decline_report(actor=BUREAU, report_id=row.id, why="Cut off")
    return Ask((row.id,), IntelligenceReport.objects.get(pk=row.id).version)


GRADED = {"bureau": "fib", "source_grade": "2", "information_grade": "B", "handling": "C"}
TOLD = {"conditions": "For the bureau alone", "text": TEXT, "contact": ""}
KNOWN = {"name": "Robin Vale", "known_as": "Bobby", "reached_by": "07700 900123", "how_known": "Works there"}
INTELLIGENCE = {
    "refer": Form({**GRADED, **TOLD, **KNOWN}, {*GRADED, "contact"}),
    "report-release": Form({"text": TEXT, "alone_because": ""}, set(), to_sanitise),
    "report-again": Form({}, set(), declined),
    "report-source": Form({"why": "Threat to life"}, set(), to_sanitise),
}
