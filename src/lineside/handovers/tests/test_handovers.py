"""Handing a desk over: what the sheet lists, that it stays as it was given, and who may take it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from lineside.dispatch.commands import Outfit, assign_unit, fit_out_unit, record_state
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.handovers import commands, queries, rules
from lineside.handovers.models import Sheet
from lineside.handovers.permissions import CanHandOver
from lineside.handovers.testing import GIVER, SEES_NO_LOGS, make_sheet
from lineside.incidents.commands import climb, defer_incident, hold_closing
from lineside.incidents.testing import OPERATOR, make_incident, make_offer, waited
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.protection.testing import make_in_force

pytestmark = pytest.mark.django_db
TAKER = an_actor(*CanHandOver, name="Lee Park", key=uuid7())


def listed(sheet, section):
    return [item["words"] for item in sheet.items if item["section"] == section]


def keys(sheet):
    return tuple(item["key"] for item in sheet.items)


def test_where_nothing_stands_each_section_says_so_and_is_ticked_as_nothing():
    sheet = make_sheet(actor=SEES_NO_LOGS)
    assert [item["section"] for item in sheet.items] == list(rules.sections(sheet.created_at.date()))
    assert {item["words"] for item in sheet.items} == {"Nothing."}


def test_open_immediates_and_priorities_missing_people_and_deaths_are_on_it_and_others_are_not():
    urgent, missing, death = (
        make_incident("I"),
        make_incident("P", opening_code="MISPER"),
        make_incident("P", opening_code="FATAL"),
    )
    calm = make_incident("R")
    sheet = make_sheet()
    assert len(listed(sheet, "immediate")) == 3
    assert urgent.reference in " ".join(listed(sheet, "immediate"))
    assert [missing.reference in listed(sheet, "missing")[0], len(listed(sheet, "missing"))] == [True, 1]
    assert [death.reference in listed(sheet, "deaths")[0], len(listed(sheet, "deaths"))] == [True, 1]
    assert not any(calm.reference in item["words"] for item in sheet.items)


def test_on_what_a_covert_unit_is_stands_on_no_sheet():
    unit, incident = make_unit("BX15"), make_incident("P")
    fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(is_covert=True))
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    record_state(actor=CONTROLLER, unit_id=unit.id, state=9)
    knows = replace(GIVER, permissions=GIVER.permissions | {CanDispatch.VIEW_COVERT.value, CanDispatch.VIEW.value})
    (words,) = listed(make_sheet(actor=knows), "prisoners")
    assert incident.reference not in words
    assert "covert" in words


def test_what_other_rooms_wrote_as_holds_is_on_it_in_their_words():
    incident = make_incident("R")
    for kind, why in (("power_off", "Power is off at York"), ("scene", "PC Vale holds the scene"), ("statement", "x")):
        hold_closing(actor=OPERATOR, incident_id=incident.id, kind=kind, why=why)
    sheet = make_sheet()
    assert "Power is off at York" in listed(sheet, "protections")[0]
    assert "PC Vale holds the scene" in listed(sheet, "scenes")[0]


def test_every_line_protection_that_is_open_is_on_it_though_one_log_has_two():
    first = make_in_force()
    make_in_force(incident_id=first.incident_id)
    sheet = make_sheet()
    assert ["not given back" in words for words in listed(sheet, "protections")] == [True, True]
    commands.take_sheet(actor=TAKER, sheet_id=sheet.id, ticked=keys(sheet))
    assert set(keys(sheet)) == set(queries.ticks_of(sheet.id))


def test_what_is_put_off_on_offer_or_without_anybody_is_on_it():
    later = make_incident("S")
    defer_incident(actor=OPERATOR, incident_id=later.id, until=now() + timedelta(hours=2), reason="They sleep")
    offered, alone = make_offer().incident, make_incident("I")
    with clock(waited(alone, 5)):
        climb()
        sheet = make_sheet()
    assert later.reference in listed(sheet, "deferred")[0]
    assert offered.reference in listed(sheet, "offers")[0]
    assert "the supervisor is told" in " ".join(listed(sheet, "gaps"))


def test_a_prisoner_on_the_way_is_on_it_with_the_unit():
    unit = make_unit("BX14")
    record_state(actor=an_actor(*CanDispatch, "incidents.view"), unit_id=unit.id, state=9)
    sheet = make_sheet(actor=an_actor(*CanHandOver, *CanDispatch, key=uuid7()))
    assert listed(sheet, "prisoners")[0].startswith("BX14")


def test_of_a_restricted_log_no_words_are_on_it_and_nothing_for_who_may_not_see_it():
    secret = make_incident("I", is_restricted=True, summary="A minister is on the 9.15")
    assert not any(secret.reference in item["words"] for item in make_sheet().items)
    sheet = make_sheet(actor=an_actor(*CanHandOver, "incidents.view", "incidents.view_restricted", key=uuid7()))
    assert secret.reference in listed(sheet, "immediate")[0]
    assert "minister" not in str(sheet.items)


def test_it_stays_as_it_was_given_whatever_happens_to_what_it_lists():
    incident = make_incident("I")
    sheet = make_sheet()
    before = list(sheet.items)
    make_incident("I")
    commands.take_sheet(actor=TAKER, sheet_id=sheet.id, ticked=keys(sheet))
    sheet.refresh_from_db()
    assert (sheet.items, incident.reference in str(sheet.items)) == (before, True)


def test_who_takes_over_has_ticked_each_item_and_who_gave_it_sees_who():
    sheet = make_sheet()
    with pytest.raises(RuleBroken, match="1 item is not ticked"):
        commands.take_sheet(actor=TAKER, sheet_id=sheet.id, ticked=keys(sheet)[1:])
    assert queries.ticks_of(sheet.id) == {}
    commands.take_sheet(actor=TAKER, sheet_id=sheet.id, ticked=keys(sheet), words="Thank you")
    row = queries.sheet(GIVER, sheet.id)
    assert (row.taken_by, row.taken_words, row.is_waiting) == ("Lee Park", "Thank you", False)
    assert {name for name, _ in queries.ticks_of(sheet.id).values()} == {"Lee Park"}
    assert audit_lines()[-2:] == ["handovers.give_sheet", "handovers.take_sheet"]


def test_nobody_takes_their_own_sheet_nor_one_that_is_taken_or_replaced():
    first = make_sheet()
    with pytest.raises(RuleBroken, match="You gave this sheet"):
        commands.take_sheet(actor=GIVER, sheet_id=first.id, ticked=keys(first))
    second = make_sheet()
    with pytest.raises(RuleBroken, match="newer sheet"):
        commands.take_sheet(actor=TAKER, sheet_id=first.id, ticked=keys(first))
    commands.take_sheet(actor=TAKER, sheet_id=second.id, ticked=keys(second))
    with pytest.raises(RuleBroken, match="taken this sheet already"):
        commands.take_sheet(actor=TAKER, sheet_id=second.id, ticked=keys(second))
    assert [row.id for row in queries.sheets(GIVER)] == [second.id]


@pytest.mark.parametrize("desk", ["", "  ", "x" * 41, "a\x07b"])
def test_a_desk_has_a_name(desk):
    with pytest.raises(RuleBroken):
        make_sheet(desk)


def test_who_has_no_right_gives_and_takes_none():
    nobody = an_actor("incidents.view")
    with pytest.raises(NotPermitted):
        make_sheet(actor=nobody)
    with pytest.raises(NotPermitted):
        commands.take_sheet(actor=nobody, sheet_id=make_sheet().id, ticked=())
    with pytest.raises(NotPermitted):
        queries.sheets(nobody)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_a_sheet_of_one_desk_in_the_same_instant_leave_one_that_waits():
    def give(barrier, desk):
        try:
            barrier.wait()
            return str(make_sheet(desk).id)
        except RuleBroken as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for desk in map(str, range(10)):
            outcomes = list(pool.map(give, [Barrier(2)] * 2, [desk] * 2))
            assert Sheet.objects.filter(desk=desk, state=rules.GIVEN).count() == 1
            assert all(len(each) == len(str(uuid7())) or "just now" in each for each in outcomes)
