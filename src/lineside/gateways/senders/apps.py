"""The senders gateway as a Django app."""

from django.apps import AppConfig


class SendersConfig(AppConfig):
    name = "lineside.gateways.senders"
    label = "gateway_senders"
