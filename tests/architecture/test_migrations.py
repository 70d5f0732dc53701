"""What a migration may do to a table that is in use while it runs."""

from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddField, AddIndex, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED, Field

# Their old processes are gone.
RELEASED = {
    "access.0002_entrance",
    "contacts.0002_dead_letters_worked",
    "contacts.0003_text_conversations",
    "incidents.0003_states_and_references",
    "pole.0002_locations",
    "triage.0002_conditions",
}


def later_migrations():
    """Those of ours that meet a table that is there."""
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        is_ours = migration.__module__.startswith("lineside.")
        if is_ours and not migration.initial and f"{app}.{name}" not in RELEASED:
            yield app, name, migration


def added_columns():
    """Every column that a migration of ours added to a table that was there, as the models have it now."""
    for app, name, migration in later_migrations():
        for operation in migration.operations:
            if isinstance(operation, AddField):
                fields = apps.get_model(app, operation.model_name)._meta.fields
                for field in (each for each in fields if each.name == operation.name):
                    yield f"{app}.{name} {operation.model_name}.{operation.name}", field


def is_open(field: Field) -> bool:
    return field.null or field.db_default is not NOT_PROVIDED


def test_an_added_column_may_be_left_out_by_the_processes_of_the_version_before():
    added = list(added_columns())
    assert len(added) > 10
    assert [name for name, field in added if not is_open(field)] == []


def locking_indexes():
    """Every index that is built while a table that was there can neither be read nor written."""
    for app, name, migration in later_migrations():
        new = {operation.name.lower() for operation in migration.operations if isinstance(operation, CreateModel)}
        for operation in migration.operations:
            if type(operation) is AddIndex and operation.model_name.lower() not in new:
                yield f"{app}.{name} {operation.index.name}"
            if isinstance(operation, AddField) and (operation.field.db_index or operation.field.unique):
                yield f"{app}.{name} {operation.model_name}.{operation.name}"


def test_an_index_of_a_table_in_use_is_built_beside_its_work():
    assert list(locking_indexes()) == []


def unfinished_indexes():
    """Every index that a migration which was killed while building it leaves behind, so that no later one goes on."""
    for app, name, migration in later_migrations():
        before = None
        for operation in migration.operations:
            if type(operation) is AddIndexConcurrently:
                index = operation.index.name
                if getattr(before, "sql", "") != f"DROP INDEX CONCURRENTLY IF EXISTS {index}":
                    yield f"{app}.{name} {index}"
            before = operation


def test_an_index_that_was_left_half_built_is_built_anew():
    assert list(unfinished_indexes()) == []
