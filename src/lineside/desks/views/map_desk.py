"""The map: where the incidents, units and trains are that this person may see, on our own ground."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lineside.desks.map_ground import GREATEST_ZOOM, LAYERS, MOST_LAYERS, box_of, ground, number
from lineside.desks.rows import board_row, unit_row
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer import queries as gazetteer
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now, uk_day
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import trains_heard
from lineside.ui.pages import Asking, page

LIVE = (("incidents", "Incidents"), ("units", "Units"), ("trains", "Trains"))
LONGEST_TEXT = 300


@require_GET
@page(needs=CanIncident.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/map.html", map_facts(request) | {"chosen": None})


@require_GET
@page(needs=CanIncident.VIEW, sighting="incidents.incident")
def log(request: Asking, incident_id: UUID) -> HttpResponse:
    """The map with one log in its middle; whoever may not see the log is told nothing of where it is."""
    chosen = incidents.as_row(incidents.incident(request.actor, incident_id))
    return render(request, "desks/map.html", map_facts(request) | {"chosen": chosen})


def map_facts(request: Asking) -> dict[str, Any]:
    """The same rows as the control desk's, so that the two never tell different things of what one may see."""
    may_see_units = request.actor.may(CanDispatch.VIEW)
    return {
        "layers": LAYERS,
        "live_layers": [each for each in LIVE if _may_see(request, each[0])],
        "board": incidents.board(request.actor),
        "most_on_board": incidents.MOST_ON_BOARD,
        "deployed": dispatch.deployed_now(),
        "units": dispatch.units_on_duty(request.actor) if may_see_units else [],
        "board_row": board_row,
        "unit_row": unit_row,
        "places_of": gazetteer.standing(uk_day(now())),
        "without": gazetteer.without(),
    }


def _may_see(request: Asking, layer: str) -> bool:
    needed = {"units": CanDispatch.VIEW, "trains": CanTrain.VIEW}
    return layer not in needed or request.actor.may(needed[layer])


@require_GET
@page(needs=CanTrain.VIEW)
def trains(request: Asking) -> HttpResponse:
    return render(request, "desks/_map_trains.html", {"trains": trains_heard()})


@require_GET
@page(needs=CanGazetteer.LOCATE)
def ground_in_view(request: Asking) -> HttpResponse:
    """Lines and places of the view, a page of at most so many."""
    zoom = number(request.GET.get("zoom", ""), "zoom", 0, GREATEST_ZOOM)
    wanted = set(request.GET.get("layers", "").split(",")[:MOST_LAYERS])
    return JsonResponse(ground(box_of(request.GET.get("box", "")), int(zoom), wanted))


@require_GET
@page(needs=CanGazetteer.LOCATE)
def place(request: Asking) -> HttpResponse:
    """What the place under a point is called: the nearest miles and chains, station, post and area."""
    lat = number(request.GET.get("lat", ""), "latitude", -90, 90)
    lon = number(request.GET.get("lon", ""), "longitude", -180, 180)
    post, area = gazetteer.owner(lat, lon)
    facts = {
        "point": f"{lat:.5f},{lon:.5f}",
        "beside": gazetteer.lines_beside(lat, lon),
        "station": gazetteer.station_beside(lat, lon),
        "grid": gazetteer.grid_reference(*gazetteer.to_grid(lat, lon)) if post else "",
        "post": post,
        "area": area,
    }
    return render(request, "desks/_map_place.html", facts)


@require_GET
@page(needs=CanGazetteer.LOCATE)
def find(request: Asking) -> HttpResponse:
    """The readings of a typed place, each a button that goes there."""
    text = request.GET.get("place", "")[:LONGEST_TEXT].strip()
    facts = {"text": text, "located": gazetteer.locate(text) if text else None, "without": gazetteer.without()}
    return render(request, "desks/_map_found.html", facts)
