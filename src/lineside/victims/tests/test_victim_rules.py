"""Victims' rights as rules: by when, for whom, with which basis, and what is refused."""

from datetime import date, datetime, timedelta

import pytest

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.victims.rules import About, Asked, Needs, Plan, Referral, StandFacts, clocks, letters, plans, standing
from lineside.victims.rules.tables import REGIMES, right_name, rights, table

TODAY = date(2026, 11, 28)
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UK)
BEFORE_HOLIDAY = datetime(2026, 5, 22, 17, 0, tzinfo=UK)  # a bank holiday in England and Wales on the Monday
FACTS = {"addressee": "Robin Vale", "reference": "260000001", "officer": "PC Ash", "number": "0800 40 50 40",
         "force": "The force", "step": "a suspect has been arrested"}  # fmt: skip


def about(**more):
    facts = {"regime": "england_wales", "standing": "person", "is_enhanced": False, **more}
    return About(**facts)


def owed(trigger, at=FRIDAY, **more):
    return {each.code: each.due_at.date() for each in clocks.owed_after(trigger, about(**more), at, at, TODAY)}


@pytest.mark.parametrize(
    ("at", "more", "due"),
    [
        (FRIDAY, {}, date(2026, 12, 4)),  # an arrest on Friday at five: next Friday
        (FRIDAY, {"is_enhanced": True}, date(2026, 11, 30)),
        (BEFORE_HOLIDAY, {"is_enhanced": True}, date(2026, 5, 26)),  # and with a bank holiday: Tuesday
        (FRIDAY, {"is_enhanced": True, "regime": "scotland"}, date(2026, 12, 1)),  # St Andrew's Day
    ],
)
def test_an_arrest_is_told_within_five_working_days_or_one(at, more, due):
    assert owed("arrested", at, **more)["told_arrested"] == due


def test_a_recorded_crime_opens_what_every_victim_is_owed_and_the_referral_within_two_working_days():
    found = owed("recorded")
    assert found["referral"] == date(2026, 12, 1)
    assert {"understood", "confirmation", "needs", "plan", "compensation", "statement"} <= set(found)
    assert "guardian" not in found
    assert "guardian" in owed("recorded", standing="child")


def test_the_referral_runs_from_the_report_and_not_from_when_the_crime_was_recorded():
    later = FRIDAY + timedelta(days=5)
    [found] = [each for each in clocks.owed_after("recorded", about(), later, FRIDAY, TODAY) if each.code == "referral"]
    assert (found.from_at, found.due_at.date()) == (FRIDAY, date(2026, 12, 1))


def test_a_first_hearing_and_a_result_are_told_to_everybody_within_one_working_day():
    for trigger in ("first_hearing", "result"):
        assert set(owed(trigger).values()) == {date(2026, 11, 30)}


def test_what_is_told_before_it_is_done_is_owed_the_same_day():
    assert owed("cancelled") == {"told_cancelled": FRIDAY.date()}
    assert owed("outcome", is_enhanced=True) == {"told_outcome": FRIDAY.date()}


def test_a_decision_to_end_opens_the_right_to_a_review_beside_the_news():
    assert set(owed("no_action")) == {"told_no_action", "review"}


def test_a_business_is_owed_a_named_contact_first_and_no_right_of_a_person():
    assert set(owed("recorded", standing="business")) == {"contact_named"}
    assert set(owed("named", standing="business")) == {"business_confirmation", "business_statement"}


def test_an_opt_out_stops_routine_news_and_never_what_keeps_them_safe():
    assert owed("arrested", opted_out=[6]) == {}
    assert set(owed("bail_changed", opted_out=[6])) == {"told_bail_changed"}


def test_enhanced_rights_bring_a_limit_nearer_from_the_decision_and_never_further():
    due = datetime(2026, 12, 4, 23, 59, tzinfo=UK)
    assert clocks.sooner("told_arrested", "england_wales", due, FRIDAY, TODAY).date() == date(2026, 11, 30)
    soon = datetime(2026, 11, 27, 23, 59, tzinfo=UK)
    assert clocks.sooner("told_arrested", "england_wales", soon, FRIDAY, TODAY) == soon
    assert clocks.sooner("long_gone", "england_wales", due, FRIDAY, TODAY) == due


@pytest.mark.parametrize("regime", REGIMES)
def test_every_right_of_the_tables_can_be_opened_and_has_its_name(regime):
    raised = {"recorded", "reclassified", "named", "complaint"} | {row["code"] for row in table("steps", TODAY).rows}
    for code, row in rights(regime, TODAY).items():
        assert set(row["triggers"]) <= raised, code
        assert row["enhanced"] <= row["normal"], code
        assert right_name(regime, row["right"], TODAY), code
        assert set(row["of"]) <= set(standing.STANDINGS), code
        assert row["source"], code
        assert not row["deed"] or row["deed"] in clocks.DEEDS, code


@pytest.mark.parametrize(
    ("kind", "born_on", "found"),
    [
        ("person", date(2008, 11, 29), "child"),  # eighteen tomorrow
        ("person", date(2008, 11, 28), "person"),
        ("person", None, "person"),
        ("organisation", None, "business"),
    ],
)
def test_who_is_under_eighteen_is_a_child_and_a_company_a_business(kind, born_on, found):
    assert standing.standing_of(kind, born_on, TODAY) == found


@pytest.mark.parametrize(
    ("facts", "bases"),
    [
        (("person", "20A", "SEX"), ("sexual",)),
        (("child", "8N", "VIOL"), ("under_18",)),
        (("person", "8N", "HATE"), ("hate",)),
        (("person", "8U", "DA"), ("domestic",)),
        (("bereaved", "1", "VIOL"), ("bereaved",)),
        (("person", "46", "THEFTR"), ()),
        (("business", "9B", "HATE"), ()),
    ],
)
def test_the_records_own_signs_propose_a_basis(facts, bases):
    who, offence_class, opening_code = facts
    assert standing.bases_by_sign(who, offence_class, opening_code, TODAY) == bases


def test_a_repeat_victim_is_counted_by_the_window_and_named_with_the_references():
    frame = standing.window(TODAY)
    assert frame.days == 365
    assert standing.repeat_words([], frame) == ""
    assert standing.repeat_words(["260000001"], frame) == "1 earlier crime in 365 days: 260000001"


@pytest.mark.parametrize(
    ("needs", "sentence"),
    [
        (Needs(bases=("rich",), support="x"), "no basis"),
        (Needs(bases=("targeted",), support="x"), "how they are targeted"),
        (Needs(), "what they need"),
        (Needs(support="x" * 501), "500 characters"),
        (Needs(support="bell\x07"), "control character"),
    ],
)
def test_an_assessment_says_what_the_code_asks(needs, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        standing.check_needs(needs, "person", TODAY)


def test_the_bases_are_kept_in_the_order_of_the_table_each_once():
    kept = standing.check_needs(Needs(bases=("fear", "hate", "fear"), support="none now"), "person", TODAY)
    assert kept.bases == ("hate", "fear")


@pytest.mark.parametrize(
    ("facts", "who", "sentence"),
    [
        (StandFacts(kind="business", name="Kim"), "person", "Nobody stands so"),
        (StandFacts(kind="parent", name="Kim", reached_by="07700 900123"), "child", "what the child wants"),
        (StandFacts(kind="nobody"), "child", "against the child's interests"),
        (StandFacts(kind="business", name="Kim"), "business", "how they are reached"),
        (StandFacts(kind="spokesperson"), "bereaved", "who it is"),
        (StandFacts(kind="king"), "person", "in what part"),
    ],
)
def test_who_stands_for_a_victim_is_named_as_the_code_asks(facts, who, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        standing.check_stand(facts, who, TODAY)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(way="pigeon", address="x", every_days=7, by_whom="PC Ash"), "how they want"),
        (Plan(way="call", address="x", every_days=0, by_whom="PC Ash"), "how many days"),
        (Plan(way="call", address="x", every_days=None, by_whom="PC Ash"), "how many days"),
        (Plan(way="call", address=" ", every_days=7, by_whom="PC Ash"), "number or address"),
        (Plan(way="call", address="x", every_days=7, by_whom=""), "who tells them"),
    ],
)
def test_a_contact_plan_says_how_where_how_often_and_by_whom(plan, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        plans.check_plan(plan)


def test_an_agreed_update_is_owed_by_the_end_of_its_day_also_when_the_clocks_change():
    before = datetime(2026, 10, 20, 9, 0, tzinfo=UK)
    assert plans.next_update(before, 7) == datetime(2026, 10, 27, 23, 59, tzinfo=UK)


@pytest.mark.parametrize(
    ("referral", "sentence"),
    [
        (Referral(service="vss", consent="agreed"), "does not serve this nation"),
        (Referral(service="nobody", consent="agreed"), "which service"),
        (Referral(service="isva", consent="perhaps"), "what they answered"),
    ],
)
def test_a_referral_names_a_service_of_the_nation_and_their_answer(referral, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        plans.check_referral(referral, "england_wales", TODAY)


@pytest.mark.parametrize(
    ("how", "code", "words", "sentence"),
    [
        ("call", "referral", "told", "refer them to a service"),
        ("pigeon", "confirmation", "told", "choose from the list"),
        ("call", "confirmation", " ", "what they were told"),
        ("gave_up", "confirmation", "no", "what was tried"),
    ],
)
def test_what_keeps_a_right_is_said_and_a_deed_is_not_told_away(how, code, words, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        clocks.check_keeping("england_wales", code, how, words, TODAY)


def test_a_duty_with_a_deed_may_end_without_it_only_with_a_reason():
    way, words = clocks.check_keeping("england_wales", "referral", "gave_up", "Rang three times, no answer", TODAY)
    assert (way["keeps"], words) == (False, "Rang three times, no answer")


@pytest.mark.parametrize(
    ("code", "words", "at", "sentence"),
    [
        ("no_action", "no", FRIDAY, "owed the reason"),
        ("married", "", FRIDAY, "what happened"),
        ("arrested", "", FRIDAY + timedelta(days=9), "in the future"),
        ("arrested", "", FRIDAY - timedelta(days=9), "before the first report"),
    ],
)
def test_a_step_of_the_case_is_refused_without_reason_or_at_an_impossible_time(code, words, at, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        clocks.check_step(code, words, at, FRIDAY + timedelta(hours=1), FRIDAY - timedelta(hours=1))


def test_a_letter_is_filled_in_to_the_last_field_in_each_language():
    for row in table("templates", TODAY).rows:
        asked = Asked(template=row["code"], language=row["language"], way=row["ways"][0], words="Ring us.")
        written = letters.write(asked, FACTS, TODAY)
        assert "{" not in written.subject + written.body
        assert "260000001" in written.subject + written.body
        assert set(written.answers) <= set(rights("england_wales", TODAY)) | set(rights("scotland", TODAY))


@pytest.mark.parametrize(
    ("asked", "facts", "sentence"),
    [
        (Asked(template="ode", language="en", way="post"), FACTS, "which letter"),
        (Asked(template="ended", language="cy", way="post"), FACTS, "in that language"),
        (Asked(template="ended", language="en", way="text"), FACTS, "does not go that way"),
        (Asked(template="progress_text", language="en", way="text", words="x" * 450), FACTS, "A text takes"),
        (Asked(template="confirmation", language="en", way="post"), FACTS | {"officer": ""}, "not known: officer"),
    ],
)
def test_a_letter_that_would_go_wrong_is_refused(asked, facts, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        letters.write(asked, facts, TODAY)


def test_words_of_a_victim_that_look_like_a_field_stay_words():
    asked = Asked(template="progress", language="en", way="post", words="He wrote {number} on the wall.")
    assert "He wrote {number} on the wall." in letters.write(asked, FACTS, TODAY).body


@pytest.mark.parametrize(
    ("state", "is_final", "found"), [("open", False, "acknowledged"), ("open", True, "answered"),
                                     ("acknowledged", True, "answered")],
)  # fmt: skip
def test_a_complaint_is_acknowledged_or_answered(state, is_final, found):
    assert plans.check_answer(state, "We rang.", is_final=is_final) == (found, "We rang.")


@pytest.mark.parametrize(("state", "is_final"), [("answered", True), ("answered", False), ("acknowledged", False)])
def test_a_complaint_is_answered_once(state, is_final):
    with pytest.raises(RuleBroken, match="already"):
        plans.check_answer(state, "We rang.", is_final=is_final)
