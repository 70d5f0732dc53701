"""What rows were before each change."""

from django.db import models

from lineside.kernel.models import Sealed


class FormerRow(Sealed):
    """What the columns that a change touched were before it; written by the database, whoever changed the row."""

    of_table = models.CharField(max_length=63)
    row_id = models.UUIDField()
    was = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["row_id", "id"]), models.Index(fields=["xid"])]

    def __str__(self) -> str:
        return f"{self.of_table} {self.row_id}"
