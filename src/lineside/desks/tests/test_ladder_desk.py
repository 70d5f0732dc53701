"""What nobody was sent to: the strip on every desk of the role that it has reached, its page, and the boards."""

import pytest

from lineside.access.queries import actor_of
from lineside.contacts.permissions import CanContact
from lineside.desks.rows import render
from lineside.incidents.commands import climb, keep_incident, note_attendance
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident as found
from lineside.incidents.testing import OPERATOR, make_incident, make_offer, waited
from lineside.kernel.clock import now
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db
STRIP = 'hx-get="/ladder/strip/"'
HTMX = {"HX-Request": "true"}


def waiting(minutes=5, grade="I"):
    incident = make_incident(grade)
    with clock(waited(incident, minutes)):
        climb()
    return found(OPERATOR, incident.id)


def text(client, path, **facts):
    return " ".join(client.get(path, **facts).content.decode().split())


def test_every_desk_of_who_hears_of_it_has_the_strip_and_no_other(client, sign_in):
    sign_in(CanIncident.VIEW, CanContact.VIEW)
    assert STRIP not in text(client, "/control/")
    assert client.get("/ladder/strip/").status_code == 403
    sign_in(CanIncident.VIEW, CanIncident.HEAR, CanContact.VIEW, username="second")
    for path in ("/control/", "/contact/", "/ladder/"):
        assert STRIP in text(client, path)


def test_the_strip_counts_and_names_the_most_urgent_and_says_nothing_twice(client, sign_in):
    sign_in(CanIncident.VIEW, CanIncident.HEAR)
    empty = text(client, "/ladder/strip/")
    assert "<a" not in empty
    incident = waiting()
    waiting(16, "P")
    strip = text(client, "/ladder/strip/")
    assert "2 where nobody is" in strip
    assert f"I log {incident.serial}" in strip
    assert 'data-key="alt+1"' in strip
    has = strip.split("?has=")[1].split('"')[0]
    assert client.get(f"/ladder/strip/?has={has}").status_code == 204


def test_who_has_seen_it_by_its_page_has_an_empty_strip_and_the_page_says_who_saw_it(client, sign_in):
    account = sign_in(CanIncident.VIEW, CanIncident.HEAR)
    incident = waiting()
    page = client.post(f"/ladder/{incident.id}/seen/", {"level": "2", "key": "k1"}).content.decode()
    assert f"you have seen {incident.reference}" in page
    assert f"Seen by {actor_of(account).name}" in page
    assert "<a" not in text(client, "/ladder/strip/")


def test_who_looked_before_it_went_up_is_told_to_look_again(client, sign_in):
    sign_in(CanIncident.VIEW, CanIncident.HEAR)
    incident = waiting(9)
    answer = client.post(f"/ladder/{incident.id}/seen/", {"level": "1", "key": "k2"})
    assert (answer.status_code, "gone up a rung" in answer.content.decode()) == (422, True)


def test_the_supervisors_desk_lists_what_has_reached_a_supervisor(client, sign_in):
    sign_in(CanIncident.VIEW, CanIncident.HEAR, CanIncident.HEAR_FROM_SECOND, CanContact.VIEW, CanContact.SUPERVISE)
    supervisors, dispatchers = waiting(5), waiting(3)
    listed = text(client, "/supervise/rows/ladder/")
    assert supervisors.reference in listed
    assert dispatchers.reference not in listed
    assert "Nobody is there" in text(client, "/supervise/")


def test_the_row_on_the_board_says_whom_it_has_reached_and_sorts_above_all(client, sign_in):
    incident = waiting()
    [board, state] = render(f"incident:{incident.id}")
    assert "nobody there: supervisor told" in board.html
    assert "nobody there: supervisor told" in state.html
    assert board.sort < render(f"incident:{make_incident().id}")[0].sort
    note_attendance(actor=OPERATOR, incident_id=incident.id, stage="assigned", at=now(), text="BX12 assigned.")
    assert "nobody there" not in render(f"incident:{incident.id}")[0].html


def test_a_line_says_that_it_was_seen(client, sign_in):
    sign_in(CanIncident.VIEW, CanIncident.HEAR, CanIncident.LOG)
    incident = waiting()
    page = client.post(f"/control/{incident.id}/line/", {"text": "/seen", "key": "k3"}, headers=HTMX).content.decode()
    assert "Your strip is silent of it" in page


def test_an_offer_to_another_area_comes_and_goes_at_the_desks_of_both():
    offered = make_offer(make_incident("P", area="C"), to="B")
    assert [(row.area, row.gone) for row in render(f"passing:{offered.id}")] == [("C", False), ("B", False)]
    keep_incident(actor=OPERATOR, incident_id=offered.incident_id)
    assert [(row.area, row.gone) for row in render(f"passing:{offered.id}")] == [("C", True), ("B", True)]
