"""Promises as a Django app: each process that tells of a delivery leaves a job, since promises listen."""

from importlib import import_module

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "lineside.promises"

    def ready(self) -> None:
        import_module("lineside.promises.reactions")
