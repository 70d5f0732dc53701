"""Witnesses as a Django app: each process that takes in mail leaves a job, since witness warning listens."""

from importlib import import_module

from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "lineside.witnesses"

    def ready(self) -> None:
        import_module("lineside.witnesses.reactions")
