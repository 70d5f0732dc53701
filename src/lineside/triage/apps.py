"""Triage as a Django app: each process that announces a position leaves a job, since triage listens."""

from importlib import import_module

from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "lineside.triage"

    def ready(self) -> None:
        import_module("lineside.triage.reactions")
