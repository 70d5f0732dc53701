"""Compliance as a Django app: each process that changes a record below leaves a job, since compliance listens."""

from importlib import import_module

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "lineside.compliance"

    def ready(self) -> None:
        import_module("lineside.compliance.reactions")
