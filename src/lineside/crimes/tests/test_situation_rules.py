"""Reports of which the rules say something of their own, and where a crime counts as committed."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.crimes.rules.situations import judge_situation, ladders, situations, where_committed
from lineside.crimes.tests.test_compiled_tables import published, shipped
from lineside.kernel.errors import RuleBroken

TOLD = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ON = TOLD.date()


@pytest.mark.parametrize(
    ("code", "facts", "decision", "page"),
    [
        ("drunk", [], "incident_only", "p9"),
        ("drunk", ["supported"], "record", "p9"),
        ("under_10", [], "record", "p9"),
        ("no_capacity", [], "record", "p9"),
        ("unwilling_victim", [], "record", "p7"),
        ("no_details", [], "record", "p12"),
        ("conference", [], "crime_related_incident", "p10"),
        ("conference", ["professional"], "record", "p10"),
        ("police_on_duty", [], "incident_only", "p17"),
        ("police_on_duty", ["case_to_answer"], "record", "p17"),
        ("police_off_duty", [], "record", "p17"),
        ("crime_agency", ["delay_justified"], "refer_to_registrar", "p18"),
        ("other_authority", ["authority_is_victim"], "record", "p17"),
        ("other_authority", ["joint"], "crime_related_incident", "p17"),
        ("referral_centre", ["wants_investigation"], "record", "p62"),
        ("referral_centre", ["details_passed"], "record", "p62"),
        ("referral_centre", ["samples_to_police"], "record", "p62"),
        ("referral_centre", ["professional"], "record", "p62"),
        ("referral_centre", [], "reported_incident", "p62"),
        ("slavery_referral", [], "record", "p48"),
        ("slavery_referral", ["all_overseas"], "incident_only", "p48"),
        ("mutilation_report", [], "record", "p44"),
        ("nuisance_calls", [], "incident_only", "p51"),
        ("nuisance_calls", ["course_of_conduct"], "record", "p51"),
        ("willing_teenager", [], "crime_related_incident", "p65"),
        ("willing_teenager", ["penetration"], "crime_related_incident", "p65"),
        ("willing_teenager", ["penetration", "points_made_out"], "record", "p65"),
        ("willing_teenager", ["parent_reports"], "record", "p65"),
        ("child_image", ["coerced"], "incident_only", "p66"),
        ("vehicle_touched", ["damage", "theft_likelier"], "record", "p78"),
        ("vehicle_touched", ["no_criminal_intent"], "incident_only", "p78"),
        ("drugs_unsure", ["admitted"], "record", "p91"),
        ("drugs_unsure", ["unwitting", "tested"], "incident_only", "p8"),
        ("drugs_unsure", ["cannabis", "experienced_officer"], "record", "p91"),
        ("drugs_unsure", ["experienced_officer"], "incident_only", "p91"),
        ("made_off", [], "record", "p83"),
        ("made_off", ["paid_first"], "incident_only", "p83"),
        ("machine", ["owner_dealt"], "incident_only", "p82"),
        ("disorder", [], "incident_only", "p86"),
        ("disorder", ["police_saw"], "record", "p9"),
        ("suspected_fraud", [], "transfer", "p97"),
        ("suspected_fraud", ["local_suspect"], "record", "p97"),
        ("unlawful_driving", [], "crime_related_incident", "p37"),
        ("unlawful_driving", ["death"], "reported_incident", "p37"),
        ("unlawful_driving", ["death", "made_out"], "record", "p37"),
        ("unlawful_driving", ["unlicensed"], "record", "p37"),
        ("damage_no_cost", [], "incident_only", "p86"),
        ("own_property", [], "record", "p86"),
        ("other_force", [], "crime_related_incident", "p9"),
    ],
)
def test_what_a_situation_leads_to(code, facts, decision, page):
    found = judge_situation(code, facts, TOLD, ON)
    assert (found.decision, found.paragraph) == (decision, f"CRR 2026/27 {page}")


def test_the_clock_is_24_hours_but_where_the_rules_set_none():
    assert judge_situation("drunk", [], TOLD, ON).record_by == TOLD + timedelta(hours=24)
    assert judge_situation("police_on_duty", [], TOLD, ON).record_by is None


def test_every_situation_ends_in_a_row_that_holds_without_a_fact():
    for code in situations(ON):
        assert judge_situation(code, [], TOLD, ON).says


def test_every_decision_is_one_of_the_counting_format():
    known = {"record", "crime_related_incident", "incident_only", "reported_incident", "transfer", "refer_to_registrar"}
    assert {row["decision"] for row in shipped("recording_situations").rows} <= known


def test_a_fact_on_which_it_does_not_turn_is_refused():
    with pytest.raises(RuleBroken, match="does not turn on moonlight; it turns on supported"):
        judge_situation("drunk", ["moonlight"], TOLD, ON)
    with pytest.raises(RuleBroken, match="turns on nothing"):
        judge_situation("under_10", ["supported"], TOLD, ON)
    with pytest.raises(RuleBroken, match="no situation"):
        judge_situation("full_moon", [], TOLD, ON)


@pytest.mark.parametrize(
    ("ladder", "known", "decides", "decision"),
    [
        ("general", {"suspect_at": "btp", "victim_at": "Kent Police"}, "suspect_at", "record"),
        ("general", {"victim_at": "Kent Police", "victim_home": "btp"}, "victim_at", "transfer"),
        ("general", {"victim_home": "Essex Police"}, "victim_home", "transfer"),
        ("general", {"business": "btp"}, "business", "record"),
        ("general", {"suspect_at": " ", "first_aware": "btp"}, "first_aware", "record"),
        ("online", {"victim_home": "btp", "suspect_home": "Kent Police"}, "suspect_home", "transfer"),
        ("online", {"victim_home": "btp"}, "victim_home", "record"),
        ("flight_in_the_uk", {"departure": "Police Scotland"}, "departure", "crime_related_incident"),
        ("flight_into_the_uk", {}, "", "crime_related_incident"),
        ("flight_british_registered", {"last_uk_airport": "Kent Police"}, "last_uk_airport", "crime_related_incident"),
    ],
)
def test_the_first_place_of_the_ladder_that_is_known_decides(ladder, known, decides, decision):
    found = where_committed(ladder, known, ON)
    assert (found.knows, found.decision) == (decides, decision)


def test_a_place_of_which_nothing_is_known_is_asked_for():
    with pytest.raises(RuleBroken, match=r"say one of suspect_at, victim_at.*p16"):
        where_committed("general", {}, ON)
    with pytest.raises(RuleBroken, match="Choose a way"):
        where_committed("by_sea", {}, ON)
    assert set(ladders(ON)) >= {"general", "online"}


def test_how_each_code_is_tried_is_what_the_list_says():
    named = {"I": "indictable", "E": "either", "S": "summary"}
    modes: dict[str, set[str]] = {}
    for row in published("notifiable_offences_2026-27.csv"):
        modes.setdefault(row["ho_code"], set()).add(named[row["mode"]])
    found = {row["code"]: row["mode"] for row in shipped("trial_modes").rows}
    assert found == {code: mode.pop() if len(mode) == 1 else "either" for code, mode in modes.items()}
