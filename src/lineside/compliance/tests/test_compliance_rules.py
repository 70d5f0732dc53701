"""Tests, shares, parts of months and draws, by plain facts and without a database."""

from datetime import date

import pytest

from lineside.compliance.rules import samples, shares, spans
from lineside.compliance.rules.checks import (
    CONTACT,
    CRIME,
    FACTS,
    GRAVITIES,
    INCIDENT,
    NAME,
    checks,
    judge,
    table,
    trap_in,
    traps,
    whole_words,
)
from lineside.kernel.errors import NotPermitted, RuleBroken

TODAY = date(2026, 11, 28)
ALL_RIGHT = dict.fromkeys(("recorded", "class", "in_time", "told", "closed"), "compliant")


def facts(subject, *those):
    return {name: name in those for name in FACTS[subject]}


def test_every_test_names_its_paragraph_and_facts_that_are_gathered():
    for each in checks(TODAY):
        assert each.paragraph
        assert each.because.endswith(".")
        assert each.mend.endswith(".")
        assert NAME.fullmatch(each.code)
        assert each.gravity in GRAVITIES
        assert each.fails
        assert {term.removeprefix("!") for term in (*each.applies, *each.fails)} <= FACTS[each.subject]


def test_every_fact_that_is_gathered_is_asked_about():
    asked = {(each.subject, term.removeprefix("!")) for each in checks(TODAY) for term in (*each.applies, *each.fails)}
    assert {(subject, name) for subject, names in FACTS.items() for name in names} == asked


@pytest.mark.parametrize(
    ("those", "failed"),
    [
        (("may_be_crime", "tells_crime", "is_due"), ["recordable_not_recorded"]),
        (("may_be_crime", "tells_crime"), []),  # the 24 hours are not over
        (("may_be_crime", "is_due", "has_crime"), []),
        (("may_be_crime", "is_due", "is_decided", "is_reporter_told"), []),
        (("may_be_crime", "is_due", "is_barred"), []),
        (("may_be_crime", "is_due", "has_main"), []),  # it is recorded on the main log
        (("is_decided", "is_decided_late"), ["decided_late", "reporter_not_told"]),
        (("is_closed", "has_result", "is_asb", "tells_crime"), ["asb_hides_crime"]),
        (("is_closed", "has_result", "is_contact_record", "tells_crime"), ["contact_record_hides_crime"]),
        (("is_closed",), ["closed_without_cause"]),
        (("is_closed", "is_cancelled"), []),
        (("is_closed", "is_transferred"), []),
        (("is_closed", "has_result", "is_crime_closing"), ["closed_as_crime_without_one"]),
        (("is_closed", "has_result", "is_duplicate"), ["duplicate_without_main"]),
    ],
)
def test_an_incident_fails_what_its_facts_say(those, failed):
    assert judge(INCIDENT, facts(INCIDENT, *those), TODAY)[1] == failed


@pytest.mark.parametrize(
    ("those", "failed"),
    [
        (("is_live", "has_class_reasons"), []),
        (("is_late", "has_late_reason"), ["recorded_late"]),
        (("is_late",), ["recorded_late", "late_without_reason"]),
        (("is_live", "tells_other_class"), ["wrong_class"]),
        (("tells_other_class",), []),  # cancelled: it counts no more
        (("is_reclassified",), ["reclassified_without_reason"]),
        (("is_victims", "has_outcome"), ["outcome_victim_not_told"]),
        (("has_outcome",), []),  # an offence against the state has nobody to tell
        (("is_victims", "must_tell_first", "needs_avi", "has_avi"), ["cancelled_victim_not_told"]),
        (("needs_avi",), ["avi_missing"]),
        (("needs_independence", "is_own_cancelling"), ["cancelled_by_own_recorder"]),
        (("has_victim", "is_right_missed"), ["victim_right_missed"]),
    ],
)
def test_a_crime_fails_what_its_facts_say(those, failed):
    assert judge(CRIME, facts(CRIME, *those), TODAY)[1] == failed


def test_a_contact_that_told_a_crime_is_linked_to_a_record():
    assert judge(CONTACT, facts(CONTACT, "is_resolved", "tells_crime"), TODAY)[1] == ["contact_without_record"]
    assert judge(CONTACT, facts(CONTACT, "is_resolved", "tells_crime", "is_linked"), TODAY)[1] == []
    assert judge(CONTACT, facts(CONTACT, "tells_crime"), TODAY) == ([], [])


@pytest.mark.parametrize(
    ("offence_class", "text", "code"),
    [
        ("105A", "He pushed her and she has a bruise on her arm", "injury_told"),
        ("105A", "He pushed her; no visible bruising or injury", ""),
        ("8N", "She has a bruise", ""),
        ("105A", "He grabbed the guard by the throat", "throat_told"),
        ("39", "He punched him and took the telephone", "force_to_steal"),
        ("39", "Taken in a clean snatch without force", ""),
        ("49", "Taken out of her handbag in the queue", "from_the_person"),
        ("45", "A case taken from the luggage rack", "public_part_of_train"),
        ("45", "A bag taken from the locked luggage rack of the guard", ""),
        ("8L", "Her former partner follows her to the station", "former_partner"),
    ],
)
def test_a_crimes_own_text_may_speak_for_another_class(offence_class, text, code):
    found = trap_in(offence_class, text, TODAY)
    assert (found.code if found else "") == code


def test_every_trap_names_a_paragraph_and_a_class_that_it_is_not_about():
    for each in traps(TODAY):
        assert each.paragraph
        assert each.meant not in each.classes
        assert whole_words(each.words)
        assert whole_words(each.unless)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(8, 10, 49.0, 94.3), (0, 5, 0.0, 43.4), (5, 5, 56.6, 100.0), (95, 100, 88.8, 97.8)]
)
def test_wilsons_interval_is_that_of_the_books(k, n, low, high):
    found = shares.share_of(k, n, 5)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1)


def test_no_percentage_of_few():
    found = shares.share_of(3, 4, 5)
    assert (found.n, found.k, found.percent, found.low, found.high) == (4, 3, None, None, None)
    assert shares.share_of(0, 0, 0).percent is None


def test_every_day_lies_in_one_part_of_its_month():
    found = spans.spans_between(date(2027, 12, 20), date(2028, 3, 3))
    days = [(last - first).days + 1 for first, last in found]
    assert found[0] == (date(2027, 12, 17), date(2027, 12, 24))
    assert found[-1] == (date(2028, 3, 1), date(2028, 3, 8))
    assert sum(days) == (date(2028, 3, 8) - date(2027, 12, 17)).days + 1
    assert all(first.month == last.month for first, last in found)
    with pytest.raises(RuleBroken, match="not ended"):
        spans.check_month(date(2026, 11, 3), TODAY)
    assert spans.check_month(date(2026, 10, 3), TODAY) == date(2026, 10, 1)


def test_a_draw_comes_out_the_same_whoever_draws_and_not_with_another_seed():
    edition = table("sampling", TODAY)
    population = {"crime": [f"{number:03}" for number in range(200)], "asb": ["a", "b"]}
    one = samples.drawn_from(population, "seed", edition)
    assert one == samples.drawn_from(dict(reversed(population.items())), "seed", edition)
    assert one != samples.drawn_from(population, "other", edition)
    assert {kind: len(keys) for kind, keys in one.items() if keys} == {"crime": 30, "asb": 2}


def test_marks_ask_for_every_question_and_for_words_where_something_was_not_right():
    assert samples.check_marks(ALL_RIGHT, " ", TODAY) == (ALL_RIGHT, "")
    with pytest.raises(RuleBroken, match="Give a mark"):
        samples.check_marks({**ALL_RIGHT, "class": "perhaps"}, "", TODAY)
    with pytest.raises(RuleBroken, match="in words"):
        samples.check_marks({**ALL_RIGHT, "class": "not_compliant"}, "", TODAY)
    with pytest.raises(RuleBroken, match="not a question"):
        samples.check_marks({**ALL_RIGHT, "other": "compliant"}, "", TODAY)
    assert samples.check_marks({"class": "with_advice"}, "Told late", TODAY, ["class"])[0] == {"class": "with_advice"}
    assert samples.differing(ALL_RIGHT, {**ALL_RIGHT, "told": "not_asked"}) == ["told"]


def test_nobody_reviews_their_own_nor_twice_nor_as_one_too_many():
    with pytest.raises(NotPermitted, match="had a hand"):
        samples.check_reviewer(is_apart=False, has_said=False, state="open")
    with pytest.raises(RuleBroken, match="already"):
        samples.check_reviewer(is_apart=True, has_said=True, state="open")
    with pytest.raises(RuleBroken, match="Two have"):
        samples.check_reviewer(is_apart=True, has_said=False, state="differs")
    with pytest.raises(RuleBroken, match="nothing to decide"):
        samples.check_third(is_apart=True, state="agreed")
    samples.check_third(is_apart=True, state="differs")
