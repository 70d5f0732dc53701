"""What a referral must say, on which basis it may be made, and what another agency gets; no database here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.safeguarding import rules
from lineside.safeguarding.rules import ReferralFacts

ON = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 21, 0, tzinfo=UTC)
GOOD = ReferralFacts(
    subject="A girl of about 13 in a red coat",
    kind="child_alone",
    seen="She has no ticket and says that she may not go home.",
    basis="child",
    basis_words="She is a child, alone and afraid",
    urgency="now",
)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("kind", "", "how they are vulnerable"),
        ("kind", "sad", "choose from the list"),
        ("urgency", "whenever", "how urgent"),
        ("basis", "", "whether they agreed"),
        ("basis_words", "afraid", "why it is made all the same"),
        ("subject", "  ", "who it is"),
        ("risk", "ignore", "what was done with the risk"),
        ("seen", "She cries.", "so that the unit need not ask again"),
        ("seen", "x" * 4001, "Keep this to 4000"),
        ("seen", "She has no ticket\x07 and is afraid.", "control character"),
    ],
)
def test_a_referral_that_the_unit_could_not_work_is_refused_beside_its_field(field, value, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        rules.check_referral(replace(GOOD, **{field: value}), ON)
    assert refused.value.field == field


def test_consent_needs_no_more_words_and_every_other_basis_does():
    for row in rules.table("bases", ON).rows:
        asked = replace(GOOD, basis=row["code"], basis_words="")
        if row["consents"]:
            assert rules.check_referral(asked, ON).basis == row["code"]
        else:
            with pytest.raises(RuleBroken) as refused:
                rules.check_referral(asked, ON)
            assert refused.value.field == "basis_words"


@pytest.mark.parametrize(("risk", "words"), [("reduce", ""), ("accept", "busy")])
def test_a_risk_that_is_left_standing_is_answered_for_in_words(risk, words):
    with pytest.raises(RuleBroken, match="what is left of it") as refused:
        rules.check_referral(replace(GOOD, risk=risk, risk_words=words), ON)
    assert refused.value.field == "risk_words"


def test_a_risk_that_is_gone_needs_no_words_and_words_need_their_choice():
    assert rules.check_referral(replace(GOOD, risk="remove"), ON).risk == "remove"
    with pytest.raises(RuleBroken, match="choose from the list"):
        rules.check_referral(replace(GOOD, risk_words="The supervisor stays with her"), ON)


def test_the_unit_answers_by_the_urgency_and_the_sooner_the_graver():
    limits = [rules.answer_by(row["code"], AT, ON) for row in rules.table("urgencies", ON).rows]
    assert limits == sorted(limits)
    assert limits[0] == AT + timedelta(minutes=30)


def test_a_referral_is_received_then_accepted_or_returned_and_only_then_sent_again():
    for was, to in (("sent", "received"), ("sent", "accepted"), ("received", "accepted"), ("received", "returned")):
        rules.check_step(was, to, by_referrer=False)
    rules.check_step("returned", "sent", by_referrer=True)
    for was, to in (
        ("received", "received"),
        ("accepted", "returned"),
        ("returned", "accepted"),
        ("sent", "sent"),
        ("accepted", "sent"),
    ):
        with pytest.raises(RuleBroken):
            rules.check_step(was, to, by_referrer=False)


@pytest.mark.parametrize("to", ["received", "accepted", "returned"])
def test_who_referred_does_not_take_it_on_for_the_unit(to):
    with pytest.raises(RuleBroken, match="somebody else of the unit"):
        rules.check_step("sent", to, by_referrer=True)


def test_it_is_overdue_only_while_it_is_with_the_unit():
    later = AT + timedelta(seconds=1)
    assert [rules.is_overdue(state, AT, later) for state in rules.STATES] == [True, True, False, False]
    assert not rules.is_overdue("sent", AT, AT)


def test_an_agency_gets_its_own_names_and_nothing_that_its_row_does_not_name():
    facts = {
        "reference": "SG-1",
        "kind": "Child alone",
        "urgency": "Today",
        "basis": "They agreed",
        "basis_words": "",
        "subject": "A girl",
        "seen": "No ticket",
        "force": "Force",
        "by_name": "Kim Osei",
        "at": "2026-11-27T21:00:00Z",
    }
    told = rules.document("children", facts, ON)
    assert told["child"] == {"whoAndWhere": "A girl", "whatWasSeen": "No ticket"}
    assert "Kim Osei" not in str(rules.document("health", facts, ON))
    with pytest.raises(RuleBroken, match="not on the list"):
        rules.document("press", facts, ON)


def test_every_row_of_the_mapping_names_facts_that_a_referral_has():
    known = {"reference", "kind", "urgency", "basis", "basis_words", "subject", "seen", "force", "by_name", "at"}
    for row in rules.table("mapping", ON).rows:
        assert {ours for _, ours in row["fields"]} <= known, row["code"]
