"""Outcomes by the worked examples of the official texts, and by the domain's own table of cases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lineside.crimes.rules.outcomes import check_outcome
from lineside.crimes.tests.test_outcome_rules import (
    ABH,
    AT,
    COMMON_ASSAULT,
    DOMESTIC,
    HATE,
    KNIFE,
    MURDER,
    RAPE,
    ROBBERY,
    refusal,
    whole,
)


def test_cases_47_and_p18_only_the_broken_phone_can_be_charged():
    """The assault takes no 1A, it takes 15; the damage is recorded besides, with outcome 1."""
    for outcome in ("1", "1A"):
        said = refusal(whole(outcome, confirmed=whole(outcome).confirmed | {"related_only"}))
        assert "record the related crime besides" in said
    assert check_outcome(whole("15"), ABH, AT).code == "15"
    damage = replace(ABH, code="149/00", offence_class="58D")
    assert check_outcome(whole("1", damage), damage, AT).code == "1"


def test_case_49_the_suspect_is_known_wanted_and_cannot_be_traced():
    assert check_outcome(whole("15", evidence="confirmed"), ABH, AT).code == "15"


@pytest.mark.parametrize(
    ("charged", "is_given"),
    [("4/1", True), ("4/2", True), ("4/3", True), ("4/7", True), ("5D", False), ("005/01", False)],
)
def test_p19_what_may_be_charged_for_a_murder(charged, is_given):
    claim = whole("1A", MURDER, charged=charged)
    if is_given:
        assert check_outcome(claim, MURDER, AT, ["registrar"]).code == "1A"
    else:
        assert "manslaughter, infanticide, child destruction" in refusal(claim, MURDER, ("registrar",))


def test_of_p6_the_registrar_endorses_it_not_a_designated_decision_maker():
    assert "endorsed by the registrar" in refusal(whole("1A", MURDER, charged="4/1"), MURDER, ("ddm",))


def test_p20_a_girl_of_twelve_and_a_charge_under_section_13():
    girl = replace(RAPE, code="019/16", offence_class="19E")
    claim = whole("1A", girl, suspect_age=15)
    assert "three grounds" in refusal(claim, girl)
    assert check_outcome(replace(claim, confirmed=claim.confirmed | {"listed_alternate"}), girl, AT).code == "1A"
    # The ground of the list is for a victim under 13 alone.
    grown = whole("1A", RAPE)
    assert "three grounds" in refusal(replace(grown, confirmed=grown.confirmed | {"listed_alternate"}), RAPE)


def test_p20_an_accredited_registrar_and_no_other_may_authorise_another_sexual_offence():
    assert "three grounds" in refusal(whole("1A", RAPE), RAPE, ("registrar",))
    assert check_outcome(whole("1A", RAPE), RAPE, AT, ["accredited_registrar"]).code == "1A"
    cps = whole("1A", RAPE)
    assert check_outcome(replace(cps, confirmed=cps.confirmed | {"cps_alternate"}), RAPE, AT).code == "1A"


def test_p20_the_punch_two_weeks_before_is_all_that_can_be_charged():
    claim = whole("1A", RAPE)
    said = refusal(replace(claim, confirmed=claim.confirmed | {"cps_alternate", "related_only"}), RAPE)
    assert "Only a related crime" in said


def test_p21_caught_with_the_phone_and_no_part_in_the_robbery():
    claim = whole("1A", ROBBERY)
    said = refusal(replace(claim, confirmed=claim.confirmed - {"same_facts"}), ROBBERY)
    assert "principal or accessory" in said


def test_p22_two_shirts_and_a_shove():
    claim = whole("1A", ROBBERY, charged="46")
    shop = replace(claim, confirmed=claim.confirmed | {"shop"})
    assert "sergeant" in refusal(shop, ROBBERY)
    with_sergeant = replace(shop, authority="sergeant", authorised_by="PS Imran Hale")
    assert check_outcome(with_sergeant, ROBBERY, AT).code == "1A"
    for unconfirmed in ("low_level", "why_theft_alone"):
        assert "Not confirmed" in refusal(replace(with_sergeant, confirmed=shop.confirmed - {unconfirmed}), ROBBERY)
    by_cps = replace(shop, confirmed=shop.confirmed | {"cps_decided"})
    assert check_outcome(by_cps, ROBBERY, AT).code == "1A"


def test_p22_the_shop_declines_and_the_guard_goes_on():
    assert check_outcome(whole("16", ROBBERY), ROBBERY, AT).code == "16"
    guard = replace(ABH, code="105/01", offence_class="105A")
    assert check_outcome(whole("1", guard), guard, AT).code == "1"


@pytest.mark.parametrize("outcome", ["15", "16"])
@pytest.mark.parametrize("crime", [RAPE, replace(DOMESTIC, flags=frozenset({"domestic", "high_risk_domestic"}))])
def test_p22_and_p23_an_inspector_closes_a_rape_or_high_risk_case(outcome, crime):
    claim = whole(outcome, crime)
    assert "is closed by an inspector" in refusal(claim, crime)
    assert "is closed by an inspector" in refusal(replace(claim, authority="sergeant", authorised_by="PS Hale"), crime)
    for rank in ("inspector", "staff_inspector", "superintendent"):
        assert check_outcome(replace(claim, authority=rank, authorised_by="Insp Noor Abara"), crime, AT)
    assert check_outcome(claim, crime, AT, ["registrar_team"])


def test_p19_a_victim_who_cannot_be_reached_is_not_one_who_does_not_support():
    assert "cannot be reached" in refusal(whole("16", victim="out_of_reach"))
    assert "needs a victim who supports" in refusal(whole("15", victim="does_not_support"))
    assert "needs a victim who is not able" in refusal(whole("14", victim="out_of_reach"))


def test_p18_the_points_to_prove_stand_for_the_victim_where_there_is_none():
    claim = whole("15", KNIFE, victim="", told_victim_at=None, telling="")
    assert check_outcome(claim, KNIFE, AT).code == "15"
    assert "consider C4" in refusal(replace(claim, confirmed=claim.confirmed - {"points_made_out"}), KNIFE)
    assert "with a victim" in refusal(whole("16", KNIFE, victim=""), KNIFE)


def test_p11_a_simple_caution_is_for_domestic_abuse_and_hate_crime():
    for crime, is_given in ((ABH, False), (DOMESTIC, True), (HATE, True)):
        claim = whole("3", crime)
        simple = replace(claim, confirmed=claim.confirmed - {"conditional"})
        if is_given:
            assert check_outcome(simple, crime, AT).code == "3"
        else:
            assert "domestic abuse and hate crime only" in refusal(simple, crime)


def test_p10_no_simple_caution_for_a_childs_knife():
    claim = whole("2", KNIFE)
    assert "possessing a knife" in refusal(claim, KNIFE)
    assert check_outcome(replace(claim, confirmed=claim.confirmed | {"conditional"}), KNIFE, AT).code == "2"


def test_p15_no_community_resolution_for_these():
    assert "indictable-only" in refusal(whole("8", ROBBERY), ROBBERY)
    assert "possessing a knife" in refusal(whole("8", KNIFE), KNIFE)
    partners = whole("8", DOMESTIC)
    assert "intimate partners" in refusal(replace(partners, confirmed=partners.confirmed | {"partners"}), DOMESTIC)
    for crime in (DOMESTIC, HATE):
        assert "needs an inspector's authority" in refusal(whole("8", crime), crime)
        with_inspector = whole("8", crime, authority="inspector", authorised_by="Insp Noor Abara")
        assert check_outcome(with_inspector, crime, AT).code == "8"


def test_p16_the_cps_decides_on_what_is_for_the_crown_court_alone():
    assert "outcome 9" in refusal(whole("10", ROBBERY), ROBBERY)
    assert check_outcome(whole("9", ROBBERY), ROBBERY, AT).code == "9"


def test_p20_the_time_limit_must_have_passed_and_be_one_of_summary_offences():
    assert "has not expired" in refusal(whole("17", replace(COMMON_ASSAULT, committed_to=AT - timedelta(days=100))),
                                        replace(COMMON_ASSAULT, committed_to=AT - timedelta(days=100)))  # fmt: skip
    old = replace(ABH, committed_to=AT - timedelta(days=250))
    assert "summary only" in refusal(whole("17", old), old)
    claim = whole("17", old)
    assert check_outcome(replace(claim, confirmed=claim.confirmed | {"would_be_summary"}), old, AT).code == "17"
    unknown = replace(COMMON_ASSAULT, committed_to=None)
    assert "does not say" in refusal(whole("17", unknown), unknown)


def test_p22_outcome_21_against_the_victims_view_and_for_what_is_serious():
    assert "A supervisor must endorse" not in refusal(whole("21", rationale="short"))
    claim = whole("21", victim="supports")
    assert check_outcome(replace(claim, victim=""), ABH, AT).code == "21"
    assert "A supervisor must endorse" in refusal(claim)
    with_sergeant = replace(claim, authority="sergeant", authorised_by="PS Imran Hale")
    assert check_outcome(with_sergeant, ABH, AT).code == "21"
    assert "serious offence" in refusal(whole("21", HATE, authority="sergeant", authorised_by="PS Hale"), HATE)


def test_p23_what_was_not_completed_is_no_outcome_22():
    for outcome in ("22", "23", "24"):
        claim = whole(outcome)
        assert "has completed" in refusal(replace(claim, confirmed=claim.confirmed - {"completed"}))


# --- One outcome after another ---


def test_the_same_outcome_is_not_given_twice():
    assert "has that outcome already" in refusal(whole("18"), replace(ABH, outcomes=("18",)))


def test_p21_no_suspect_becomes_a_charge_when_somebody_is_found_and_says_why():
    closed = replace(ABH, outcomes=("18",))
    assert check_outcome(whole("1", closed), closed, AT).code == "1"
    assert "why the outcome changes" in refusal(whole("1", closed, rationale=""), closed)


def test_p9_an_acquittal_does_not_change_a_charge():
    charged = replace(ABH, outcomes=("1",))
    claim = whole("15", charged)
    assert "recorded in error" in refusal(replace(claim, confirmed=claim.confirmed - {"charge_in_error"}), charged)


def test_p14_a_penalty_notice_stands_until_it_is_revoked():
    noticed = replace(ABH, outcomes=("6",))
    claim = whole("15", noticed)
    assert "revoked" in refusal(replace(claim, confirmed=claim.confirmed - {"notice_revoked"}), noticed)
    assert check_outcome(claim, noticed, AT).code == "15"
