"""Major incidents as a Django app: a M/ETHANE that declares one leaves a job, since this room listens."""

from importlib import import_module

from django.apps import AppConfig


class MajorIncidentsConfig(AppConfig):
    name = "lineside.major_incidents"

    def ready(self) -> None:
        import_module("lineside.major_incidents.reactions")
