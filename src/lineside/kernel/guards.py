"""What the database itself refuses: writes outside a command, changes to sealed rows. Set after every migration."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection

from lineside.kernel.clock import now
from lineside.kernel.models import OnlyCommandsWrite, Sealed


def after_migrate(sender: AppConfig, **_: object) -> None:
    """Django sends post_migrate once an app; the last one finds every table made."""
    if sender is [config for config in apps.get_app_configs() if config.models_module][-1]:
        # Django's own test case empties tables with TRUNCATE; a test of its own puts that guard back.
        install(refuse_truncate=not settings.TESTING)


def install(*, refuse_truncate: bool = True) -> None:
    """Functions, triggers, partitions and rights; safe to run again at any time."""
    with connection.cursor() as cursor:
        cursor.execute((Path(__file__).parent / "guards.sql").read_text())
        present = set(connection.introspection.table_names(cursor))
        for model in guarded_models():
            if model._meta.db_table in present:
                _guard(cursor, model)
        if refuse_truncate:
            for table in sealed_tables(cursor):
                _no_truncate(cursor, table)
        _grant(cursor)


def guarded_models() -> list[type[OnlyCommandsWrite]]:
    return [model for model in apps.get_models() if issubclass(model, OnlyCommandsWrite)]


def sealed_models() -> list[type[Sealed]]:
    return [model for model in apps.get_models() if issubclass(model, Sealed)]


def sealed_tables(cursor: Any) -> list[str]:  # noqa: ANN401
    """Every sealed table that has been made, and each of its partitions."""
    cursor.execute(
        "SELECT c.oid::regclass::text FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
        " WHERE c.relkind IN ('p', 'r') AND coalesce(i.inhparent, c.oid) ="
        " ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) name) ORDER BY 1",
        [[model._meta.db_table for model in sealed_models()]],
    )
    return [row[0] for row in cursor.fetchall()]


def _guard(cursor: Any, model: type[OnlyCommandsWrite]) -> None:  # noqa: ANN401
    table = model._meta.db_table
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER only_commands_write BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION lineside_only_commands_write()"
    )
    if issubclass(model, Sealed):
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER digest BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION lineside_digest()"
        )
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER sealed BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION lineside_sealed()"
        )
        cursor.execute("SELECT lineside_make_partitions(%s::regclass, %s)", [table, now()])


def make_partitions() -> int:
    """This month's partitions and those of the next three, where they are missing; how many were made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(lineside_make_partitions(name::regclass, %s)), 0) FROM unnest(%s::text[]) name",
            [now(), [model._meta.db_table for model in sealed_models()]],
        )
        return int(cursor.fetchone()[0])


def _no_truncate(cursor: Any, table: str) -> None:  # noqa: ANN401
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER never_truncated BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION lineside_sealed()"
    )


def _grant(cursor: Any) -> None:  # noqa: ANN401
    """The processes' role owns nothing, may only add to sealed tables, and to a partition only by its table."""
    role = settings.APP_ROLE
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
    if not cursor.fetchone():
        return
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
    whole = {model._meta.db_table for model in sealed_models()}
    for table in sealed_tables(cursor):
        # A row goes through its table, whose triggers ask for a command; a partition takes none by itself.
        cursor.execute(f"REVOKE {'' if table in whole else 'INSERT, '}UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
    cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON kernel_seal FROM {role}")
