"""Appointments as a Django app: each process leaves a job for what listens to them."""

from importlib import import_module

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "lineside.appointments"

    def ready(self) -> None:
        import_module("lineside.appointments.reactions")
