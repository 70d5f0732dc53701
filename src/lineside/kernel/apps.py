"""The kernel as a Django app: it installs the guards after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "lineside.kernel"
    label = "kernel"

    def ready(self) -> None:
        from lineside.kernel import guards  # noqa: PLC0415 - models are not ready before

        post_migrate.connect(guards.after_migrate, dispatch_uid="guards")
