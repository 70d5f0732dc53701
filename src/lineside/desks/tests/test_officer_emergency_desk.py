"""An officer's emergency on the desk: the bar, the panel of the take-over, and who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.desks.rows import render
from lineside.dispatch.commands import record_position
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import clock
from lineside.officer_emergencies.commands import answer_emergency, escalate_unanswered
from lineside.officer_emergencies.models import OfficerEmergency
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.reactions import CLOCK
from lineside.officer_emergencies.testing import ANSWERER, make_emergency

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WORKING = (CanOfficerEmergency.VIEW, CanOfficerEmergency.ANSWER, "dispatch.view", "incidents.view")
OPEN = "/officer-emergencies/open/"


def words(answer):
    return " ".join(answer.content.decode().split())


def panel(client, emergency, deed="", **said):
    path = reverse(f"desks:officer-emergency{deed}", args=[emergency.id])
    return client.post(path, said, headers=HTMX) if deed else client.get(path, headers=HTMX)


def live(emergency):
    return [row for row in render(f"officer_emergency:{emergency.id}") if row.list == "officer-emergencies"]


def test_every_page_of_who_may_see_them_has_room_for_them(client, sign_in):
    sign_in(*WORKING)
    page = words(client.get("/control/"))
    assert 'data-live-list="officer-emergencies"' in page
    assert '<dialog id="takeover"' in page


def test_who_may_not_see_them_has_no_room_for_them(client, sign_in):
    sign_in("incidents.view")
    assert "officer-emergencies" not in words(client.get("/control/"))
    assert client.get(OPEN).status_code == 403


def test_who_may_only_look_has_the_bar_and_is_not_taken_over(client, sign_in):
    sign_in(CanOfficerEmergency.VIEW, "incidents.view")
    page = words(client.get("/control/"))
    assert 'data-live-list="officer-emergencies"' in page
    assert '<dialog id="takeover"' not in page


def test_a_desk_that_signs_in_later_is_given_what_is_open(client, sign_in):
    emergency = make_emergency()
    sign_in(*WORKING)
    assert f'id="officer-emergency-{emergency.id}"' in words(client.get(OPEN))


def test_the_bar_that_is_pushed_is_the_bar_that_is_fetched_and_says_who_where_and_by_what(client, sign_in):
    unit = make_unit()
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5319, lon=-0.1233, within_m=20)
    emergency = make_emergency(unit_id=unit.id)
    sign_in(*WORKING)
    (row,) = live(emergency)
    assert row.html.strip() in client.get(OPEN).content.decode()
    assert (row.needs, row.area, row.gone) == (CanOfficerEmergency.VIEW, "B", False)
    for said in ("BX12", "PC Hale", "51.53190, -0.12330", "within 20 m", "Nobody has answered"):
        assert said in row.html


def test_a_live_bar_holds_no_input():
    html = live(make_emergency())[0].html
    assert "<input" not in html
    assert "<textarea" not in html


def test_a_unit_that_moves_in_an_emergency_brings_its_new_fix():
    unit = make_unit()
    emergency = make_emergency(unit_id=unit.id)
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.6, lon=-0.2)
    rows = {row.id: row for row in render(f"unit:{unit.id}")}
    assert "51.60000, -0.20000" in rows[f"officer-emergency-{emergency.id}"].html


def test_after_thirty_seconds_without_an_answer_supervisors_of_every_area_are_pushed_it_and_its_end():
    emergency = make_emergency()
    with clock(now() + timedelta(seconds=31)):
        escalate_unanswered(actor=CLOCK, emergency_id=emergency.id)
    assert [(row.needs, row.area) for row in live(emergency)] == [
        (CanOfficerEmergency.VIEW, "B"),
        (CanOfficerEmergency.SUPERVISE, ""),
    ]


def test_the_first_answer_goes_on_to_the_outcome_and_the_second_goes_back_to_its_desk(client, sign_in):
    emergency = make_emergency()
    sign_in(*WORKING)
    assert "I have it" in words(panel(client, emergency))
    page = words(panel(client, emergency, "-answer"))
    assert "What it was" in page
    assert "data-emergency-back-now" not in page
    other = make_emergency(unit_id=make_unit("BX13").id)
    answer_emergency(actor=ANSWERER, emergency_id=other.id)
    assert "Seen: Chris Vale has it" in words(panel(client, other))
    assert "data-emergency-back-now" in words(panel(client, other, "-answer"))


def test_an_accident_without_voice_and_challenge_is_refused_beside_its_field_and_keeps_what_was_typed(client, sign_in):
    emergency = answer_emergency(actor=actor_of(sign_in(*WORKING)), emergency_id=make_emergency().id)
    said = {"outcome": "accidental", "words": "Leaned on it", "seen_version": emergency.version}
    page = panel(client, emergency, "-outcome", **said)
    assert page.status_code == 422
    assert "Speak with the officer by voice first" in words(page)
    page = panel(client, emergency, "-outcome", spoken_with="PC Hale", **said)
    assert "Ask the challenge" in words(page)
    assert "Leaned on it" in words(page)
    assert OfficerEmergency.objects.get().state == "open"


def test_an_accident_is_over_on_every_desk(client, sign_in):
    emergency = answer_emergency(actor=actor_of(sign_in(*WORKING)), emergency_id=make_emergency().id)
    said = {"outcome": "accidental", "spoken_with": "PC Hale", "challenge": "yes", "seen_version": emergency.version}
    assert "data-emergency-back-now" in words(panel(client, emergency, "-outcome", **said))
    (row,) = live(emergency)
    assert row.gone
    assert words(client.get(OPEN)) == ""


def test_a_genuine_one_stays_on_the_desk_until_it_is_resolved(client, sign_in):
    emergency = answer_emergency(actor=actor_of(sign_in(*WORKING)), emergency_id=make_emergency().id)
    page = words(panel(client, emergency, "-outcome", outcome="genuine", seen_version=emergency.version))
    assert "until the officers are safe" in page
    assert not live(emergency)[0].gone
    seen = OfficerEmergency.objects.get().version
    panel(client, emergency, "-resolve", resolved="PC Hale is safe", seen_version=seen)
    assert live(emergency)[0].gone


def test_whoever_opened_it_is_on_record(client, sign_in):
    emergency = make_emergency()
    sign_in(*WORKING)
    panel(client, emergency)
    assert AuditLine.objects.filter(kind="looked", name="officer_emergencies.emergency").exists()
