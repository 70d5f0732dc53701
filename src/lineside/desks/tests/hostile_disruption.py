"""The forms of disruption and stranded trains, as a person fills them in."""

from lineside.desks.tests.hostile import Ask, Form
from lineside.disruption.queries import level_of, level_seen
from lineside.disruption.testing import make_level, make_stranded
from lineside.incidents.testing import make_incident


def a_level(_actor):
    row = make_level("D2")
    return Ask((row.incident_id,), level_seen(level_of(row.incident_id)))


def a_log(_actor):
    return Ask((make_incident("P").id,))


def a_stranded_train(_actor):
    row = make_stranded()
    return Ask((row.id,), row.version)


STRANDING = {"train": "1A23", "place": "before Hendon", "since": "25 min", "people": "240", "conditions": "heat"}
DISRUPTION = {
    "disruption-decide": Form({"level": "D1", "reason": "One line is open again"}, {"level"}, a_level),
    "stranded-record": Form({"option": "", **STRANDING, "told_by": "TOC control"}, {"option", "conditions"}, a_log),
    "stranded-amend": Form(
        {"place": "At Hendon", "people": "260", "conditions": "ill"}, {"conditions"}, a_stranded_train
    ),
    "stranded-end": Form({"how": "hauled", "words": "To platform 2"}, {"how"}, a_stranded_train),
}
