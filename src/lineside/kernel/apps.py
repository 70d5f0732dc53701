"""The kernel as a Django app: it installs the guards after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "lineside.kernel"
    label = "kernel"

    def ready(self) -> None:
        from lineside.kernel import guards  # noqa: PLC0415 - models are not ready before

        # post_migrate is sent once an app; the last one of them finds every table made.
        post_migrate.connect(guards.install, dispatch_uid="guards")
