"""Paths of the sitting."""

from django.urls import path

from lineside.access import views

app_name = "access"
urlpatterns = [
    path("session/lock/", views.lock, name="lock"),
    path("session/unlock/", views.unlock, name="unlock"),
    path("session/end-all/", views.end_all, name="end-all"),
    path("session/link/<str:token>/", views.demo_link, name="demo-link"),
]
