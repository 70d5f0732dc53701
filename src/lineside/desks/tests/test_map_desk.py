"""The map: what it may show is what the board may show, and its ground is bounded."""

import pytest
from django.urls import reverse

from lineside.desks.map_ground import MOST, ground
from lineside.dispatch.commands import Outfit, fit_out_unit, record_position
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import CONTROLLER as UNITS
from lineside.dispatch.testing import make_unit
from lineside.gazetteer.permissions import CanGazetteer
from lineside.gazetteer.queries import Box
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine

GREAT_BRITAIN = Box(-8, 49.8, 2, 60.9)
LEEDS = Box(-1.6, 53.75, -1.5, 53.85)
CONTROLLER = (*(right for right in CanIncident if right != CanIncident.VIEW_RESTRICTED), CanDispatch.VIEW)


@pytest.fixture
def controller(client, sign_in):
    sign_in(*CONTROLLER, *CanGazetteer)
    return client


@pytest.mark.django_db
def test_the_map_holds_the_boards_rows_with_their_places(controller):
    incident = make_incident("I", place={"name": "Leeds", "lat": 53.7957, "lon": -1.5477})
    page = controller.get("/map/").content.decode()
    assert f'id="incident-{incident.id}"' in page
    assert 'data-lat="53.7957" data-lon="-1.5477"' in page


@pytest.mark.django_db
def test_a_restricted_log_is_not_on_the_map_of_who_may_not_see_it(controller):
    incident = make_incident("I", is_restricted=True)
    assert str(incident.id) not in controller.get("/map/").content.decode()
    assert controller.get(reverse("desks:map-log", args=[incident.id])).status_code == 404


@pytest.mark.django_db
def test_where_a_covert_unit_is_stays_unknown_to_who_may_not_know(controller):
    unit = make_unit("BX12")
    record_position(actor=UNITS, unit_id=unit.id, lat=53.7123, lon=-1.5477)
    assert "53.7123" in controller.get("/map/").content.decode()
    fit_out_unit(actor=UNITS, unit_id=unit.id, outfit=Outfit(is_covert=True))
    page = controller.get("/map/").content.decode()
    assert "BX12" in page
    assert "53.7123" not in page


@pytest.mark.django_db
def test_a_log_that_is_looked_at_on_the_map_is_a_look_on_record(controller):
    incident = make_incident("P")
    assert controller.get(reverse("desks:map-log", args=[incident.id])).status_code == 200
    assert AuditLine.objects.filter(kind="looked", name="incidents.incident").exists()


@pytest.mark.django_db
def test_a_place_under_the_cross_has_its_mile_and_chain_station_post_and_area(controller):
    told = controller.get("/map/place/?lat=51.5705&lon=-0.1046").content.decode()
    assert "ECM1 2m 74ch" in told
    assert "not for track access" in told
    assert "Finsbury Park" in told
    assert "area B" in told


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["lat=nan&lon=0", "lat=1e9&lon=0", "lat=&lon=", "lat=51&lon=north"])
def test_a_place_that_is_no_number_is_refused_in_words(controller, asked):
    assert controller.get(f"/map/place/?{asked}").status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["box=1,2,3&zoom=9", "box=a,b,c,d&zoom=9", "box=-1,51,0,52&zoom=inf", ""])
def test_a_box_that_is_none_is_refused_in_words(controller, asked):
    assert controller.get(f"/map/ground/?{asked}").status_code == 422


@pytest.mark.django_db
def test_the_ground_comes_as_json_for_the_box_that_was_asked_for(controller):
    facts = controller.get("/map/ground/?box=-1.6,53.75,-1.5,53.85&zoom=12&layers=tracks,stations").json()
    assert ["station", "Leeds", "LDS"] in [spot[:3] for spot in facts["spots"]]
    assert facts["tracks"]


@pytest.mark.django_db
def test_a_place_carried_from_the_map_stands_in_the_box_of_a_new_log(client, sign_in):
    sign_in(*CanIncident, *CanGazetteer)
    page = client.get("/control/new/?place=ECM1+2m+74ch").content.decode()
    assert 'value="ECM1 2m 74ch"' in page
    assert "From the map" in page


def test_an_answer_is_capped_and_says_what_it_left_out():
    facts = ground(GREAT_BRITAIN, 12, {"tracks", "stations", "crossings", "mileposts"})
    drawn = sum(len(facts[name]) for name in ("tracks", "borders", "spots"))
    assert drawn == MOST == facts["cap"]
    assert facts["left_out"]["Mileposts"] > 40_000


def test_a_layer_of_a_nearer_scale_is_named_and_not_given():
    facts = ground(LEEDS, 8, {"crossings", "mileposts"})
    assert facts["spots"] == []
    assert facts["too_far"] == {"Level crossings": 9, "Mileposts": 12}


def test_pieces_of_a_line_still_meet_when_waymarks_are_left_out():
    whole, thinned = (ground(LEEDS, zoom, {"tracks"})["tracks"] for zoom in (14, 6))
    assert [(line[1][:2], line[1][-2:]) for line in whole] == [(line[1][:2], line[1][-2:]) for line in thinned]
    assert sum(len(line[1]) for line in thinned) < sum(len(line[1]) for line in whole)
