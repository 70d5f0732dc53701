"""Disruption as a Django app: each process that changes a protection or hears of a train leaves a job for it."""

from importlib import import_module

from django.apps import AppConfig


class DisruptionConfig(AppConfig):
    name = "lineside.disruption"

    def ready(self) -> None:
        import_module("lineside.disruption.reactions")
