"""The e-mail gateway as a Django app."""

from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "lineside.gateways.email"
    label = "gateway_email"
