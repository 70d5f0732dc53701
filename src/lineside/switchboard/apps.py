"""The switchboard as a Django app: each process that ends a call out leaves a job, since the switchboard listens."""

from importlib import import_module

from django.apps import AppConfig


class SwitchboardConfig(AppConfig):
    name = "lineside.switchboard"

    def ready(self) -> None:
        import_module("lineside.switchboard.reactions")
