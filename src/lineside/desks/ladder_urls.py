"""Paths of the ladder, of logs on offer, and of handovers; part of the desks' own."""

from django.urls import path

from lineside.desks.views import handover, ladder

urlpatterns = [
    path("handover/", handover.desk, name="handovers"),
    path("handover/rows/", handover.rows, name="handover-rows"),
    path("handover/give/", handover.give, name="handover-give"),
    path("handover/<uuid:sheet_id>/", handover.sheet, name="handover"),
    path("handover/<uuid:sheet_id>/take/", handover.take, name="handover-take"),
    path("ladder/", ladder.desk, name="ladder"),
    path("ladder/strip/", ladder.strip, name="ladder-strip"),
    path("ladder/<uuid:incident_id>/seen/", ladder.seen, name="ladder-seen"),
    path("control/offers/", ladder.offers, name="offer-rows"),
]
