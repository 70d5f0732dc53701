"""Partners as a Django app: each process that assesses a contact leaves a job, since partners listen."""

from importlib import import_module

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "lineside.partners"

    def ready(self) -> None:
        import_module("lineside.partners.reactions")
