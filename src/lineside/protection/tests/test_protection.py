"""Protections on the real database: asked for, given, told, clear, given back; each a line of the log."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands as dispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.commands import close_incident, list_party, result_incident
from lineside.incidents.queries import holds, log
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of
from lineside.protection import commands, queries
from lineside.protection.events import ProtectionChanged
from lineside.protection.permissions import CanProtect
from lineside.protection.testing import (
    PROTECTOR,
    make_in_force,
    make_protection,
    make_restore_asked,
    request_facts,
)

pytestmark = pytest.mark.django_db
JO = {"name": "Jo Patel", "role": "route control"}


def attach(row, sign="BX12"):
    unit = make_unit(sign)
    dispatch.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=row.incident_id)
    return unit


def says(row, sign, word="yes", said_by="PC Hale"):
    commands.record_word(actor=PROTECTOR, incident_id=row.incident_id, sign=sign, word=word, said_by=said_by)


def person(row, word="nobody", words="The driver, by telephone"):
    commands.record_person(actor=PROTECTOR, incident_id=row.incident_id, person=word, says=words)


def restore(row):
    return commands.ask_restore(actor=PROTECTOR, protection_id=row.id)


def restored(row):
    return commands.record_restored(actor=PROTECTOR, protection_id=row.id, name=JO["name"], role=JO["role"])


def shown(row):
    return queries.protection(PROTECTOR, row.id)


def test_asked_for_given_and_given_back_each_stands_in_the_log_and_in_the_audit_trail():
    row = make_protection()
    assert (row.number, row.state, row.confirm_by - row.requested_at) == (1, "requested", timedelta(minutes=3))
    assert [hold.kind for hold in holds(row.incident_id)] == ["line_protection:1"]
    given = commands.Given(**JO, at=now(), reference="RC-4411")
    row = commands.confirm_protection(actor=PROTECTOR, protection_id=row.id, given=given)
    assert (row.state, row.given_by, row.control_reference) == ("in_force", "Jo Patel", "RC-4411")
    person(row)
    restore(row)
    row = restored(row)
    assert (row.state, row.restored_by, holds(row.incident_id)) == ("restored", "Jo Patel", [])
    texts = [line.text for line in log(row.incident_id)][-5:]
    for text, words in zip(
        texts,
        (
            "asked for: TRAINS STOPPED",
            "given by Jo Patel",
            "nobody was on the line",
            "restore is asked",
            "given back by",
        ),
        strict=True,
    ):
        assert words in text
    assert [each.facts["state"] for each in events_of(ProtectionChanged)] == [
        "requested", "in_force", "in_force", "restore_asked", "restored"]  # fmt: skip
    assert "protection.ask_restore" in audit_lines()


def test_a_restore_is_refused_naming_every_unit_and_agency_that_was_listed_also_who_came_later_and_who_left():
    row = make_in_force()
    list_party(actor=OPERATOR, incident_id=row.incident_id, sign="NWAS")
    early, _ = attach(row, "BX12"), attach(row, "BX14")
    dispatch.clear_unit(actor=CONTROLLER, unit_id=early.id)
    person(row)
    with pytest.raises(RuleBroken, match="NWAS, BX12, BX14 have not said all clear"):
        restore(row)
    for sign in ("NWAS", "BX12"):
        says(row, sign)
    with pytest.raises(RuleBroken, match="BX14 has not said all clear"):
        restore(row)
    says(row, "bx14", "no")
    with pytest.raises(RuleBroken, match="BX14"):
        restore(row)
    assert "protection.ask_restore" in audit_lines("refused")
    says(row, "BX14")
    assert restore(row).state == "restore_asked"


def test_who_was_there_before_it_was_asked_for_is_no_party_and_who_comes_back_is_asked_again():
    row = make_protection(incident_id=(log_id := make_incident("I", opening_code="TRESP").id))
    unit = attach(row)
    dispatch.clear_unit(actor=CONTROLLER, unit_id=unit.id)
    second = make_protection(incident_id=log_id, level="power_off")
    assert [each.sign for each in shown(row).parties] == ["BX12"]
    assert shown(second).parties == []
    says(row, "BX12")
    assert [each.word for each in shown(row).parties] == ["yes"]
    dispatch.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=log_id)
    assert [each.word for each in shown(row).parties] == ["yes", ""]
    assert shown(second).waits


@pytest.mark.parametrize(("word", "why"), [("missing", "not accounted for"), ("", "nobody has said")])
def test_a_missing_person_holds_the_restore_and_so_does_that_nobody_asked(word, why):
    row = make_in_force()
    if word:
        person(row, word, "Last seen at the north fence by the guard")
    with pytest.raises(RuleBroken, match=why):
        restore(row)
    person(row, "found", "PC Hale sits with him at Marsh Lane")
    assert restore(row).state == "restore_asked"


def test_nobody_is_accounted_for_without_who_knows_it_and_nobody_clear_without_a_name():
    row = make_in_force()
    attach(row)
    with pytest.raises(RuleBroken, match="who saw them"):
        person(row, "found", " ")
    with pytest.raises(RuleBroken, match="Give the name"):
        says(row, "BX12", "yes", " ")
    with pytest.raises(RuleBroken, match="no party"):
        says(row, "BX99")


def test_after_the_restore_was_asked_a_new_party_or_a_no_stops_it():
    row = make_restore_asked()
    attach(row)
    assert shown(row).must_stop
    assert queries.bar().must_stop == 1
    with pytest.raises(RuleBroken, match="BX12 has not said all clear; ring control and stop"):
        restored(row)
    says(row, "BX12")
    says(row, "BX12", "no")
    with pytest.raises(RuleBroken, match="BX12"):
        restored(row)
    says(row, "BX12")
    assert restored(row).state == "restored"


def test_what_was_said_before_it_was_given_or_told_or_taken_back_does_not_stand():
    row = make_protection()
    attach(row)
    says(row, "BX12")
    commands.record_told(actor=PROTECTOR, incident_id=row.incident_id, sign="BX12")
    given = commands.Given(**JO, at=now())
    commands.confirm_protection(actor=PROTECTOR, protection_id=row.id, given=given)
    # Told of a request is not told that it is in force.
    assert [(each.word, each.told_at, each.acknowledged_at) for each in shown(row).parties] == [("", None, None)]
    says(row, "BX12")
    commands.record_told(actor=PROTECTOR, incident_id=row.incident_id, sign="BX12")
    (party,) = shown(row).parties
    assert (party.word, party.acknowledged_at is not None) == ("", True)
    says(row, "BX12")
    person(row)
    restore(row)
    commands.keep_protection(actor=PROTECTOR, protection_id=row.id, why="A second man is seen")
    assert [each.word for each in shown(row).parties] == [""]
    with pytest.raises(RuleBroken, match="BX12"):
        restore(row)
    says(row, "BX12")
    with pytest.raises(RuleBroken, match="nobody has said whether a person is missing"):
        restore(row)


def test_another_level_is_a_request_of_its_own_and_the_first_stays_in_force():
    first = make_in_force(level="caution")
    second = make_protection(incident_id=first.incident_id, level="power_off")
    assert (second.number, second.state) == (2, "requested")
    first.refresh_from_db()
    assert first.state == "in_force"
    bar = queries.bar()
    assert bar.level
    assert (bar.count, bar.level.code) == (2, "power_off")


def test_what_only_informs_holds_nothing_is_in_no_bar_and_is_over_once_control_has_heard():
    row = make_in_force(level="inform", section="")
    assert (row.state, queries.bar().count, holds(row.incident_id)) == ("told", 0, [])


def test_a_request_that_control_never_gave_is_withdrawn_by_the_name_of_who_says_so():
    row = make_protection()
    with pytest.raises(RuleBroken, match="Give the name"):
        commands.withdraw_protection(actor=PROTECTOR, protection_id=row.id, told="", why="x")
    row = commands.withdraw_protection(actor=PROTECTOR, protection_id=row.id, told="Jo Patel", why="He is off")
    assert (row.state, holds(row.incident_id)) == ("withdrawn", [])
    with pytest.raises(RuleBroken, match="given back"):
        commands.withdraw_protection(actor=PROTECTOR, protection_id=make_in_force().id, told="Jo", why="x")


def test_a_request_without_controls_word_is_late_after_its_limit_and_stays_so():
    row = make_protection()
    with clock(row.confirm_by):
        assert shown(row).is_late
        assert queries.bar().confirm_by == row.confirm_by


def test_an_incident_does_not_close_while_a_protection_is_open():
    row = make_in_force()
    result_incident(actor=OPERATOR, incident_id=row.incident_id, closing_code="ASB2", result_codes=("ADV",))
    with pytest.raises(RuleBroken, match="Line protection 1, Trains stopped"):
        close_incident(actor=OPERATOR, incident_id=row.incident_id)


def test_who_has_no_right_or_may_not_see_the_log_does_nothing():
    row = make_in_force()
    with pytest.raises(NotPermitted):
        restore_as(an_actor(CanProtect.VIEW, "incidents.view"), row)
    hidden = make_incident("I", opening_code="TRESP", is_restricted=True, actor=PROTECTOR)
    row = make_in_force(incident_id=hidden.id)
    outsider = an_actor(CanProtect.VIEW, CanProtect.WORK, "incidents.view")
    with pytest.raises(NotFound):
        restore_as(outsider, row)
    assert queries.register(outsider) == [each for each in queries.register(outsider) if each.id != row.id]
    assert queries.bar().count == 2


def restore_as(actor, row):
    commands.ask_restore(actor=actor, protection_id=row.id)


def test_a_stale_look_restores_nothing():
    row = make_in_force()
    person(row)
    with pytest.raises(Stale):
        commands.ask_restore(actor=PROTECTOR, protection_id=row.id, seen_version=row.version)


def test_the_message_to_control_is_of_the_request_and_begins_with_what_the_log_knows():
    row = make_protection()
    text = queries.message_of(shown(row))
    assert "TRAINS STOPPED" in text
    assert "Signal L3912" in text
    first = queries.begun(PROTECTOR, row.incident_id)
    assert (first["reason"], first["location"]) == ("person", "Leeds")
    assert request_facts(**first).reason == "person"
