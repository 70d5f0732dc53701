"""Victims as a Django app: each process that records a crime leaves a job, since victims' rights listen."""

from importlib import import_module

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "lineside.victims"

    def ready(self) -> None:
        import_module("lineside.victims.reactions")
