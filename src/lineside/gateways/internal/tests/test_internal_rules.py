"""What each kind of report asks and what it makes of the answers; no database."""

from datetime import datetime

import pytest

from lineside.gateways.internal import rules
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UK)
CRIME = {"text": "A bag was taken.", "place": "Leeds", "from_at": "26/11/2026 14:05", "officer_attended": "yes"}


@pytest.mark.parametrize("number", ["1101ZD0100000448754K", "0836FP0100000377244A", "22FD112200001234560X"])
def test_a_published_arrest_summons_number_is_taken(number):
    assert rules.asn_of(number) == number


def test_a_number_as_it_is_displayed_is_read():
    assert rules.asn_of("25/93HK/01/1234K") == "2593HK0100000001234K"


@pytest.mark.parametrize("number", ["2202XC0200000000021D", "25/93HK/01/1234L", "hello", "25/93HK/01/"])
def test_a_wrong_check_letter_or_no_number_is_refused(number):
    with pytest.raises(RuleBroken) as told:
        rules.asn_of(number)
    assert told.value.field == "asn"


def test_answers_are_kept_by_name_with_times_of_the_uk():
    facts = rules.answers(rules.CRIME, CRIME, NOW)
    assert facts["from_at"] == "2026-11-26T14:05:00+00:00"
    assert ("When, or from when", "26/11/2026 14:05") in rules.lines(rules.CRIME, facts)
    assert "Did you attend: Yes" in rules.words(rules.CRIME, facts)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"from_at": "yesterday"}, "from_at"),
        ({"from_at": "27/11/2026 14:05"}, "from_at"),
        ({"to_at": "26/11/2026 13:00"}, "to_at"),
        ({"officer_attended": "perhaps"}, "officer_attended"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_question(change, field):
    with pytest.raises(RuleBroken) as told:
        rules.answers(rules.CRIME, {**CRIME, **change}, NOW)
    assert told.value.field == field


def test_why_somebody_is_sick_is_none_of_the_answers():
    said = {"name": "Robin Vale", "collar_number": "C1", "first_day": "26/11/2026", "reason": "A broken wrist"}
    facts = rules.answers(rules.SICK, said, NOW)
    assert "wrist" not in repr(facts) + rules.words(rules.SICK, facts)


def test_there_is_a_form_for_every_kind_and_none_for_another():
    assert set(rules.BOX) == set(rules.ASKS)
    with pytest.raises(RuleBroken, match="no such form"):
        rules.answers("gossip", {}, NOW)
