"""Paths of look-ups in the national database."""

from django.urls import path

from lineside.gateways.pnc import views

app_name = "pnc"
urlpatterns = [
    path("pnc/", views.desk, name="desk"),
    path("pnc/look-up/", views.look_up, name="look-up"),
    path("pnc/review/", views.review, name="review"),
]
