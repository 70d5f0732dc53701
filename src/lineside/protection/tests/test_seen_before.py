"""Nothing that lets trains or power back is recorded by who has not seen what was said meanwhile."""

import pytest

from lineside.incidents.commands import list_party
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import Stale
from lineside.people.testing import on_staff
from lineside.protection import commands, queries
from lineside.protection.testing import PROTECTOR, SUPERVISOR, make_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    row = make_in_force()
    list_party(actor=PROTECTOR, incident_id=row.incident_id, sign="NWAS")
    return row.incident_id


def says(log, word, seen=None):
    facts = {"sign": "NWAS", "word": word, "said_by": "Robin Vale", "seen_words": seen}
    return commands.record_word(actor=PROTECTOR, incident_id=log, **facts)


def person(log, word, seen=None):
    return commands.record_person(actor=PROTECTOR, incident_id=log, person=word, says="Robin Vale", seen_words=seen)


def test_a_yes_that_was_heard_before_an_unseen_no_does_not_write_over_it(log):
    seen = queries.words_version(log)
    says(log, "no")
    with pytest.raises(Stale):
        says(log, "yes", seen)
    assert [each.word for each in queries.of_log(log)[0].parties] == ["no"]
    says(log, "yes", queries.words_version(log))


def test_a_no_is_taken_whatever_was_seen(log):
    assert says(log, "no", seen=0) == 1


def test_that_somebody_is_found_does_not_write_over_an_unseen_word_that_they_are_missing(log):
    seen = queries.words_version(log)
    person(log, "missing", seen=0)
    with pytest.raises(Stale):
        person(log, "found", seen)
    assert queries.of_log(log)[0].person == "missing"


def test_a_risk_is_not_accepted_by_who_has_not_seen_the_latest_word(log):
    on_staff(PROTECTOR, SUPERVISOR)
    (row,) = queries.of_log(log)
    risk = commands.ask_to_accept_risk(actor=PROTECTOR, protection_id=row.id, why="A train is in smoke")
    seen = risk.protection.version
    says(log, "no")
    with pytest.raises(Stale):
        commands.accept_risk(actor=SUPERVISOR, risk_id=risk.id, seen_protection=seen)
    now_stands = queries.protection(PROTECTOR, row.id).version
    assert commands.accept_risk(actor=SUPERVISOR, risk_id=risk.id, seen_protection=now_stands).state == "accepted"


def test_a_fatality_is_not_classified_over_a_class_that_was_not_seen():
    made = make_incident("I", opening_code="FATAL").id

    def classify(code, seen):
        facts = {"code": code, "reason": "As the witness says", "seen_classes": seen}
        return commands.classify_fatality(actor=PROTECTOR, incident_id=made, **facts)

    classify("suspicious", 0)
    with pytest.raises(Stale):
        classify("non_suspicious", 0)
    assert classify("non_suspicious", 1).number == 2
