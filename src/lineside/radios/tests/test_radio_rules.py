"""Which numbers are a radio's, and who may order what; no database."""

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.radios import rules

PROOF = "Rang the station's own number back."


@pytest.mark.parametrize(("typed", "kept"), [("7301234", "7301234"), (" 730 1234 ", "7301234"), ("00042", "42")])
def test_an_issi_is_read_however_it_is_spaced(typed, kept):
    assert rules.issi_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "0", "16777216", "73x1234", "123456789", "٧٣٠"])
def test_what_is_no_issi_is_refused(typed):
    with pytest.raises(RuleBroken, match="ISSI"):
        rules.issi_of(typed)


@pytest.mark.parametrize("typed", ["12AB", "0" * 16, "x" * 14])
def test_what_is_no_tei_is_refused(typed):
    with pytest.raises(RuleBroken, match="TEI"):
        rules.tei_of(typed)


def asked(action="stun", state="missing", is_disabled=False, proof=PROOF, reason="Stolen"):
    rules.check_request(action, state=state, is_disabled=is_disabled, proof=proof, reason=reason)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"is_disabled": True}, "stunned already"),
        ({"action": "unstun"}, "not stunned"),
        ({"action": "unstun", "is_disabled": True}, "found"),
        ({"state": "back"}, "back"),
        ({"proof": "yes"}, "rang back"),
        ({"reason": " "}, "why"),
        ({"action": "explode"}, "stunned or unstunned"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_a_sentence(facts, said):
    with pytest.raises(RuleBroken, match=said):
        asked(**facts)


def test_a_stun_of_a_missing_radio_and_an_unstun_of_a_found_one_may_be_asked_for():
    asked()
    asked("unstun", state="found", is_disabled=True)


def test_nobody_is_the_second_person_to_themselves():
    with pytest.raises(RuleBroken, match="second person"):
        rules.check_second_person("asked", is_second=False)
    rules.check_second_person("asked", is_second=True)


@pytest.mark.parametrize(("state", "sendings"), [("approved", 1), ("sent", 1), ("unanswered", 1), ("done", 1)])
def test_what_may_have_reached_the_radio_system_is_not_withdrawn(state, sendings):
    with pytest.raises(RuleBroken, match="gone out"):
        rules.check_withdraw(state, sendings, "Found it")


def test_a_late_answer_counts_and_a_repeated_one_does_not():
    assert rules.state_after("unanswered", "done") == "done"
    assert rules.state_after("accepted", "done") == "done"
    assert rules.state_after("done", "refused") == "done"
    assert rules.state_after("asked", "done") == "asked"
    assert not rules.is_news("accepted", "not heard", "accepted", "not heard")
    assert rules.is_news("accepted", "not heard", "done", "")


def test_what_the_radio_system_does_not_know_any_more_is_a_persons():
    assert rules.state_after("accepted", "unknown") == "unanswered"
    assert not rules.is_news("unanswered", "no such order", "unknown", "no such order")


def test_an_unreadable_answer_is_told_once_whatever_time_stands_in_it():
    page = "It is no JSON. (401) <html><title>Sign in</title> "
    assert rules.is_news("sent", "", "unclear", page + "09:05:01")
    assert not rules.is_news("sent", page + "09:05:01", "unclear", page + "09:05:04")
