"""Alerts as a Django app: each process that takes in mail leaves a job, since alerts listen."""

from importlib import import_module

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "lineside.alerts"

    def ready(self) -> None:
        import_module("lineside.alerts.reactions")
