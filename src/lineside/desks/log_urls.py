"""Paths of what stands beside a log: trains that are met, disruption, appointments; part of the desks' own."""

from django.urls import path

from lineside.desks.views import appointments, disruption, trains

urlpatterns = [
    *appointments.PATHS,
    *disruption.PATHS,
    path("control/train-alarms/", trains.alarms, name="train-alarms"),
    path("control/log/<uuid:incident_id>/meeting/", trains.panel, name="log-meeting"),
    path("control/log/<uuid:incident_id>/meeting/meet/", trains.meet, name="train-meet"),
    path("control/log/<uuid:incident_id>/meeting/ask/", trains.ask, name="train-ask"),
    path("control/train-asks/<uuid:ask_id>/answer/", trains.answer, name="train-answer"),
    path("control/train-alarms/<uuid:alarm_id>/deal/", trains.deal, name="train-deal"),
    path("control/train-plans/<uuid:plan_id>/end/", trains.end, name="train-end"),
]
