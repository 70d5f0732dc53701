"""Who in the register may be the one who speaks to us: found in PostgreSQL, weighed by the rule, never merged."""

from datetime import date

import pytest
from django.db import connection

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.pole.commands import key_people, record_person
from lineside.pole.models import NameWord, Person
from lineside.pole.queries import likely_people, matching
from lineside.pole.rules import PersonFacts
from lineside.pole.testing import REGISTRAR, make_person

pytestmark = pytest.mark.django_db
WHY = "contact C-1"


def names(name, known_by, born_on=None):
    found = likely_people(REGISTRAR, name, known_by, WHY, born_on)
    return [(each.person.name, each.likeness.verdict) for each in found]


def test_number_and_name_together_are_likely_or_better():
    make_person("Robin Vale", phone="07700 900123")
    make_person("Hazel Stone", phone="07700 900999")
    [(name, verdict)] = names("Rob Vale", {"phone": "+44 7700 900123"})
    assert name == "Robin Vale"
    assert verdict in {"certain", "likely"}


def test_two_persons_of_one_number_are_both_shown_and_stay_two():
    make_person("Robin Vale", phone="07700 900123")
    make_person("Hazel Vale", phone="07700 900123")
    found = names("Robin Vale", {"phone": "07700900123"})
    assert [name for name, _ in found] == ["Robin Vale", "Hazel Vale"]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("written", ["Robyn Vale", "Vale, Robin", "Robin Vail", "Robin Wale"])
def test_a_name_written_otherwise_is_found_and_is_only_possible(written):
    make_person("Robin Vale")
    assert {verdict for _, verdict in names(written, {})} == {"possible"}


def test_who_bears_the_very_name_is_not_lost_among_many_who_sound_like_it(monkeypatch):
    monkeypatch.setattr(matching, "MOST_COMPARED", 4)
    for number in range(8):
        make_person("Jon Smyth", phone=f"07700 90020{number}")
    make_person("Jean Smith", phone="07700 900299")
    assert "Jean Smith" in {name for name, _ in names("Jean Smith", {})}


def test_a_date_of_birth_finds_whom_a_misheard_name_does_not():
    record_person(actor=REGISTRAR, person=PersonFacts(name="Robin Vale", born_on=date(1984, 3, 9)))
    [(name, _)] = names("Robin Grove", {}, born_on=date(1984, 3, 9))
    assert name == "Robin Vale"


def test_nobody_is_made_up_of_nothing():
    make_person("Robin Vale", phone="07700 900123")
    assert names("", {}) == []
    assert names("unknown", {"phone": "withheld"}) == []
    assert names("\x00'; --%", {"email": "%"}) == []


def test_the_look_is_on_record_with_its_reason():
    make_person("Robin Vale")
    names("Robin Vale", {})
    line = AuditLine.objects.get(name="pole.likely_people")
    assert line.why == WHY


def test_it_needs_the_right_and_a_reason():
    with pytest.raises(NotPermitted):
        likely_people(an_actor(), "Robin Vale", {}, WHY)
    with pytest.raises(RuleBroken, match="Say why"):
        likely_people(REGISTRAR, "Robin Vale", {}, " ")


def test_persons_recorded_before_there_were_keys_get_them():
    person = make_person("Robin Vale")
    kept = person.keys, person.given, person.surname
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        cursor.execute("DELETE FROM pole_nameword")
        cursor.execute("UPDATE pole_person SET keys = NULL, given = NULL, surname = NULL")
    assert key_people(actor=REGISTRAR) == 1
    assert key_people(actor=REGISTRAR) == 0
    person.refresh_from_db()
    assert (person.keys, person.given, person.surname) == kept
    assert {"robin", "vale"} == set(NameWord.objects.values_list("word", flat=True))
