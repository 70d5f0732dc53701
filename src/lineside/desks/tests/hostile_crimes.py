"""The forms of a recorded crime, as a person fills them in."""

from lineside.crimes.testing import make_crime, make_old_crime, make_sent
from lineside.desks.tests.hostile import Ask, Form
from lineside.desks.tests.hostile_desks import CRIME


def a_crime(_actor):
    crime = make_old_crime()
    return Ask((crime.id,), crime.version)


def a_fresh_crime(_actor):
    crime = make_crime()
    return Ask((crime.id,), crime.version)


def a_log(_actor):
    return Ask((make_crime().incident_id,))


def with_another_force(_actor):
    sent = make_sent()
    return Ask((sent.id,), sent.version)


OUTCOME = {
    "outcome": "15",
    "suspect": "identified",
    "suspect_age": "31",
    "evidence": "confirmed",
    "victim": "supports",
    "confirmed": "difficulties",
    "authority": "sergeant",
    "authorised_by": "PS Imran Hale",
    "charged": "",
    "told_victim_at": "03/05/2026 10:00",
    "telling": "By telephone, by PC Ash",
    "told_suspect_at": "04/05/2026 11:00",
    "rationale": "No camera saw who struck first.",
}
CANCELLED = {
    "code": "C4",
    "confirmed": "independent",
    "arose": "Two days later",
    "came_from": "Cameras 4 and 5",
    "verified": "The recordings are kept",
    "changes": "He fell, and nobody was near him",
    "other_reference": "260000001",
    "authority": "",
    "authorised_by": "",
    "told_victim_at": "03/05/2026 10:00",
    "telling": "By letter of the same day",
    "rationale": "Recorded on the wrong log.",
}
CHOSEN = {"outcome", "suspect", "evidence", "victim", "confirmed", "authority", "code"}
SENT = {
    "force": "Kent Police",
    "rationale": "It was done in their area",
    "confirmed": "place_known",
    "in_btp_place": "",
}
ANSWERED = {"takes": "no", "reference": "46/1234/26", "reference_kind": "crime", "answer": "It was on the platform"}
COUNTED = CRIME | {"reporter": "victim", "confirms": "yes", "jurisdiction": "england_wales"}
FINALS = {
    "crime-count": Form(
        COUNTED, {"victim_kind", "item_role", "item_kind", "reporter", "confirms", "jurisdiction"}, a_log
    ),
    "crime-outcome": Form(OUTCOME, CHOSEN, a_crime),
    "crime-outcome-weigh": Form(OUTCOME, CHOSEN, a_crime),
    "crime-cancel": Form(CANCELLED, CHOSEN, a_crime),
    "crime-cancel-weigh": Form(CANCELLED, CHOSEN, a_crime),
    "crime-flags": Form({"flags": "alcohol"}, {"flags"}, a_fresh_crime),
    "crime-send": Form(SENT, {"confirmed", "in_btp_place"}, a_fresh_crime),
    "crime-answer": Form(ANSWERED, {"takes", "reference_kind"}, with_another_force),
}
