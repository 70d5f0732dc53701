"""The recording rules: the clock, the classification, what a crime and a refusal to record must say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.crimes.proposals import propose_offences
from lineside.crimes.rules import (
    DATA,
    Choice,
    Item,
    NoCrime,
    Party,
    Report,
    check_classification,
    check_lateness,
    check_no_crime,
    check_report,
    no_crime_reasons,
    record_by,
    reference,
)
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

TODAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VICTIM = Party(role="victim", name="Robin Vale")


def offence(code="008/06", offence_class="8N"):
    return check_classification(Choice(code=code, offence_class=offence_class), TODAY)


def test_the_clock_runs_twenty_four_hours_from_the_first_report():
    assert record_by(NINE) == NINE + timedelta(hours=24)


def test_a_theft_reported_at_nine_and_crimed_at_half_past_ten_next_day_is_late():
    late = NINE + timedelta(hours=25, minutes=30)
    with pytest.raises(RuleBroken, match="ended at 09:00 on 24 November; say why") as refused:
        check_lateness(first_report_at=NINE, recorded_at=late, late_reason=" ")
    assert refused.value.field == "late_reason"
    assert check_lateness(first_report_at=NINE, recorded_at=late, late_reason="Victim in surgery until today.")


def test_at_the_last_moment_it_is_not_late():
    assert not check_lateness(first_report_at=NINE, recorded_at=record_by(NINE), late_reason="")


def test_the_hour_of_a_refusal_is_the_hour_in_the_united_kingdom():
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="ended at 10:00 on 2 July"):
        check_lateness(first_report_at=summer, recorded_at=summer + timedelta(days=2), late_reason="")


@pytest.mark.parametrize("offence_class", ["8N", "8S", "8T", "8n"])
def test_one_code_is_an_offence_of_each_of_its_classes(offence_class):
    found = offence(offence_class=offence_class)
    assert (found.title, found.edition) == ("Assault occasioning actual bodily harm", "2026-04")


@pytest.mark.parametrize(
    ("choice", "field", "sentence"),
    [
        (("008/06", "8Z"), "offence_class", "Class 8Z is not on the Home Office list in force"),
        (("008/06", ""), "offence_class", "Class nothing is not on"),
        (("008/06", "39"), "code", "it stands in 8N, 8S, 8T"),
        (("999/77", "39"), "code", "is not an offence code of the Home Office list"),
        (("099/99", "99"), "title", "give title and statute"),
    ],
)
def test_what_the_edition_does_not_hold_is_refused_in_one_sentence(choice, field, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        check_classification(Choice(code=choice[0], offence_class=choice[1]), TODAY)
    assert refused.value.field == field
    assert refused.value.sentence.count(". ") == 0


def test_title_and_statute_tell_offences_of_one_code_and_class_apart():
    wanted = Choice(
        code="001/01",
        offence_class="1",
        title="Genocide or crime against humanity",
    )
    assert check_classification(wanted, TODAY).statute.startswith("International Criminal Court Act")
    with pytest.raises(RuleBroken, match="no offence of that title"):
        check_classification(Choice(code="001/01", offence_class="1", title="Treason"), TODAY)


def test_before_the_first_edition_nothing_can_be_classified():
    with pytest.raises(RuleBroken, match="No edition of offences"):
        check_classification(Choice(code="008/06", offence_class="8N"), date(2020, 1, 1))


def test_an_offence_that_ceased_needs_the_day_on_which_it_was_committed():
    from lineside.crimes.rules import offences

    gone = next(row for row in offences(TODAY).rows if row["current"] == "no")
    choice = Choice(code=gone["code"], offence_class=gone["class"], title=gone["title"], statute=gone["statute"])
    with pytest.raises(RuleBroken, match="has ceased"):
        check_classification(choice, TODAY)
    found = check_classification(choice, TODAY, committed_from=datetime(2019, 1, 1, tzinfo=UTC))
    assert not found.is_current
    # 23:30 UTC on 31 March is half past midnight on 1 April in British Summer Time, the day the list came into force.
    began = offences(TODAY).in_force_from
    for minutes in (-30, -90):
        at = datetime(began.year, began.month, began.day, tzinfo=UTC) + timedelta(minutes=minutes)
        if minutes == -30:
            with pytest.raises(RuleBroken, match="has ceased"):
                check_classification(choice, TODAY, committed_from=at)
        else:
            assert not check_classification(choice, TODAY, committed_from=at).is_current


def test_an_offence_against_a_victim_names_one_and_an_offence_against_the_state_need_not():
    with pytest.raises(RuleBroken, match="say who"):
        check_report(Report(choice=Choice(code="008/06", offence_class="8N")), offence(), NINE)
    check_report(Report(choice=Choice(code="x", offence_class="y")), offence("092/50", "92D"), NINE)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"committed_from": NINE + timedelta(minutes=1)}, "committed_from"),
        ({"committed_from": NINE, "committed_to": NINE - timedelta(minutes=1)}, "committed_to"),
        ({"committed_to": NINE + timedelta(minutes=1)}, "committed_to"),
        ({"committed_from": NINE.replace(year=1)}, "committed_from"),
        ({"committed_from": NINE.replace(tzinfo=None)}, "committed_from"),
        ({"summary": "x" * 8001}, "summary"),
        ({"summary": "\x00"}, "summary"),
        ({"place_text": "x" * 301}, "place_text"),
        ({"items": (Item(role="stolen", kind="property", description="coin"),) * 51}, "parties"),
    ],
)
def test_an_impossible_report_is_refused_with_its_field(facts, field):
    report = Report(choice=Choice(code="008/06", offence_class="8N"), parties=(VICTIM,), **facts)
    with pytest.raises(RuleBroken) as refused:
        check_report(report, offence(), NINE)
    assert refused.value.field == field


def no_crime(**facts):
    written = {
        "reason_code": "no_victim_yet",
        "rationale": "Staff and CCTV asked; nobody came forward.",
        "telling": "The caller left no name or number.",
        **facts,
    }
    return check_no_crime(decision=NoCrime(**written), first_report_at=NINE - timedelta(hours=1), now=NINE)


def test_a_reason_comes_back_with_its_page():
    assert no_crime().paragraph == "CRR 2026/27 p9"
    assert no_crime().leads_to == "crime_related_incident"
    assert len(no_crime_reasons(TODAY)) == 21


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"reason_code": "victim_drunk"}, "reason_code", "closed list"),
        ({"rationale": "none"}, "rationale", "Write the rationale. It should say: The enquiries"),
        ({"telling": " "}, "telling", "why the reporting person has not been told"),
        ({"telling": "", "told_reporter_at": NINE}, "telling", "how the reporting person was told"),
        ({"told_reporter_at": NINE + timedelta(minutes=1)}, "told_reporter_at", "in the future"),
        ({"told_reporter_at": NINE - timedelta(days=1)}, "told_reporter_at", "too early"),
        ({"told_reporter_at": NINE.replace(tzinfo=None)}, "told_reporter_at", "offset"),
        ({"rationale": "x" * 8001}, "rationale", "8000"),
    ],
)
def test_a_decision_without_its_grounds_is_refused(facts, field, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        no_crime(**facts)
    assert refused.value.field == field


def test_a_reference_is_the_year_and_seven_digits():
    assert reference(2026, 123) == "260000123"


def test_every_proposal_names_one_offence_of_the_list_in_force():
    on = date(2026, 11, 24)
    table = in_force(DATA / "proposals", on)
    types = {row["code"] for row in table.rows}
    proposed = [each for code in types for each in propose_offences(code, on)]
    assert len(proposed) == len(table.rows)
    assert all(each.offence.is_current and each.because for each in proposed)


def test_a_type_that_suggests_no_crime_has_no_proposal():
    assert propose_offences("ILL", date(2026, 11, 24)) == []
