"""The web report gateway as a Django app: each process that answers leaves a job, since the gateway listens."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lineside.gateways.web"
    label = "gateway_web"

    def ready(self) -> None:
        import_module("lineside.gateways.web.reactions")
