"""Paths of the press desk."""

from django.urls import path

from lineside.desks.views import press

PRESS_PATHS = [
    path("press/", press.desk, name="press"),
    path("press/rows/", press.rows, name="press-rows"),
    path("press/open/", press.open_enquiry, name="press-open"),
    path("press/duty/", press.plan_duty, name="press-duty"),
    path("press/duty/<uuid:duty_id>/end/", press.end_duty, name="press-duty-end"),
    path("press/<uuid:enquiry_id>/", press.enquiry, name="press-enquiry"),
    path("press/<uuid:enquiry_id>/row/", press.row, name="press-row"),
    path("press/<uuid:enquiry_id>/pass/", press.pass_on, name="press-pass"),
    path("press/<uuid:enquiry_id>/said/", press.say, name="press-said"),
    path("press/<uuid:enquiry_id>/close/", press.close, name="press-close"),
]
