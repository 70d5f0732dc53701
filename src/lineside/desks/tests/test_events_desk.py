"""Planned events at their desk and on the log."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.desks.event_rows import event as event_row
from lineside.desks.rules import read_plan
from lineside.desks.tests.hostile_cards import ORDER
from lineside.dispatch.commands import Outfit, fit_out_unit, ring_fence_unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import unit_row
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.procedures.models import PlannedEvent
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.queries import event_logs, event_units, events_of
from lineside.procedures.testing import WORKER, make_event

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def planner(client, sign_in):
    sign_in(*CanIncident, *CanProcedure, *CanDispatch)
    return client


def send(client, path, key=None, **facts):
    answer = client.post(reverse(f"desks:{path}", args=[key] if key else []), facts, headers=HTMX)
    return answer.status_code, answer.content.decode()


def test_an_event_is_planned_and_shows_its_figures(planner):
    status, page = send(planner, "event-plan", **ORDER)
    assert (status, "The event is planned." in page) == (200, True)
    event = PlannedEvent.objects.get()
    assert (event.stations, event.radius_m) == (["LDS", "HUL"], 800)
    assert f'id="event-tote-{event.id}"' in page
    assert event.reference in planner.get(reverse("desks:events")).content.decode()


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "lat", "radius_m"])
def test_what_cannot_be_read_is_refused_beside_its_field_and_stays_typed(planner, field):
    status, page = send(planner, "event-plan", **{**ORDER, field: "soon"})
    assert (status, f'id="event-{field}-refusal"' in page, "Leeds v Hull" in page) == (422, True, True)
    assert not PlannedEvent.objects.exists()


def test_more_than_a_time_is_not_a_time():
    with pytest.raises(RuleBroken, match="a day and a time alone"):
        read_plan({**ORDER, "starts_at": "28/11 14:00 or so"}, now())


def test_a_log_shows_its_event(planner):
    made, event = make_incident("P"), make_event()
    page = planner.get(reverse("desks:control-log", args=[made.id]), headers=HTMX).content.decode()
    assert f'href="{reverse("desks:event", args=[event.id])}">{event.name}</a>' in page


def test_a_person_adds_a_log_and_takes_it_off(planner):
    event = make_event(stations=("YRK",))
    made = make_incident("P")
    assert send(planner, "event-log", event.id, log=str(made.serial), reason="On their way home")[0] == 200
    assert [name for _, name, _ in events_of(made.id)] == [event.name]
    row = event_logs(WORKER, event.id)[0]
    status, page = send(planner, "event-log-off", row.id, reason="Nobody of the match")
    assert (status, "taken off by" in page) == (200, True)
    assert events_of(made.id) == []


def test_a_unit_that_is_named_is_kept_for_the_event_and_free_when_it_is_released(planner):
    event, unit = make_event(), make_unit("BX12")
    status, page = send(planner, "event-unit", event.id, call_sign="BX12", task="On the 17:10")
    assert (status, "It is kept for it until" in page) == (200, True)
    row = unit_row(unit.id)
    assert row
    assert row.ring_fence
    assert (row.ring_fence.for_what, row.ring_fence.until) == (event.name, event.ends_at)
    assert "It is free for anything." in send(planner, "event-unit-off", event_units(event.id)[0].id)[1]
    row = unit_row(unit.id)
    assert row
    assert row.ring_fence is None


def test_a_unit_that_is_not_on_duty_is_named_and_it_is_said_that_nobody_keeps_it(planner):
    event = make_event()
    status, page = send(planner, "event-unit", event.id, call_sign="BX77", task="On the 17:10")
    assert (status, "BX77 is named. It is not kept for it:" in page) == (200, True)
    assert [each.call_sign for each in event_units(event.id)] == ["BX77"]


def test_a_unit_that_is_kept_for_something_else_stays_kept_for_that(planner):
    event, unit = make_event(), make_unit("BX12")
    until = now() + timedelta(hours=3)
    ring_fence_unit(actor=WORKER.also(*CanDispatch), unit_id=unit.id, for_what="VIP", why="Close to them", until=until)
    assert "it is kept for VIP." in send(planner, "event-unit", event.id, call_sign="BX12", task="On the 17:10")[1]
    row = unit_row(unit.id)
    assert row
    assert row.ring_fence
    assert row.ring_fence.for_what == "VIP"


def test_a_covert_unit_is_not_named_in_an_order(planner):
    event = make_event()
    fit_out_unit(actor=CONTROLLER, unit_id=make_unit("BX12").id, outfit=Outfit(is_covert=True))
    status, page = send(planner, "event-unit", event.id, call_sign="bx12", task="On the 17:10")
    assert (status, "BX12 is covert; an order does not name it." in page) == (422, True)
    assert event_units(event.id) == []


def test_figures_of_restricted_logs_are_shown_to_nobody_who_may_not_see_them(client, sign_in):
    make_incident("P", is_restricted=True)
    event = make_event()
    for name, rights, shown in (("alex", CanIncident, True), ("robin", (CanIncident.VIEW,), False)):
        sign_in(CanProcedure.VIEW, *rights, username=name)
        page = client.get(reverse("desks:event", args=[event.id])).content.decode()
        assert (f'id="event-tote-restricted-{event.id}"' in page) is shown
    rows = {each.id: each for each in event_row(event.id)}
    assert "<dt>logs</dt><dd>0</dd>" in rows[f"event-tote-{event.id}"].html
    apart = rows[f"event-tote-restricted-{event.id}"]
    assert (apart.needs, apart.restricted) == (CanIncident.VIEW_RESTRICTED, True)


def test_who_may_only_look_sees_the_order_and_no_form(client, sign_in):
    event = make_event()
    sign_in(CanProcedure.VIEW, CanIncident.VIEW)
    page = client.get(reverse("desks:event", args=[event.id])).content.decode()
    assert event.briefing in page
    assert 'action="/events' not in page
    assert client.post(reverse("desks:event-plan"), ORDER, headers=HTMX).status_code == 403


def test_an_event_is_changed_and_ended(planner):
    event = make_event()
    said = {**ORDER, "name": "Leeds v York, football", "seen_version": event.version}
    assert send(planner, "event-change", event.id, **said)[0] == 200
    event.refresh_from_db()
    assert event.name == "Leeds v York, football"
    answer = send(
        planner, "event-end", event.id, reason="It is called off", is_cancelled="yes", seen_version=event.version
    )
    assert (answer[0], "cancelled by" in answer[1]) == (200, True)
