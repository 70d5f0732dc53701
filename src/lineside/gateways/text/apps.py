"""The text gateway as a Django app."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "lineside.gateways.text"
    label = "gateway_text"
