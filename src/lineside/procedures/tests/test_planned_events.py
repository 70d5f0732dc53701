"""Operation orders: what they inherit, what a person adds or takes off, units, figures, their end."""

from datetime import timedelta

import pytest

from lineside.incidents.commands import relocate_incident, result_incident
from lineside.incidents.events import IncidentChanged, IncidentClosed, IncidentOpened
from lineside.incidents.models import LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.procedures import commands, queries
from lineside.procedures.events import EventChanged, LogInherited
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.reactions import EDITION, inherit_at_change, inherit_at_opening, stop_clocks
from lineside.procedures.testing import WORKER, an_event_plan, make_event

pytestmark = pytest.mark.django_db
YORK = {"name": "York", "crs": "YRK", "lat": 53.958, "lon": -1.093, "area": "C"}


def lines(incident):
    found = LogEntry.objects.filter(incident=incident, kind="event").order_by("id")
    return list(found.values_list("text", flat=True))


def reasons(event):
    return {each.incident_id: each.why for each in queries.event_logs(WORKER, event.id) if each.off_at is None}


def opened(**facts):
    made = make_incident("P", **facts)
    inherit_at_opening(IncidentOpened(incident_id=made.id, opening_code=made.opening_code))
    return made


def test_a_log_opened_in_the_time_and_place_of_an_event_belongs_to_it_with_the_reason_on_record():
    event = make_event()
    made = opened()
    assert reasons(event) == {made.id: "at LDS, in its time"}
    assert lines(made) == [f"Belongs to the event {event.name} ({event.reference}): at LDS, in its time"]
    assert events_of(LogInherited)
    assert queries.events_of(made.id)[0][1] == event.name


def test_a_log_elsewhere_or_at_another_time_does_not():
    event = make_event()
    opened(place_text="York", place=YORK)
    with clock(now() + timedelta(hours=8)):
        opened()
    assert reasons(event) == {}


def test_a_log_that_is_open_when_the_event_is_planned_belongs_to_it_at_once():
    made = make_incident("P")
    assert reasons(make_event()) == {made.id: "at LDS, in its time"}


def test_a_log_that_moves_to_the_events_place_belongs_to_it_then():
    event, made = make_event(stations=("YRK",)), opened()
    assert reasons(event) == {}
    relocate_incident(
        actor=WORKER, incident_id=made.id, place_text="York", place=YORK, place_status="confirmed",
        seen_version=made.version,
    )  # fmt: skip
    inherit_at_change(IncidentChanged(incident_id=made.id, what="place"))
    assert reasons(event) == {made.id: "at YRK, in its time"}


def test_an_event_is_inherited_once_however_often_the_log_changes():
    made = make_event() and opened()
    assert commands.inherit_events(actor=EDITION, incident_id=made.id) == 0
    assert len(lines(made)) == 1


def test_a_log_that_was_taken_off_is_not_given_again_by_itself_and_a_person_may_add_it():
    event, made = make_event(), opened()
    row = queries.event_logs(WORKER, event.id)[0]
    commands.take_log_off_event(actor=WORKER, event_log_id=row.id, reason="Nobody of the match was there")
    assert commands.inherit_events(actor=EDITION, incident_id=made.id) == 0
    assert reasons(event) == {}
    assert queries.event_logs(WORKER, event.id)[0].off_why == "Nobody of the match was there"
    commands.add_log_to_event(actor=WORKER, planned_event_id=event.id, incident_id=made.id, reason="It was after all")
    assert reasons(event) == {made.id: "It was after all"}
    assert [text.split(" (")[0] for text in lines(made)] == [
        f"Belongs to the event {event.name}",
        f"Taken off the event {event.name}",
        f"Belongs to the event {event.name}",
    ]


def test_a_log_is_taken_off_once():
    event = make_event()
    opened()
    key = queries.event_logs(WORKER, event.id)[0].id
    commands.take_log_off_event(actor=WORKER, event_log_id=key, reason="Nobody of the match was there")
    with pytest.raises(RuleBroken, match="Kim Osei has taken this log off already"):
        commands.take_log_off_event(actor=WORKER, event_log_id=key, reason="Nobody of the match was there")


@pytest.mark.parametrize("reason", ["", "  no "])
def test_a_log_is_added_only_with_a_reason(reason):
    with pytest.raises(RuleBroken, match="why this log belongs"):
        commands.add_log_to_event(
            actor=WORKER, planned_event_id=make_event().id, incident_id=make_incident().id, reason=reason
        )


def test_the_tote_counts_what_became_of_the_logs_and_is_told_when_it_changes():
    event, made = make_event(), opened()
    opened()
    before = len(events_of(EventChanged))
    result_incident(actor=WORKER, incident_id=made.id, closing_code="ASB2", result_codes=("EJT",))
    inherit_at_change(IncidentChanged(incident_id=made.id, what="result"))
    counted = dict(queries.event_tote(event.id))
    assert (counted["logs"], counted["open"], counted["Ejected"], counted["Arrest"]) == (2, 2, 1, 0)
    assert len(events_of(EventChanged)) == before + 1
    stop_clocks(IncidentClosed(incident_id=made.id))
    assert len(events_of(EventChanged)) == before + 2


def test_an_event_that_is_over_inherits_nothing():
    event = make_event()
    commands.end_event(actor=WORKER, planned_event_id=event.id, reason="The match is called off", is_cancelled=True)
    opened()
    assert reasons(event) == {}
    assert queries.planned_events(WORKER) == []
    with pytest.raises(RuleBroken, match="This event is over"):
        commands.change_event(actor=WORKER, planned_event_id=event.id, plan=an_event_plan())


def test_a_change_of_the_order_finds_logs_of_its_new_place_and_keeps_those_it_has():
    event, there, made = make_event(), opened(place_text="York", place=YORK), opened()
    commands.change_event(actor=WORKER, planned_event_id=event.id, plan=an_event_plan(stations=("YRK",)))
    assert set(reasons(event)) == {made.id, there.id}


def test_who_changes_an_order_that_has_changed_meanwhile_is_told():
    event = make_event()
    commands.change_event(actor=WORKER, planned_event_id=event.id, plan=an_event_plan(name="Another name"))
    with pytest.raises(Stale):
        commands.change_event(actor=WORKER, planned_event_id=event.id, plan=an_event_plan(), seen_version=event.version)


def test_a_unit_is_named_once_for_an_event_with_what_it_is_for_and_released():
    event = make_event()
    row = commands.name_unit_for_event(actor=WORKER, planned_event_id=event.id, call_sign="bx12", task="On the 17:10")
    assert [(each.call_sign, each.task) for each in queries.event_units(event.id)] == [("BX12", "On the 17:10")]
    with pytest.raises(RuleBroken, match="BX12 is named for this event already"):
        commands.name_unit_for_event(actor=WORKER, planned_event_id=event.id, call_sign="BX12", task="Twice over")
    commands.release_unit_from_event(actor=WORKER, event_resource_id=row.id)
    assert queries.event_units(event.id) == []


def test_an_event_of_another_area_is_not_there():
    event = make_event(area="B")
    elsewhere = an_actor(*CanProcedure, *CanIncident, areas=frozenset({"C"}))
    assert queries.planned_events(elsewhere) == []
    with pytest.raises(NotFound):
        queries.planned_event(elsewhere, event.id)
    with pytest.raises(NotFound):
        commands.end_event(actor=elsewhere, planned_event_id=event.id, reason="Not theirs to end")


def test_a_restricted_log_counts_apart_and_is_shown_to_nobody_who_may_not_see_it():
    event, made = make_event(), opened(is_restricted=True)
    blind = an_actor(*CanProcedure, *(each for each in CanIncident if each != CanIncident.VIEW_RESTRICTED))
    assert queries.event_logs(blind, event.id) == []
    assert dict(queries.event_tote(event.id))["logs"] == 0
    assert dict(queries.event_tote(event.id, restricted=True))["logs"] == 1
    assert set(reasons(event)) == {made.id}


def test_a_restricted_log_that_is_open_already_belongs_to_an_event_whose_planner_may_not_see_it():
    made = make_incident("P", is_restricted=True)
    blind = an_actor(*CanProcedure, *(each for each in CanIncident if each != CanIncident.VIEW_RESTRICTED))
    event = make_event(actor=blind)
    assert (queries.event_logs(blind, event.id), set(reasons(event))) == ([], {made.id})


def test_a_log_that_belongs_to_the_event_already_is_not_added_again():
    event, made = make_event(), opened()
    with pytest.raises(RuleBroken, match="It belongs to the event already: at LDS, in its time"):
        commands.add_log_to_event(
            actor=WORKER, planned_event_id=event.id, incident_id=made.id, reason="On their way home"
        )
    assert reasons(event) == {made.id: "at LDS, in its time"}


def test_another_name_of_the_order_is_told_to_every_desk_that_shows_its_logs():
    event, made = make_event(), opened()
    before = len(events_of(LogInherited))
    commands.change_event(actor=WORKER, planned_event_id=event.id, plan=an_event_plan(name="Leeds v York, football"))
    assert [each.facts["incident_id"] for each in events_of(LogInherited)[before:]] == [str(made.id)]


@pytest.mark.parametrize(("area", "said"), [("C", "one of your own areas"), ("Z", "An area is one of")])
def test_an_event_is_planned_for_an_area_that_there_is_and_that_is_ones_own(area, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        make_event(actor=an_actor(*CanProcedure, *CanIncident, areas=frozenset({"B"})), area=area)
    assert refused.value.field == "area"


def test_a_log_of_an_event_of_another_area_is_not_taken_off():
    event = make_event(area="B")
    opened()
    key = queries.event_logs(WORKER, event.id)[0].id
    elsewhere = an_actor(*CanProcedure, *CanIncident, areas=frozenset({"C"}))
    with pytest.raises(NotFound):
        commands.take_log_off_event(actor=elsewhere, event_log_id=key, reason="Not theirs to take off")


def test_only_who_may_plan_writes_an_order():
    with pytest.raises(NotPermitted):
        make_event(actor=an_actor(CanProcedure.VIEW, CanProcedure.WORK, *CanIncident))
