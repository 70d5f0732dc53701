"""Paths of the map."""

from django.urls import path

from lineside.desks.views import map_desk

MAP_PATHS = [
    path("map/", map_desk.desk, name="map"),
    path("map/ground/", map_desk.ground_in_view, name="map-ground"),
    path("map/trains/", map_desk.trains, name="map-trains"),
    path("map/place/", map_desk.place, name="map-place"),
    path("map/find/", map_desk.find, name="map-find"),
    path("map/<uuid:incident_id>/", map_desk.log, name="map-log"),
]
