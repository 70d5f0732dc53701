"""The rules of transfers, without a database: states, the exercise, what a person may be told of, bounds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.partners import rules

DAY = datetime(2026, 11, 28, tzinfo=UTC).date()
OURS, THEIRS = rules.OWNER, rules.OTHER
SAID = rules.Exchange(
    exchange_id="e1",
    kind=rules.CREATE,
    sender="control.lineside.example",
    to="nas.ambulance.example",
    sent_at=datetime(2026, 11, 28, 3, 14, 7, tzinfo=UTC),
    shared_id="s1",
    headline="Woman has collapsed",
    people=(rules.Person(name="Sam Vale", phone="07700 900123", vulnerability="alone"),),
)


def test_an_ack_is_no_acceptance_however_often_it_comes():
    state = rules.OFFERED
    for _ in range(3):
        state = rules.state_after(state, rules.ACK, THEIRS)
        assert state == rules.RECEIVED
    assert rules.state_after(state, rules.ACCEPT, THEIRS) == rules.ACCEPTED
    assert rules.state_after(rules.REJECTED, rules.ACK, THEIRS) == rules.REJECTED


def test_an_acceptance_whose_ack_was_lost_is_one():
    assert rules.state_after(rules.OFFERED, rules.ACCEPT, THEIRS) == rules.ACCEPTED


@pytest.mark.parametrize(
    ("state", "kind", "by", "why"),
    [
        (rules.OFFERED, rules.ACCEPT, OURS, "Only who was offered it accepts"),
        (rules.ACCEPTED, rules.REJECT, THEIRS, "before it was accepted"),
        (rules.OFFERED, rules.CLOSE, OURS, "what waits is withdrawn"),
        (rules.ACCEPTED, rules.CANCEL, THEIRS, "Only who offered it withdraws"),
        (rules.CLOSED, rules.UPDATE, THEIRS, "Nothing more is told"),
        (rules.REJECTED, rules.ACCEPT, THEIRS, "while it waits"),
        (rules.ACCEPTED, rules.CREATE, OURS, "offered once"),
    ],
)
def test_what_leads_nowhere_is_refused_in_a_sentence(state, kind, by, why):
    with pytest.raises(RuleBroken, match=why):
        rules.state_after(state, kind, by)


def test_every_state_has_its_words_and_no_ended_one_is_left_but_by_nothing():
    ended = set(rules.STATES) - set(rules.OPEN)
    for state in ended:
        for kind in set(rules.TYPES) - {rules.ACK, rules.REJECT}:
            for by in (OURS, THEIRS):
                with pytest.raises(RuleBroken):
                    rules.state_after(state, kind, by)


def test_an_exercise_never_leaves_as_actual():
    with pytest.raises(RuleBroken, match="never leaves as Actual"):
        rules.check_status(rules.ACTUAL, is_exercise=True)
    assert rules.check_status("", is_exercise=True) == rules.EXERCISE
    assert rules.check_status(rules.EXERCISE, is_exercise=False) == rules.EXERCISE
    assert rules.check_status("", is_exercise=False) == rules.ACTUAL
    with pytest.raises(RuleBroken, match="Actual or Exercise"):
        rules.check_status("Real", is_exercise=False)


@pytest.mark.parametrize(("transfer", "message"), [(True, False), (False, True)])
def test_what_is_real_and_what_is_an_exercise_are_not_mixed(transfer, message):
    with pytest.raises(RuleBroken, match="an exercise"):
        rules.check_same_world(transfer_is=transfer, message_is=message)
    rules.check_same_world(transfer_is=transfer, message_is=transfer)


def test_nobody_is_rung_before_the_time_nor_after_an_answer():
    due = datetime(2026, 11, 28, 3, 15, tzinfo=UTC)
    early, late = due - timedelta(seconds=1), due
    assert [rules.is_due(rules.OFFERED, due, at) for at in (early, late)] == [False, True]
    assert rules.is_due(rules.RECEIVED, due, late)
    assert not any(rules.is_due(state, due, late) for state in (rules.ACCEPTED, rules.REJECTED, rules.CLOSED))


def test_fire_is_not_told_who_rang_and_the_ambulance_service_is():
    fire, ambulance = (rules.minimised(SAID, rules.tells(kind, DAY)) for kind in ("fire", "ambulance"))
    assert fire.people == (rules.Person(vulnerability="alone"),)
    assert ambulance.people == SAID.people
    assert rules.minimised(SAID, rules.tells("nobody knows", DAY)).people == ()


def test_a_message_is_the_same_after_it_was_kept():
    whole = replace(SAID, requested=(rules.Wanted(kind="Ambulance"),), lat=53.8, is_major=True, opened_at=SAID.sent_at)
    assert rules.of_facts(rules.as_facts(whole)) == whole


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": "SHOUT"}, "none that we know"),
        ({"status": "Maybe"}, "whether it is real"),
        ({"headline": "x" * 301}, "longer than 300"),
        ({"narrative": "x" * 4001}, "longer than 4000"),
        ({"operator": "x" * 301}, "longer than 300"),
        ({"people": tuple(rules.Person() for _ in range(51))}, "more than 50"),
        ({"people": (rules.Person(name="x" * 301),)}, "longer than 300"),
        ({"headline": "", "narrative": ""}, "says nothing of it"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_reason(facts, why):
    with pytest.raises(RuleBroken, match=why):
        rules.check_exchange(replace(SAID, **facts))


def test_the_task_to_ring_ends_by_an_outcome_alone():
    for code in ("", "later", "dismissed"):
        with pytest.raises(RuleBroken, match="what came of ringing"):
            rules.check_ring(code, "", "", DAY)
    with pytest.raises(RuleBroken, match="who you spoke to"):
        rules.check_ring("accepted", " ", "", DAY)
    with pytest.raises(RuleBroken, match="why they do not take it"):
        rules.check_ring("rejected", "Robin Vale", "", DAY)
    assert rules.check_ring("no_reply", "", "", DAY).again == timedelta(seconds=60)


def test_the_directory_finds_who_speaks_and_never_hides_an_agency():
    found_at = rules.agency_at("NAS.ambulance.example ", DAY)
    assert found_at
    assert found_at.code == "NAS"
    assert rules.agency_at("", DAY) is None
    found = rules.for_area("C", DAY)
    assert {each.code for each in found} == {each.code for each in rules.agencies(DAY)}
    assert "C" in found[0].areas
    assert rules.agency_of("nas", DAY).accept_within == timedelta(seconds=60)
    with pytest.raises(RuleBroken, match="no agency"):
        rules.agency_of("XXX", DAY)


def test_an_agency_that_is_away_is_tried_more_seldom_and_at_least_each_minute():
    waits = [rules.wait_after(count).total_seconds() for count in (0, 1, 5, 500)]
    assert waits == [2, 4, 60, 60]
