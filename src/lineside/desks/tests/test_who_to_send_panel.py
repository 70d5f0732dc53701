"""Whom to send, at the control desk: asked by the line or a key, held for who asked, sent by one button."""

import pytest
from django.urls import reverse

from lineside.desks.rules import read_line
from lineside.desks.tests.hostile import HTMX
from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.partners.models import Transfer
from lineside.partners.permissions import CanPartner
from lineside.triage.permissions import CanTriage

OTHER = an_actor(*CanDispatch, name="Robin Ash", key=uuid7())


@pytest.fixture
def desk(client, sign_in):
    sign_in(*(right for right in CanIncident if right != CanIncident.VIEW_RESTRICTED), *CanDispatch, *CanTriage)
    return client


def asked(desk, incident, text="/u ?"):
    path = reverse("desks:control-line", args=[incident.id])
    incident.refresh_from_db()
    return desk.post(path, {"text": text, "seen_version": incident.version}, headers=HTMX).content.decode()


def unit_at(sign, lat=53.80, lon=-1.55):
    unit = make_unit(sign, area="C")
    commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=lat, lon=lon)
    return unit


def test_a_question_mark_asks_who_and_names_what_is_needed_beside_the_type():
    assert (read_line("/u ?").asks, read_line("/u ? line-search, dog-gp").codes) == (True, ("LINE-SEARCH", "DOG-GP"))
    with pytest.raises(RuleBroken, match="or ask who"):
        read_line("/u")


@pytest.mark.django_db
def test_the_five_come_with_reasons_a_key_for_each_and_the_first_is_held(desk):
    unit_at("CX12")
    unit_at("CX13", 53.70)
    page = asked(desk, make_incident("P"))
    assert page.index("CX12: about") < page.index("CX13: about")
    assert 'data-key="1" data-command="Send CX12"' in page
    assert 'data-key="2" data-command="Send CX13"' in page
    assert "CX12 held for you for 20 seconds." in page
    held = {row.call_sign: bool(row.held_by) for row in queries.units_on_duty(CONTROLLER)}
    assert held == {"CX12": True, "CX13": False}


@pytest.mark.django_db
def test_what_another_desk_holds_is_said_and_may_be_sent_all_the_same(desk):
    unit, incident = unit_at("CX12"), make_incident("P")
    commands.hold_units(actor=OTHER, unit_ids=[unit.id], incident_id=make_incident().id)
    page = asked(desk, incident)
    assert "held by Robin Ash" in page
    assert "Send CX12 all the same" in page
    assert "held by Robin Ash" in desk.get(reverse("desks:unit-rows"), headers=HTMX).content.decode()
    sent = desk.post(reverse("desks:log-send", args=[incident.id]), {"call_signs": "CX12"}, headers=HTMX)
    assert "Sent CX12." in sent.content.decode()
    assert queries.deployed_to(incident.id) == ("CX12",)


@pytest.mark.django_db
def test_the_live_line_says_nothing_while_the_order_stands_and_has_no_inputs(desk):
    unit_at("CX12")
    incident = make_incident("P")
    path = reverse("desks:log-who-now", args=[incident.id])
    first = desk.get(path, {"first": "none"}, headers=HTMX)
    page = first.content.decode()
    assert "The order has changed; ask again. Now: CX12" in page
    assert "<input" not in page
    assert "<button" not in page
    minutes = page.split("Now: CX12 ")[1].split(" min")[0]
    assert desk.get(path, {"shown": f"CX12~{minutes}"}, headers=HTMX).status_code == 204
    assert queries.units_on_duty(CONTROLLER)[0].held_by == ""


@pytest.mark.django_db
def test_the_screen_that_grades_shows_no_unit(desk):
    unit_at("CX12")
    page = desk.get(reverse("desks:control-regrade", args=[make_incident("P").id]), headers=HTMX).content.decode()
    assert "THRIVE" in page
    assert "CX12" not in page


@pytest.mark.django_db
def test_the_local_force_is_asked_by_one_key_where_nobody_of_ours_is_near(client, sign_in, settings):
    settings.ENVIRONMENT = "DEMO"
    sign_in(*(right for right in CanIncident if right != CanIncident.VIEW_RESTRICTED), *CanDispatch, *CanPartner)
    incident = make_incident("I")
    page = asked(client, incident)
    assert "Nobody of ours can go" in page
    assert 'data-key="m" data-command="Ask the local force for mutual aid"' in page
    assert "None of ours can go" in page
    path = reverse("desks:log-mutual-aid", args=[incident.id])
    said = {"agency": "NPOL", "quantity": "1", "kind": "response unit", "why": "None of ours can go"}
    refused = client.post(path, said | {"sent_as": "Actual", "key": "aid-1"}, headers=HTMX)
    assert "Exercise" in refused.content.decode()
    assert not Transfer.objects.exists()
    done = client.post(path, said | {"sent_as": "Exercise", "key": "aid-2"}, headers=HTMX)
    assert "NPOL asked for 1 response unit; nobody there has accepted yet." in done.content.decode()
    assert Transfer.objects.get().agency == "NPOL"


@pytest.mark.django_db
def test_who_may_not_work_with_agencies_reads_the_advice_and_has_no_form(desk):
    page = asked(desk, make_incident("I"))
    assert "Nobody of ours can go" in page
    assert "mutual-aid" not in page
