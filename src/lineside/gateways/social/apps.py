"""The social gateway as a Django app."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "lineside.gateways.social"
    label = "gateway_social"
