"""Meeting trains as a Django app: each process that hears of a train or a unit leaves a job for the plans with it."""

from importlib import import_module

from django.apps import AppConfig


class InterceptionConfig(AppConfig):
    name = "lineside.interception"

    def ready(self) -> None:
        import_module("lineside.interception.reactions")
