"""Procedures as a Django app: each process that changes incidents leaves a job, since procedures listen."""

from importlib import import_module

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "lineside.procedures"

    def ready(self) -> None:
        import_module("lineside.procedures.reactions")
