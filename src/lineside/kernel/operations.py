"""Migration operations of our own: a sealed table is partitioned by range of its key."""

from typing import Any

from django.db.migrations.operations import CreateModel


class CreateSealedModel(CreateModel):
    """CREATE TABLE … PARTITION BY RANGE (id); the partitions themselves are made by kernel.guards."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ANN401
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE (id)"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
