"""The interlock, the states and the message, without a database; the interlock over many orders of events."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.kernel.errors import RuleBroken
from lineside.protection import rules
from lineside.protection.rules import PartyWord, RequestFacts

ON, AT = date(2026, 11, 27), datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SIGNS = st.sampled_from(["BX12", "BX14", "NWAS", "NR-MOM"])
WORDS = st.sampled_from(["", rules.YES, rules.NO, rules.ACCEPTED])
PARTIES = st.lists(st.builds(PartyWord, SIGNS, WORDS), max_size=6)
PERSONS = st.sampled_from(sorted(rules.PERSON))


def may_restore(parties, person):
    return not rules.waits_for(parties, person)


@given(PARTIES, PERSONS)
def test_nobody_restores_while_one_party_is_not_clear_or_a_person_is_not_accounted_for(parties, person):
    settled = all(each.word in ("yes", "accepted") for each in parties)
    assert may_restore(parties, person) == (settled and person in ("found", "nobody", "accepted"))


@given(PARTIES, PERSONS, st.builds(PartyWord, SIGNS, WORDS))
def test_one_more_party_never_makes_it_easier(parties, person, more):
    if may_restore([*parties, more], person):
        assert may_restore(parties, person)
    if more.word not in ("yes", "accepted"):
        assert not may_restore([*parties, more], person)


@given(PARTIES, PERSONS)
def test_a_refusal_names_everybody_who_is_not_clear(parties, person):
    owed = {each.sign for each in parties if each.word not in ("yes", "accepted")}
    if not may_restore(parties, person):
        with pytest.raises(RuleBroken) as refused:
            rules.check_restore(parties, person)
        assert all(sign in refused.value.sentence for sign in owed)


@pytest.mark.parametrize(
    ("state", "deed", "after"),
    [
        ("requested", "confirm", "in_force"),
        ("requested", "withdraw", "withdrawn"),
        ("in_force", "ask_restore", "restore_asked"),
        ("restore_asked", "keep", "in_force"),
        ("restore_asked", "restore", "restored"),
    ],
)
def test_each_state_is_reached_by_its_own_deed_from_one_state_alone(state, deed, after):
    assert rules.state_after(state, deed) == after
    for other in set(rules.STATES) - {state}:
        with pytest.raises(RuleBroken, match="this one is"):
            rules.state_after(other, deed)


def test_what_protects_nobody_is_over_once_control_has_heard_of_it():
    assert rules.state_after("requested", "confirm", protects=False) == rules.TOLD


def test_levels_differ_by_word_sign_and_tone_and_each_says_what_it_is_not():
    found = rules.levels(ON)
    assert [each.code for each in found] == ["inform", "caution", "stopped", "power_off"]
    for what in ("label", "sign", "tone", "rank", "never"):
        assert len({getattr(each, what) for each in found}) == 4
    assert "Not safe to enter" in found[1].never
    assert "may still be moving" in found[2].never
    assert "Not earthed" in found[3].never
    assert "diesel and battery trains still run" in found[3].never


def facts(**other):
    whole = {"level": "power_off", "section": "Leeds  station, Platforms 8 to 17", "reason": "person",
             "nature": "A man on the roof of a train", "location": "Platform 8", "elr": "hul4"}  # fmt: skip
    return RequestFacts(**{**whole, **other})


def test_a_request_is_put_in_order():
    kept, level, edition = rules.check_request(facts(), ON)
    assert (kept.section, kept.elr, level.label, edition) == (
        "Leeds station, Platforms 8 to 17", "HUL4", "Power off", "2026-11")  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": "blocked"}, "level"),
        ({"reason": "because"}, "reason"),
        ({"section": " "}, "section"),
        ({"nature": ""}, "nature"),
        ({"location": ""}, "location"),
        ({"nature": "x" * 501}, "nature"),
    ],
)
def test_what_is_missing_or_too_long_is_said_beside_its_field(wrong, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_request(facts(**wrong), ON)
    assert refused.value.field == field


def test_the_message_to_control_says_level_reason_nature_place_and_access_and_that_nothing_is_given():
    kept, level, _ = rules.check_request(facts(access="Marsh Lane"), ON)
    text = rules.message(kept, level, log="BTP-1", force="A police", at=AT)
    for words in ("POWER OFF", "Person on or near the line", "A man on the roof", "Platform 8", "Marsh Lane", "BTP-1",
                  "Please confirm what you have given"):  # fmt: skip
        assert words in text


def test_control_cannot_have_given_it_before_it_was_asked_or_in_time_to_come():
    assert rules.check_given_at(AT, AT, AT) == AT
    for wrong in (AT - timedelta(seconds=1), AT + timedelta(seconds=2)):
        with pytest.raises(RuleBroken, match="Give the time"):
            rules.check_given_at(wrong, AT, AT + timedelta(seconds=1))


def test_a_request_that_control_has_not_confirmed_in_its_limit_is_late_and_nothing_else_is():
    assert rules.is_late("requested", AT, AT)
    assert not rules.is_late("requested", AT, AT - timedelta(seconds=1))
    assert not rules.is_late("in_force", AT, AT + timedelta(hours=1))


def test_the_reason_follows_from_the_type_and_the_control_from_the_area():
    assert rules.reason_for("TRESP", ON) == "person"
    assert rules.reason_for("no such", ON) == "other"
    assert rules.control_for("nowhere", ON)["label"] == "Route control"


def test_the_clocks_of_a_fatality_run_from_the_first_contact_and_each_ends_by_its_own_mark():
    assert rules.is_fatality("FATAL", ON)
    assert not rules.is_fatality("TRESP", ON)
    found = rules.timers(AT, {"confirm": AT + timedelta(minutes=11), "on_scene": None}, ON)
    assert [(each.code, each.due - AT) for each in found] == [
        (code, timedelta(minutes=minutes))
        for code, minutes in (("confirm", 10), ("on_scene", 20), ("classify", 45), ("hand_back", 90))
    ]
    assert [each.done_at is not None for each in found] == [True, False, False, False]
    assert found[0].was_late


def test_a_class_has_its_reason_and_is_not_given_twice_in_a_row():
    assert rules.check_class("unexplained", "Nobody saw it", "", ON) == "Unexplained"
    for code, reason, latest in (("odd", "x", ""), ("unexplained", "", ""), ("unexplained", "x", "unexplained")):
        with pytest.raises(RuleBroken):
            rules.check_class(code, reason, latest, ON)


def test_a_log_from_before_the_first_edition_is_read_by_that_edition():
    long_ago = date(2017, 2, 3)
    assert rules.is_fatality("FATAL", long_ago)
    assert not rules.is_fatality("TRESP", long_ago)
