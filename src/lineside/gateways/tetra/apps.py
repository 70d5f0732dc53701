"""The TETRA gateway as a Django app."""

from django.apps import AppConfig


class TetraConfig(AppConfig):
    name = "lineside.gateways.tetra"
    label = "gateway_tetra"
