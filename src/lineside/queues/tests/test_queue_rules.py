"""Who may take what and why not, in which order, and what the figures are; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.queues import rules
from lineside.queues.rules import Ready, Standing, Waiting

ON = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
LABELS = {"emergency_calls": "Emergency calls", "texts": "Text 61016"}
EMERGENCY = rules.queue_of("phone", "999_BT", ON)


def waiting(key, *, risk=50, ago=10, channel="email", line="fcc"):
    return Waiting(key, channel, line, risk, AT - timedelta(seconds=ago))


def ready(key, *held, free=60, **more):
    return Ready(key, AT - timedelta(seconds=free), Standing(held=frozenset(held), **more))


@pytest.mark.parametrize(
    ("channel", "line", "code"),
    [
        ("phone", "999_BT", "emergency"),
        ("phone", "999_FORCE_TRANSFER", "emergency"),
        ("phone", "SIGNALLER", "rail"),
        ("phone", "PUBLIC_FREEPHONE", "public"),
        ("phone", "A_LINE_OF_TOMORROW", "public"),
        ("text", "61016", "text"),
        ("email", "fcc", "mail"),
        ("mastodon", "@force", "web_social"),
    ],
)
def test_every_contact_has_one_queue(channel, line, code):
    assert rules.queue_of(channel, line, ON).code == code


def test_nobody_takes_what_they_are_not_signed_off_for():
    said = rules.refusal(EMERGENCY, Standing(held=frozenset({"texts"})), ON, LABELS)
    assert said == "You are not signed off for “Emergency calls”, which 999 needs; ask your supervisor."


def test_a_lapsed_sign_off_closes_its_queue_and_says_when_it_lapsed():
    standing = Standing(lapsed={"emergency_calls": date(2026, 11, 3)})
    said = rules.refusal(EMERGENCY, standing, ON, LABELS)
    assert said == "Your sign-off for “Emergency calls” lapsed on 03 Nov 2026; ask your supervisor to renew it."


def test_an_account_without_a_staff_record_takes_nothing():
    assert "No staff record" in rules.refusal(EMERGENCY, Standing(is_known=False), ON, LABELS)


def test_probation_closes_999_until_and_with_its_last_day_and_nothing_else():
    held = frozenset({"emergency_calls", "texts"})
    assert "on probation until 26 Nov 2026" in rules.refusal(EMERGENCY, Standing(held=held, probation_until=ON), ON, {})
    assert not rules.refusal(EMERGENCY, Standing(held=held, probation_until=ON - timedelta(days=1)), ON, {})
    assert not rules.refusal(rules.queue_of("text", "61016", ON), Standing(held=held, probation_until=ON), ON, {})


def test_risk_goes_before_age_and_age_before_nothing():
    found = sorted(
        [waiting("new", risk=90, ago=1), waiting("older", ago=900), waiting("old", ago=60)], key=rules.place_in_queue
    )
    assert [each.key for each in found] == ["new", "older", "old"]


def test_the_gravest_goes_to_whoever_was_free_for_longest_and_may_take_it():
    calls = [waiting("call", risk=90, channel="phone", line="999_BT"), waiting("mail", risk=20)]
    people = [ready("mailer", "mail", free=500), ready("caller", "emergency_calls", "mail", free=5)]
    assert rules.decide(people, calls, AT, ON) == [("mailer", "mail"), ("caller", "call")]


def test_each_contact_and_each_person_is_decided_upon_once():
    people = [ready(f"p{n}", "mail") for n in range(5)]
    pairs = rules.decide(people, [waiting(f"m{n}") for n in range(3)], AT, ON)
    assert len(pairs) == 3
    assert len({person for person, _ in pairs}) == len({contact for _, contact in pairs}) == 3


def test_another_site_is_offered_a_contact_when_it_waited_too_long_or_in_a_surge():
    call = waiting("call", ago=20, channel="phone", line="PUBLIC_FREEPHONE")
    elsewhere = [ready("london", "public_calls", site="FCRL")]
    assert rules.decide(elsewhere, [call], AT, ON) == []
    assert rules.decide(elsewhere, [call], AT, ON, is_surge=True) == [("london", "call")]
    assert rules.decide(elsewhere, [call], AT + timedelta(seconds=40), ON) == [("london", "call")]


def test_one_that_waited_too_long_is_not_hidden_by_a_graver_one_that_did_not():
    fresh = waiting("fresh", risk=90, ago=1, channel="phone", line="PUBLIC_FREEPHONE")
    stale = waiting("stale", risk=45, ago=600, channel="phone", line="PUBLIC_FREEPHONE")
    elsewhere = [ready("london", "public_calls", site="FCRL")]
    assert rules.decide(elsewhere, [fresh, stale], AT, ON) == [("london", "stale")]


def test_a_answered_in_time_leaves_out_who_gave_up_before_the_target():
    assert rules.answered_in_time(in_time=8, late=1, gave_up_late=1) == 80
    assert rules.answered_in_time(in_time=896, late=104, gave_up_late=0) == 89
    assert rules.answered_in_time(in_time=0, late=0, gave_up_late=0) is None


def test_wrapping_up_ends_by_itself_and_a_break_does_not():
    assert rules.state_now("wrap", AT, AT) == "available"
    assert rules.state_now("reserved", AT + timedelta(seconds=1), AT) == "reserved"
    assert rules.state_now("break", AT - timedelta(hours=1), AT) == "break"
    assert rules.ends_at("wrap", AT, ON) == AT + timedelta(minutes=3)
    assert rules.ends_at("wrap", AT, ON, is_surge=True) == AT


@pytest.mark.parametrize("state", ["on_contact", "talking", "hold", "reserved", "asleep"])
def test_only_a_state_that_people_choose_is_chosen(state):
    with pytest.raises(RuleBroken, match="Available, Wrapping up, On a break"):
        rules.check_chosen(state, date(2026, 11, 27))


def test_a_call_in_hand_is_talked_on_or_held_by_the_edition_that_knows_it():
    known, before = date(2026, 11, 27), date(2026, 11, 26)
    assert [rules.in_hand(line, known) for line in ("talking", "hold", "")] == ["talking", "hold", "on_contact"]
    assert rules.in_hand("talking", before) == "on_contact"
    assert rules.in_hand("break", known) == "on_contact"  # nothing that a switch tells makes anybody rest
    assert all(rules.states(known)[code].takes for code in rules.IN_HAND)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"is_oneself": True}, "have it already"),
        ({"state": ""}, "not at a desk"),
        ({"state": "offline"}, "not at a desk"),
        ({"state": "break"}, "Kim Osei is set to “On a break” and takes nothing now"),
        ({"state": "training"}, "“In training”"),
        ({"state": "reserved"}, "“Reserved”"),
        ({"refused": "You are not signed off for “Mail”; ask your supervisor."}, "they are not signed off"),
    ],
)
def test_a_contact_is_passed_to_somebody_else_who_takes_contacts_now_and_may_take_it(facts, said):
    whole = {"to_name": "Kim Osei", "state": "available", "is_oneself": False, "refused": "", "on": ON, **facts}
    with pytest.raises(RuleBroken, match=said):
        rules.check_transfer(**whole)
