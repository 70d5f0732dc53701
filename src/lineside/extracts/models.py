"""The ledger of what was moved in."""

from django.db import models

from lineside.kernel.models import OnlyCommandsWrite, Record


class Extract(Record):
    """One file of one kind from one old system; `rows_done` tells where to go on after it was cut off."""

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)  # of the file
    mapping_sha256 = models.CharField(max_length=64)
    rows_done = models.PositiveIntegerField(default=0)
    moved_in = models.PositiveIntegerField(default=0)
    there_already = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    batches = models.PositiveIntegerField(default=0)
    by_name = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "extract"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "sha256", "mapping_sha256"],
                condition=models.Q(finished_at=None),
                name="extracts_one_at_work",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.source}"


class Arrival(OnlyCommandsWrite):
    """A record that was moved in: its number in the old system, as written there, and its key here."""

    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    record_id = models.UUIDField()
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="arrivals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "reference"], name="extracts_arrives_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Rejection(OnlyCommandsWrite):
    """A row that was not moved in, and why; what the row said stays in the file that it came from."""

    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="rejections")
    row = models.PositiveIntegerField()
    reference = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["extract", "row"], name="extracts_rejected_once")]

    def __str__(self) -> str:
        return self.why
