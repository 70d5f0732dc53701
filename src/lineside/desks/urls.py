"""Paths of the desks."""

from django.urls import path

from lineside.desks.views import contact, control, crime, find, opening, parts, start, supervise

app_name = "desks"
urlpatterns = [
    path("", start.start, name="start"),
    path("find/", find.find, name="find"),
    path("contact/", contact.desk, name="contact-desk"),
    path("contact/rows/", contact.queue_rows, name="contact-rows"),
    path("contact/next/", contact.next_contact, name="contact-next"),
    path("contact/<uuid:contact_id>/", contact.contact, name="contact"),
    path("contact/<uuid:contact_id>/take/", contact.take, name="contact-take"),
    path("contact/<uuid:contact_id>/return/", contact.put_back, name="contact-return"),
    path("contact/<uuid:contact_id>/resolve/", contact.resolve, name="contact-resolve"),
    path("contact/<uuid:contact_id>/reply/", contact.reply, name="contact-reply"),
    path("contact/<uuid:contact_id>/call-back/", contact.call_back, name="contact-call-back"),
    path("contact/<uuid:contact_id>/open/", contact.open_incident, name="contact-open"),
    path("contact/<uuid:contact_id>/attach/<uuid:incident_id>/", contact.attach, name="contact-attach"),
    path("opening/try/place/", opening.place, name="place"),
    path("opening/try/grade/", opening.propose, name="propose"),
    path("opening/try/duplicates/", opening.duplicates, name="duplicates"),
    path("control/", control.desk, name="control-desk"),
    path("control/rows/", control.rows, name="control-rows"),
    path("control/units/", control.unit_rows, name="unit-rows"),
    path("control/new/", control.new, name="control-new"),
    path("control/<uuid:incident_id>/", control.log, name="control-log"),
    path("control/<uuid:incident_id>/row/", control.row, name="control-row"),
    path("control/<uuid:incident_id>/log/", control.log_rows, name="log-rows"),
    path("control/<uuid:incident_id>/line/", control.line, name="control-line"),
    path("incidents/<str:reference>/", control.incident, name="incident"),
    path("crime/", crime.desk, name="crime-desk"),
    path("crime/rows/", crime.rows, name="crime-rows"),
    path("crime/offences/", crime.offences, name="offences"),
    path("crime/<uuid:incident_id>/", crime.occurrence, name="occurrence"),
    path("crime/<uuid:incident_id>/row/", crime.row, name="crime-row"),
    path("crime/<uuid:incident_id>/record/", crime.record, name="crime-record"),
    path("crime/<uuid:incident_id>/no-crime/", crime.no_crime, name="no-crime"),
    path("supervise/", supervise.desk, name="supervise"),
    path("supervise/parts/", parts.table, name="heartbeats"),
    path("supervise/parts/retire/", parts.retire, name="retire-part"),
    path("outages/", parts.outages, name="outages"),
]
