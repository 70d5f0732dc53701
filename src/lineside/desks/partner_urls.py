"""Paths of partner agencies; part of the desks' own."""

from django.urls import path

from lineside.desks.views import mutual_aid, partners

urlpatterns = [
    path("partners/", partners.desk, name="partners"),
    path("partners/rings/", partners.rings, name="partner-rings"),
    path("partners/<uuid:transfer_id>/ask/", partners.ask, name="partner-ask"),
    path("partners/<uuid:transfer_id>/ring/", partners.ring, name="partner-ring"),
    path("partners/<uuid:transfer_id>/<str:what>/", partners.deed, name="partner-deed"),
    path("partners/messages/<uuid:message_id>/again/", partners.again, name="partner-again"),
    path("control/<uuid:incident_id>/partners/", partners.of_log, name="log-partners"),
    path("control/<uuid:incident_id>/partners/offer/", partners.offer, name="log-partner-offer"),
    path("control/<uuid:incident_id>/mutual-aid/", mutual_aid.ask, name="log-mutual-aid"),
    path("control/<uuid:incident_id>/exercise/", partners.exercise, name="log-exercise"),
    path("contact/<uuid:contact_id>/partners/", partners.of_contact, name="contact-partners"),
]
