"""A major incident in its stages: what may follow what, what begins with a declaration, who was told."""

from datetime import date, timedelta

import pytest

from lineside.entries import rules
from lineside.entries.commands import correct_methane, log_methane, tell_agency_of_methane
from lineside.entries.queries import briefing, methane
from lineside.entries.testing import LETTERS, WRITER, make_methane, make_read_methane
from lineside.incidents.queries import log
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken, Stale
from lineside.procedures.commands import take_off_card
from lineside.procedures.queries import cards_of
from lineside.procedures.testing import WORKER

ON = date(2026, 11, 27)
STAGES = ("standby", "declared", "stop", "stand_down", "cancelled")


@pytest.mark.parametrize(
    ("before", "may_follow"),
    [
        ("", {"standby", "declared"}),
        ("standby", {"declared", "stand_down", "cancelled"}),
        ("declared", {"stop", "stand_down", "cancelled"}),
        ("stop", {"stand_down"}),
        ("stand_down", {"standby", "declared"}),
        ("cancelled", {"standby", "declared"}),
    ],
)
def test_a_stage_follows_only_what_it_may(before, may_follow):
    for stage in STAGES:
        if stage in {*may_follow, before}:
            assert rules.check_stage(stage, before, ON) == stage
        else:
            with pytest.raises(RuleBroken, match="does not follow") as refused:
                rules.check_stage(stage, before, ON)
            assert refused.value.field == "stage"


def test_a_stage_stays_where_nothing_is_said_of_it():
    """Property over every stage."""
    assert [rules.check_stage("", each, ON) for each in ("", *STAGES)] == ["", *STAGES]


def test_a_stage_that_is_not_known_is_refused():
    with pytest.raises(RuleBroken, match="from the list"):
        rules.check_stage("over", "", ON)


def test_differences_are_the_letters_that_say_something_else():
    assert rules.differences(LETTERS, {**LETTERS, "casualties": "Two", "access": ""}) == ["access", "casualties"]
    assert rules.differences(LETTERS, LETTERS) == []


def in_log(stage=""):
    row = make_read_methane()
    if stage:
        correct_methane(actor=WRITER, methane_id=row.id, letters=LETTERS, stage=stage)
    return log_methane(actor=WRITER, methane_id=row.id)


@pytest.mark.django_db
def test_a_declaration_in_the_log_takes_on_the_card_of_a_major_incident_and_says_so_in_the_line():
    row = in_log("declared")
    assert [each.code for each in cards_of(row.incident_id)] == ["MAJOR"]
    line = next(each for each in log(row.incident_id) if each.kind == "methane")
    assert line.text.startswith("M/ETHANE, version 3: Major incident declared\nM Major incident")


@pytest.mark.django_db
def test_a_later_version_of_the_same_declaration_does_not_bring_back_a_card_that_a_person_took_off():
    row = in_log("declared")
    take_off_card(actor=WORKER, card_id=cards_of(row.incident_id)[0].id, reason="Silver has the card on paper")
    correct_methane(actor=WRITER, methane_id=row.id, letters={**LETTERS, "casualties": "Two, slightly hurt"})
    log_methane(actor=WRITER, methane_id=row.id)
    assert [each.code for each in cards_of(row.incident_id) if each.off_at is None] == []


@pytest.mark.django_db
def test_who_told_the_version_before_is_not_written_down_as_having_told_this_one():
    row = in_log()
    correct_methane(actor=WRITER, methane_id=row.id, letters={**LETTERS, "casualties": "Two, slightly hurt"})
    log_methane(actor=WRITER, methane_id=row.id)
    with pytest.raises(Stale):
        tell_agency_of_methane(actor=WRITER, methane_id=row.id, agency="fire", whom="Jo Reid", seen_version=row.version)


@pytest.mark.django_db
def test_a_standby_takes_on_no_card_and_a_later_draft_keeps_the_stage():
    row = in_log("standby")
    assert cards_of(row.incident_id) == []
    assert methane(WRITER, make_methane(incident_id=row.incident_id).id).latest.stage == "standby"


@pytest.mark.django_db
def test_each_version_says_what_is_other_than_before():
    row = make_read_methane()
    correct_methane(actor=WRITER, methane_id=row.id, letters={**LETTERS, "casualties": "Two, slightly hurt"})
    assert methane(WRITER, row.id).latest.differs == ("casualties",)


@pytest.mark.django_db
def test_an_agency_is_told_once_a_version_and_the_log_says_whom_and_when():
    row = in_log("declared")
    told = {"actor": WRITER, "methane_id": row.id, "agency": "ambulance", "whom": "Jo Reid"}
    tell_agency_of_methane(**told)
    assert log(row.incident_id)[-1].text.startswith(
        "M/ETHANE version 3 told by telephone to Ambulance control: Jo Reid, "
    )
    with pytest.raises(RuleBroken, match="Ambulance control was told of version 3 already"):
        tell_agency_of_methane(**told)
    assert [(each.label, each.whom) for each in methane(WRITER, row.id).latest.receipts] == [
        ("Ambulance control", "Jo Reid")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agency": "nobody"}, "agency"),
        ({"whom": " "}, "whom"),
        ({"whom": "x" * 121}, "whom"),
        ({"told_at": now() + timedelta(hours=1)}, "at"),
        ({"told_at": now() - timedelta(days=3)}, "at"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused_beside_its_field(facts, field):
    told = {"actor": WRITER, "methane_id": in_log().id, "agency": "fire", "whom": "Jo Reid", **facts}
    with pytest.raises(RuleBroken) as refused:
        tell_agency_of_methane(**told)
    assert refused.value.field == field


@pytest.mark.django_db
def test_nobody_is_told_of_what_does_not_stand_in_the_log():
    with pytest.raises(RuleBroken, match="into the log first"):
        tell_agency_of_methane(actor=WRITER, methane_id=make_read_methane().id, agency="fire", whom="Jo Reid")


@pytest.mark.django_db
def test_a_briefing_has_its_seven_heads_with_what_the_log_knows_under_each():
    row = in_log("declared")
    heads = briefing(WRITER, row.incident_id)
    assert "".join(letter for letter, *_ in heads) == "IIMARCH"
    told = {label: lines for _, label, _, lines in heads}
    assert "Traction power" in told["Risk assessment"]
    assert "Leeds platform 8" in told["Information"]
    assert told["Intent"] == []
    assert any("Rendezvous point" in line for line in told["Method"])
