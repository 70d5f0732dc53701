"""The internal form as a Django app."""

from django.apps import AppConfig


class InternalConfig(AppConfig):
    name = "lineside.gateways.internal"
    label = "gateway_internal"
