"""The web report gateway as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lineside.gateways.web"
    label = "gateway_web"
