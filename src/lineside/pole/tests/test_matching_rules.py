"""Whether two records are one person: the rule, on invented persons, without a database."""

from datetime import date

import pytest

from lineside.kernel.rule_tables import load_edition
from lineside.pole.rules import (
    compare,
    edition_text,
    keys,
    particulars_of_person,
    particulars_of_row,
    weights_from,
    weights_in_force,
)
from lineside.pole.rules.alike import agree
from lineside.pole.rules.blocking import sound

WEIGHTS = weights_in_force(date(2026, 11, 26))
ROBIN = {"given": "robin", "surname": "vale", "born_on": "1984-03-09", "phone": "+447700900123"}


def likeness(**changes):
    return compare(ROBIN, {**ROBIN, **changes}, WEIGHTS)


def test_the_same_in_every_field_is_certain_and_says_why():
    same = likeness()
    assert same.verdict == "certain"
    assert {reason.field for reason in same.reasons} == {"given", "surname", "born_on", "phone"}
    assert any(reason.words.startswith("date of birth: the same (+") for reason in same.reasons)


def test_a_slip_in_the_date_is_still_likely_or_better():
    assert likeness(born_on="1984-03-08").verdict in {"certain", "likely"}


def test_another_name_on_the_same_number_is_never_more_than_possible():
    """A household or a work telephone: the number alone makes nobody one person."""
    shared = compare({**ROBIN, "born_on": ""}, {"given": "hazel", "surname": "stone", "phone": ROBIN["phone"]}, WEIGHTS)
    assert shared.verdict in {"possible", "no"}


@pytest.mark.parametrize("shared", [{"phone": "+447700900123"}, {"email": "vale@example.org"}])
def test_another_given_name_in_one_household_is_only_possible(shared):
    family = {"surname": "vale", **shared}
    assert compare({**family, "given": "robin"}, {**family, "given": "hazel"}, WEIGHTS).verdict == "possible"


def test_a_name_alone_is_never_certain():
    named = compare({"given": "robin", "surname": "vale"}, {"given": "robin", "surname": "vale"}, WEIGHTS)
    assert named.verdict == "possible"


def test_two_fields_are_never_certain_however_much_they_weigh():
    assert compare(ROBIN, {"surname": "vale", "phone": ROBIN["phone"]}, WEIGHTS).verdict == "likely"


def test_another_date_of_birth_stands_against_certainty():
    assert likeness(born_on="2001-11-30").verdict != "certain"


def test_nothing_in_common_is_no():
    assert compare(ROBIN, {"given": "hazel", "surname": "stone", "born_on": "1961-12-25"}, WEIGHTS).verdict == "no"


def test_records_that_say_nothing_of_each_other_are_no():
    assert compare({"given": "robin"}, {"phone": "+447700900123"}, WEIGHTS).verdict == "no"


def test_a_short_form_of_a_name_is_said_in_words():
    reasons = compare({**ROBIN, "given": "bob"}, {**ROBIN, "given": "robert"}, WEIGHTS).reasons
    assert any(reason.words.startswith("given name: a short form of the same name") for reason in reasons)


def test_names_in_each_others_place_are_one_agreement():
    turned = likeness(given="vale", surname="robin")
    assert [reason.level for reason in turned.reasons if reason.field in {"given", "surname"}] == ["swapped"]


def test_it_does_not_matter_which_record_comes_first():
    other = {"given": "rob", "surname": "vail", "born_on": "1984-09-03", "phone": "+447700900124"}
    assert compare(ROBIN, other, WEIGHTS).weight == compare(other, ROBIN, WEIGHTS).weight


@pytest.mark.parametrize(
    ("how", "a", "b", "level"),
    [
        ("date", "1984-03-09", "1984-09-03", "turned"),
        ("date", "1984-03-09", "1984-03-10", "two_parts"),
        ("date", "1984-03-09", "1985-03-09", "one_slip"),
        ("date", "1984-03-09", "1984-11-20", "part"),
        ("date", "1984-86-09", "1991-02-30", "different"),
        ("code", "ls1 4dy", "ls14dx", "one_slip"),
        ("code", "ls1 4dy", "ls1 9zz", "area"),
        ("email", "robin@example.org", "robin@elsewhere.test", "part"),
        ("number", "+447700900123", "+447700900132", "one_slip"),
        ("text", "mill lane", "mill street", "part"),
        ("plain", "lee", "", None),
    ],
)
def test_each_kind_of_field_has_its_levels(how, a, b, level):
    assert agree(how, a, b) == level
    assert agree(how, b, a) == level


@pytest.mark.parametrize(
    ("written", "given", "surname"),
    [
        ("VALE, Robin", "robin", "vale"), ("Dr Robin Vale", "robin", "vale"), ("Zo\u00eb O'Brien", "zoe", "obrien"),
        ("Robin James Vale", "robin", "vale"), ("Vale", "", "vale"), ("unknown", "", ""), (",", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_read_as_people_write_it(written, given, surname):
    read = particulars_of_person(written, None, {})
    assert (read.get("given", ""), read.get("surname", "")) == (given, surname)


def test_the_columns_of_other_registers_are_known_and_the_rest_left_alone():
    row = {"first_name": "Robin", "dob": "19840309", "postcode": "LS1 4DY", "shoe_size": "9", "email": "R@Example.org"}
    assert particulars_of_row(row) == {
        "given": "robin", "born_on": "1984-03-09", "postcode": "ls1 4dy", "email": "r@example.org"
    }  # fmt: skip


SOUNDS = [("robert", "R163"), ("ashcraft", "A261"), ("tymczak", "T522"), ("lee", "L000")]


@pytest.mark.parametrize(("name", "code"), SOUNDS)
def test_a_sound_is_american_soundex(name, code):
    assert sound(name).upper() == code


@pytest.mark.parametrize(
    "change",
    [
        {"given": "rob"},
        {"surname": "vail"},
        {"born_on": "1984-03-19"},
        {"phone": ""},
        {"given": "vale", "surname": "robin"},
    ],
)
def test_one_fault_in_a_record_does_not_keep_it_from_being_found(change):
    assert keys(ROBIN) & keys({**ROBIN, **change})


@pytest.mark.parametrize("born_on", ["", "1984", "1984-03", "-", "1984-99-99", "--"])
def test_a_date_that_is_none_makes_no_fault(born_on):
    assert keys({"surname": "vale", "born_on": born_on})
    compare(ROBIN, {**ROBIN, "born_on": born_on}, WEIGHTS)


def test_an_edition_is_read_back_as_it_was_written(tmp_path):
    head = {"source": "a test", "publisher": "us", "licence": "MIT", "in_force_from": "2026-04-01"}
    path = tmp_path / "2026-11.toml"
    path.write_text(edition_text(WEIGHTS, head), "utf-8")
    read = weights_from(load_edition(path))
    assert compare(ROBIN, {**ROBIN, "given": "rob"}, read) == compare(ROBIN, {**ROBIN, "given": "rob"}, WEIGHTS)
