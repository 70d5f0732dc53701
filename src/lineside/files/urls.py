"""Paths of files."""

from django.urls import path

from lineside.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:attachment_id>/", views.held, name="held"),
    path("files/<uuid:attachment_id>/review/", views.review, name="review"),
]
