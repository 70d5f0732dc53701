"""Paths of planned events; part of the desks' own."""

from django.urls import path

from lineside.desks.views import events

urlpatterns = [
    path("events/", events.desk, name="events"),
    path("events/rows/", events.rows, name="event-rows"),
    path("events/plan/", events.plan, name="event-plan"),
    path("events/<uuid:planned_event_id>/", events.event, name="event"),
    path("events/<uuid:planned_event_id>/change/", events.change, name="event-change"),
    path("events/<uuid:planned_event_id>/end/", events.end, name="event-end"),
    path("events/<uuid:planned_event_id>/logs/", events.add_log, name="event-log"),
    path("events/<uuid:planned_event_id>/units/", events.add_unit, name="event-unit"),
    path("events/logs/<uuid:event_log_id>/off/", events.take_off, name="event-log-off"),
    path("events/units/<uuid:event_resource_id>/release/", events.release_unit, name="event-unit-off"),
]
