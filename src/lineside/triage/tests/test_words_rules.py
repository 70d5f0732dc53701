"""The words beside an answer: which are owed, which are copied. Without a database."""

from datetime import date

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.triage import rules
from lineside.triage.tests.test_triage_rules import CALM, DAY

LETTERS = rules.question_set(date(2026, 11, 27))[1]
GRAVE = {**CALM, "threat": "present", "harm": "serious"}
SAID = {**GRAVE, "threat_text": "Still shouting", "harm_text": "Holds a bottle"}


def test_an_answer_graver_than_none_wants_words_and_a_plain_one_or_a_gap_does_not():
    assert rules.words_owed(LETTERS, CALM) == ()
    assert rules.words_owed(LETTERS, {**CALM, "threat": "not_known", "harm": "not_asked"}) == ()
    assert rules.words_owed(LETTERS, GRAVE) == ("Threat", "Harm")
    assert rules.words_owed(LETTERS, {**CALM, "vulnerability": ["child"]}) == ("Vulnerability",)
    assert rules.words_owed(LETTERS, SAID) == ()


@pytest.mark.parametrize("words", ["", "shouting", "...", "- -", "  knife  "])
def test_too_few_words_are_none(words):
    assert "Threat" in rules.words_owed(LETTERS, {**SAID, "threat_text": words})


def test_they_are_asked_for_in_one_sentence_and_an_immediate_grade_goes_without():
    with pytest.raises(RuleBroken, match=r"^Say in words why, at least 2 each: Threat, Harm\.$"):
        rules.check_words(LETTERS, GRAVE, "P")
    rules.check_words(LETTERS, SAID, "P")
    rules.check_words(LETTERS, GRAVE, "I")


def test_an_assessment_made_before_the_edition_owes_no_words():
    assert rules.words_owed(rules.question_set(DAY)[1], GRAVE) == ()


def test_copied_words_are_known_whatever_their_case_stops_and_letter():
    earlier = [{"harm_text": "He said that he would be back."}]
    assert rules.repeated({"threat_text": "he said, that he would be BACK", "harm_text": "A bottle"}, earlier) == [
        "threat"
    ]
    assert rules.repeated({"threat_text": "he said that he would come"}, earlier) == []


def test_a_few_words_are_alike_by_chance():
    assert rules.repeated({"threat_text": "A knife seen"}, [{"threat_text": "A knife seen"}]) == []
