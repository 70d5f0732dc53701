"""Classifying a crime anew: the history stays; and each refusal."""

import pytest

from lineside.crimes.commands import Choice, reclassify_crime
from lineside.crimes.events import CrimeReclassified
from lineside.crimes.testing import ABH, RECORDER, REGISTRAR, make_crime
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, events_of

pytestmark = pytest.mark.django_db
COMMON = Choice(code="105/01", offence_class="105A")


def reclassify(crime, actor=REGISTRAR, **facts):
    wanted = {"choice": COMMON, "reason": "The hospital found no injury.", **facts}
    return reclassify_crime(actor=actor, crime_id=crime.id, **wanted)


def test_it_changes_the_class_keeps_the_history_and_tells_the_log():
    crime = make_crime()
    changed = reclassify(crime, seen_version=crime.version)
    assert (changed.offence_class, changed.offence_code) == ("105A", "105/01")
    history = [(row.offence_class, row.reason) for row in crime.classifications.order_by("id")]
    assert history == [
        ("8N", "Chosen by the recorder; 9B 125/82 was proposed."),
        ("105A", "The hospital found no injury."),
    ]
    assert log(crime.incident_id)[-1].text.startswith(f"Crime {crime.reference} reclassified from 8N 008/06 to 105A")
    [event] = events_of(CrimeReclassified)
    assert (event.facts["was"], event.facts["now"]) == ("8N 008/06", "105A 105/01")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reason": " "}, "what showed"),
        ({"choice": ABH}, "classified so already"),
        ({"choice": Choice(code="105/01", offence_class="8N")}, "it stands in"),
    ],
)
def test_a_reclassification_without_grounds_is_refused(facts, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        reclassify(make_crime(), **facts)


def test_the_second_of_two_is_told():
    crime = make_crime()
    reclassify(crime)
    with pytest.raises(Stale):
        reclassify(crime, choice=ABH, seen_version=crime.version)


def test_a_recorder_alone_may_not():
    with pytest.raises(NotPermitted):
        reclassify(make_crime(), actor=RECORDER)


def test_nobody_changes_a_crime_whose_incident_they_may_not_see():
    crime = make_crime(make_incident(opening_code="HATE", area="D").id)
    with pytest.raises(NotFound):
        reclassify(crime, actor=an_actor("crimes.reclassify", "incidents.view", areas=frozenset({"B"})))
