"""Officer emergencies as a Django app: each process that records a unit's state leaves a job when that state is 0."""

from importlib import import_module

from django.apps import AppConfig


class OfficerEmergenciesConfig(AppConfig):
    name = "lineside.officer_emergencies"

    def ready(self) -> None:
        import_module("lineside.officer_emergencies.reactions")
