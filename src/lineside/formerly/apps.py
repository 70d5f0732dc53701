"""Formerly as a Django app: after every migration each table that keeps what it was has its trigger."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_migrate


class FormerlyConfig(AppConfig):
    name = "lineside.formerly"

    def ready(self) -> None:
        post_migrate.connect(keep_former, dispatch_uid="formerly")


def keep_former(sender: AppConfig, **_: object) -> None:
    """Django sends post_migrate once an app; the last one finds every table made. Safe to run again."""
    from lineside.kernel.models import Record  # noqa: PLC0415 - models are not ready before

    if sender is not [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if "formerly_formerrow" not in present:
            return  # migrated to a state before there was such a table
        cursor.execute((Path(__file__).parent / "former.sql").read_text())
        keeping = [model for model in apps.get_models() if issubclass(model, Record) and model.keeps_former]
        for model in (each for each in keeping if each._meta.db_table in present):
            left_out = ", ".join(f"'{column}'" for column in ("version", *model.former_leaves_out))
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER keep_former AFTER UPDATE OR DELETE ON {model._meta.db_table}"
                f" FOR EACH ROW EXECUTE FUNCTION lineside_keep_former({left_out})"
            )
