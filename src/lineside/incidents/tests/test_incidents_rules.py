"""Rules of incidents, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lineside.incidents import rules
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.rule_tables import in_force

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
GRADES = rules.grades(DAY)
ME, OTHER = UUID(int=1), UUID(int=2)


def grading(was, now, *, state="graded", is_assessed=True, **asked):
    return rules.check_grading(
        rules.Grading(grade=now, **{"assessment_id": ME, **asked}),
        was=GRADES.get(was),
        now=GRADES.get(now),
        state=state,
        is_assessed=is_assessed,
    )


def test_a_downgrade_needs_a_reason():
    with pytest.raises(RuleBroken, match="lowered"):
        grading("P", "S", reason="  ")
    assert grading("P", "S", reason="Offender has left").code == "S"


def test_a_downgrade_needs_a_fresh_assessment_and_an_upgrade_does_not():
    with pytest.raises(RuleBroken, match="fresh THRIVE"):
        grading("P", "S", reason="Offender has left", assessment_id=None)
    assert grading("P", "I", assessment_id=None).code == "I"


def test_no_grade_comes_before_an_assessment():
    with pytest.raises(RuleBroken, match="THRIVE comes before"):
        grading("", "I", is_assessed=False, assessment_id=None)


def test_only_a_supervisor_lowers_an_immediate():
    with pytest.raises(NotPermitted, match="supervisor"):
        grading("I", "P", reason="Calm now")
    assert grading("I", "P", reason="Calm now", may_lower_immediate=True).code == "P"


def test_an_upgrade_needs_no_reason():
    assert grading("R", "I").code == "I"


def test_a_grade_that_is_not_in_force_is_refused():
    with pytest.raises(RuleBroken, match="in force"):
        grading("", "Z")


@pytest.mark.parametrize("state", sorted(rules.ENDED))
def test_an_ended_incident_keeps_its_grade(state):
    with pytest.raises(RuleBroken, match="reopen"):
        grading("P", "I", state=state)


def test_the_clock_runs_from_the_first_contact():
    assert rules.deadline(AT, GRADES["I"].attend_within) == AT + timedelta(minutes=15)
    assert rules.deadline(AT, GRADES["R"].attend_within) is None


def test_attendance_only_moves_forward():
    assert rules.state_after("graded", "assigned") == "assigned"
    assert rules.state_after("on_scene", "assigned") == "on_scene"
    assert rules.state_after("closed", "mobile") == "closed"
    assert rules.state_after("on_scene", "cleared") == "on_scene"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"has_result": False}, "Result it first"),
        ({"holds": ("a crime decision is owed",)}, "crime decision"),
        ({"opening_code": "DA"}, "second person"),
        ({"grade": "I"}, "second person"),
        ({"qualifiers": ("prejudice_racial",)}, "second person"),
        ({"opening_code": "LOST"}, "second person"),
        ({"state": "closed"}, "already"),
        ({"state": "open"}, "grade it first"),
    ],
)
def test_closing_is_refused_when(facts, words):
    asked = {"state": "resulted", "grade": "P", "opening_code": "ASB", "opened_by": ME, "closer": ME, "holds": (),
             "has_result": True, "is_assessed": True, **facts}  # fmt: skip
    with pytest.raises(RuleBroken, match=words):
        rules.check_closing(rules.Closing(**asked), DAY)


def test_a_second_person_may_close_what_the_opener_may_not():
    rules.check_closing(
        rules.Closing(
            state="resulted",
            grade="I",
            opening_code="DA",
            opened_by=ME,
            closer=OTHER,
            is_assessed=True,
            holds=(),
            has_result=True,
        ),
        DAY,
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"lat": 53.796, "lon": -1.547}, "111 m away"),
        ({"headcode": "1A23"}, "same train 1A23"),
        ({"number": "+447700900123"}, "same caller"),
        ({"crs": "LDS", "opening_code": "ASB"}, "same station LDS and type"),
        ({"crs": "LDS", "opening_code": "VIOL"}, ""),
        ({"lat": 53.85, "lon": -1.547}, ""),
    ],
)
def test_reports_may_be_the_same(facts, why):
    old = rules.Sighting(AT, 53.795, -1.547, "LDS", "1A23", "+447700900123", "ASB")
    assert rules.why_the_same(rules.Sighting(AT + timedelta(minutes=20), **facts), old) == why


def test_reports_an_hour_apart_are_not_the_same():
    old = rules.Sighting(AT, headcode="1A23")
    assert rules.why_the_same(rules.Sighting(AT + timedelta(minutes=61), headcode="1A23"), old) == ""


@pytest.mark.parametrize("text", ["", "   ", "x" * 8001, "bell\x07", "delete\x7f", "half \ud800", "turned \u202etxt"])
def test_words_that_cannot_stand_in_a_log_are_refused(text):
    with pytest.raises(RuleBroken):
        rules.check_text(text)


@pytest.mark.parametrize("away", [timedelta(minutes=3), timedelta(days=-400)])
def test_impossible_times_are_refused(away):
    with pytest.raises(RuleBroken):
        rules.check_event_time(AT + away, AT)


def test_words_of_every_script_stand():
    assert (
        rules.check_text(" Dw i'n clywed 中文 \u05e2\u05d1\u05e8\u05d9\u05ea\n\tnew line ")
        == "Dw i'n clywed 中文 \u05e2\u05d1\u05e8\u05d9\u05ea\n\tnew line"
    )


def test_what_a_second_person_must_close_names_codes_in_force():
    codes = {f"grade:{code}" for code in GRADES} | {f"type:{code}" for code in rules.opening_codes(DAY)}
    codes |= {f"qualifier:{code}" for code in rules.nsir_qualifiers(DAY)}
    assert set(in_force(rules.DATA / "second_person", DAY).by_code) <= codes


def test_every_opening_code_names_a_category_in_force():
    categories = rules.nsir_categories(DAY)
    assert [code for code, row in rules.opening_codes(DAY).items() if row["nsir"] not in categories] == []
