"""The scanner gateway as a Django app."""

from django.apps import AppConfig


class ScannerConfig(AppConfig):
    name = "lineside.gateways.scanner"
    label = "gateway_scanner"
