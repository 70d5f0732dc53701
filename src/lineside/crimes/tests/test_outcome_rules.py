"""Which outcome may be given to a crime: each type with all that it needs, and the worked examples of the texts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.crimes.rules.conditions import conditions, holds
from lineside.crimes.rules.outcomes import (
    Claim,
    asked_for,
    check_outcome,
    outcome_types,
    what_stands_in_the_way,
)
from lineside.crimes.rules.standing import Standing, facts_of
from lineside.kernel.errors import RuleBroken

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ON = AT.date()
ABH = Standing(
    code="008/06",
    offence_class="8N",
    victim_or_state="V",
    first_report_at=AT - timedelta(days=40),
    recorded_at=AT - timedelta(days=40),
    committed_to=AT - timedelta(days=41),
)
CANNABIS = replace(ABH, code="092/61", offence_class="92E", victim_or_state="S")
COMMON_ASSAULT = replace(ABH, code="105/01", offence_class="105A", committed_to=AT - timedelta(days=250))
RAPE = replace(ABH, code="019/08", offence_class="19C")
MURDER = replace(ABH, code="001/01", offence_class="1")
ROBBERY = replace(ABH, code="034/01", offence_class="34A")
KNIFE = replace(ABH, code="008/26", offence_class="10D", victim_or_state="S")
DOMESTIC = replace(ABH, flags=frozenset({"domestic"}))
HATE = replace(ABH, flags=frozenset({"hate_race"}))
SCOTS = replace(ABH, jurisdiction="scotland")
SCOTTISH = outcome_types(ON, "scotland")
OF = {"7": CANNABIS, "17": COMMON_ASSAULT}
AGES = {"2": 15, "2A": 15, "11": 9, "23": 15}
AUTHORITY = {"4": ["ddm"], "5": ["ddm"]}
GIVEN = [code for code in outcome_types(ON) if code != "19"]


def whole(outcome: str, crime: Standing = ABH, **changed: object) -> Claim:
    """A claim that says all that this outcome asks of this crime, each may among it only when it is named."""
    needs = outcome_types(ON)[outcome].needs
    checks = {row.code for row in asked_for(crime, outcome, ON) if row.kind == "check"}
    may = {"conditional"} if outcome in {"3", "3A"} else set()
    suspect = needs["suspect"] if needs["suspect"] in {"named", "identified", "none"} else "named"
    claim = Claim(
        outcome=outcome,
        suspect=suspect,
        suspect_age=AGES.get(outcome, 30),
        evidence="charge",
        admitted=True,
        victim=needs["victim"] or ("" if outcome == "21" else "supports"),
        confirmed=frozenset(checks | may),
        charged="149/00" if outcome in {"1A", "2A", "3A"} else "",
        told_victim_at=AT - timedelta(hours=1),
        telling="By telephone, by the officer in the case",
        told_suspect_at=AT - timedelta(hours=2),
        rationale="As the officer's closing report of today says.",
    )
    return replace(claim, **changed)  # type: ignore[arg-type]


def refusal(claim: Claim, crime: Standing = ABH, own: Sequence[str] = ()) -> str:
    with pytest.raises(RuleBroken) as refused:
        check_outcome(claim, crime, AT, own)
    return refused.value.sentence


@pytest.mark.parametrize("outcome", GIVEN)
def test_an_outcome_with_all_that_it_needs_is_given(outcome):
    crime = OF.get(outcome, ABH)
    given = check_outcome(whole(outcome, crime), crime, AT, AUTHORITY.get(outcome, []))
    assert given.code == outcome


@pytest.mark.parametrize("outcome", GIVEN)
def test_whatever_must_be_confirmed_and_is_not_is_named_with_its_page(outcome):
    crime = OF.get(outcome, ABH)
    claim = whole(outcome, crime)
    may = {row.code for row in conditions("outcome_conditions", ON) if row.kind == "may"}
    for row in asked_for(crime, outcome, ON):
        if row.kind == "check" and not {*row.when} & may:
            without = replace(claim, confirmed=claim.confirmed - {row.code})
            assert (
                refusal(without, crime, AUTHORITY.get(outcome, ())) == f"Not confirmed: {row.says} ({row.paragraph})."
            )


NAMED = [code for code, each in outcome_types(ON).items() if each.needs["suspect"] in {"named", "identified"}]


@pytest.mark.parametrize("outcome", NAMED)
def test_an_outcome_that_needs_a_suspect_is_not_given_without(outcome):
    crime = OF.get(outcome, ABH)
    assert f"Outcome {outcome} needs a named suspect (" in refusal(whole(outcome, crime, suspect="none"), crime)


@pytest.mark.parametrize("outcome", ["14", "18"])
def test_an_outcome_for_no_suspect_is_not_given_with_one(outcome):
    assert "no suspect named" in refusal(whole(outcome, suspect="named"))


@pytest.mark.parametrize("outcome", ["15", "16"])
def test_the_true_identity_must_be_established_for_15_and_16(outcome):
    assert "true identity is established" in refusal(whole(outcome, suspect="named"))


@pytest.mark.parametrize(
    ("outcome", "age", "says"),
    [
        ("2", 18, "suspects of 10 to 17"), ("2", 9, "suspects of 10 to 17"), ("3", 17, "suspects of 18 or over"),
        ("6", 17, "suspects of 18 or over"), ("7", 17, "suspects of 18 or over"), ("11", 10, "suspects of 9 or under"),
        ("23", 18, "suspects of 10 to 17"), ("24", 17, "suspects of 18 or over"), ("1", 9, "suspects of 10 or over"),
        ("2", None, "say it"), ("11", None, "say it"), ("24", None, "say it"),
    ],
)  # fmt: skip
def test_the_age_of_the_suspect_is_that_of_the_outcome(outcome, age, says):
    crime = OF.get(outcome, ABH)
    assert says in refusal(whole(outcome, crime, suspect_age=age), crime)


WANTS = [(code, each.needs["evidence"]) for code, each in outcome_types(ON).items() if each.needs["evidence"]]


@pytest.mark.parametrize(("outcome", "wanted"), WANTS)
def test_less_evidence_than_the_outcome_needs_is_refused(outcome, wanted):
    crime = OF.get(outcome, ABH)
    less = {"confirmed": "", "responsibility": "confirmed", "charge": "responsibility"}[wanted]
    assert f"Outcome {outcome} needs" in refusal(whole(outcome, crime, evidence=less), crime, ("ddm",))


TELLS = [code for code, each in outcome_types(ON).items() if each.needs["tells_suspect"] == "yes"]


def test_the_suspect_is_told_for_1_to_4_6_to_10_21_and_22():
    assert TELLS == ["1", "1A", "2", "2A", "3", "3A", "4", "6", "7", "8", "9", "10", "21", "22"]


@pytest.mark.parametrize("outcome", TELLS)
def test_the_suspect_must_know_what_follows(outcome):
    crime = OF.get(outcome, ABH)
    said = refusal(whole(outcome, crime, told_suspect_at=None), crime, AUTHORITY.get(outcome, ()))
    assert "recorded as responsible" in said


@pytest.mark.parametrize("outcome", [code for code in GIVEN if code != "7"])
def test_the_victim_is_told_before_the_outcome_is_given(outcome):
    crime = OF.get(outcome, ABH)
    said = refusal(whole(outcome, crime, told_victim_at=None), crime, AUTHORITY.get(outcome, ()))
    assert said.endswith("(OF 2026 p3).")
    assert "told of the outcome before" in said


def test_a_crime_against_the_state_has_nobody_to_tell():
    assert check_outcome(whole("7", CANNABIS, told_victim_at=None, telling=""), CANNABIS, AT).code == "7"


def test_outcome_19_is_not_a_forces_to_give():
    with pytest.raises(RuleBroken, match=r"National Fraud Intelligence Bureau.*p24"):
        check_outcome(Claim(outcome="19"), ABH, AT)


@pytest.mark.parametrize("outcome", ["0", "25", "1B", ""])
def test_what_is_on_no_list_is_no_outcome(outcome):
    with pytest.raises(RuleBroken, match="no outcome of the list"):
        check_outcome(Claim(outcome=outcome), ABH, AT)


def test_a_crime_of_scotland_has_no_outcome_of_these():
    assert "SCRS p5" in refusal(whole("1"), SCOTS)


@pytest.mark.parametrize("code", sorted(SCOTTISH))
def test_what_counts_as_cleared_up_in_scotland_asks_all_that_the_standard_asks(code):
    checks = {row.code for row in asked_for(SCOTS, code, ON) if row.kind == "check"}
    may = {"non_age"} if code == "S2" else set()
    needs = SCOTTISH[code].needs
    claim = replace(whole("15"), outcome=code, suspect=needs["suspect"] or "none", confirmed=frozenset(checks | may))
    claim = replace(claim, told_suspect_at=claim.told_victim_at)
    assert check_outcome(claim, SCOTS, AT).jurisdiction == "scotland"
    for check in checks | may:
        assert "SCRS p" in refusal(replace(claim, confirmed=claim.confirmed - {check}), SCOTS)
    assert "2014 s1" in refusal(replace(claim, told_victim_at=None, telling=""), SCOTS)
    assert "no outcome of the list" in refusal(claim)  # nor has a crime of England any of these


def test_nothing_is_decided_on_a_cancelled_crime():
    assert "cancelled" in refusal(whole("1"), replace(ABH, state="cancelled"))


def test_no_edition_of_outcomes_judges_a_day_before_it():
    with pytest.raises(RuleBroken, match="in force"):
        check_outcome(whole("1"), ABH, datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert "23" in outcome_types(date(2026, 4, 1))


# --- The claim itself ---


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"suspect": "somebody"}, "suspect"), ({"evidence": "plenty"}, "evidence"), ({"victim": "angry"}, "victim"),
        ({"suspect_age": 121}, "suspect_age"), ({"suspect_age": -1}, "suspect_age"),
        ({"confirmed": frozenset({"moonlight"})}, "confirmed"), ({"authority": "mayor"}, "authority"),
        ({"authority": "registrar", "authorised_by": "Somebody"}, "authority"),
        ({"authority": "inspector"}, "authorised_by"), ({"told_victim_at": AT + timedelta(hours=1)}, "told_victim_at"),
        ({"told_suspect_at": AT - timedelta(days=90)}, "told_suspect_at"), ({"telling": ""}, "telling"),
        ({"rationale": "bell\x07"}, "rationale"),
    ],
)  # fmt: skip
def test_a_claim_that_cannot_be_right_is_refused_at_its_field(changed, field):
    with pytest.raises(RuleBroken) as refused:
        check_outcome(whole("15", **changed), ABH, AT)
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")


def test_what_is_confirmed_and_not_asked_proves_nothing():
    claim = whole("15", RAPE)
    assert what_stands_in_the_way(claim, RAPE, AT) == what_stands_in_the_way(
        replace(claim, confirmed=claim.confirmed | {"mg18", "shop", "conditional"}), RAPE, AT
    )


def test_every_word_of_the_tables_is_one_that_something_makes_true():
    said = {"victim_supports", "victim_out_of_reach", "suspect_child", "murder_alternate"}
    said |= {"stalking_to_harassment", "to_homicide", "rape_to_incident", "crosses_the_border", "ours", "to_ourselves"}
    crimes = [
        ABH, CANNABIS, RAPE, MURDER, ROBBERY, KNIFE, HATE, COMMON_ASSAULT,
        replace(RAPE, offence_class="19E"), replace(ABH, code="093/74"), replace(ABH, code="008/52"),
        replace(ABH, offence_class="106"), replace(ABH, offence_class="49A"), replace(ABH, outcomes=("1",)),
        replace(ABH, outcomes=("1A",)), replace(ABH, outcomes=("6",)), replace(ABH, offence_class="11A"),
        replace(ABH, flags=frozenset({"domestic", "high_risk_domestic"})),
    ]  # fmt: skip
    said |= {word for crime in crimes for word in facts_of(crime, ON)}
    for table in ("outcome_conditions", "cancellation_conditions", "change_conditions"):
        rows = conditions(table, ON)
        may = {row.code for row in rows if row.kind in {"may", "check"}}
        for row in rows:
            assert {word.removeprefix("!") for word in row.when} <= said | may, (table, row.code)
            assert row.kind in {"check", "may", "never", "any", "authority"}
            assert row.paragraph.startswith(("CRR 2026/27 p", "OF 2026 p", "RR 2026 p", "SCRS "))
            assert not row.says.endswith(".")


def test_a_condition_reads_its_words():
    assert holds(("rape", "!domestic"), {"rape"})
    assert not holds(("rape", "!domestic"), {"rape", "domestic"})
    assert holds((), set())
