"""Decisions by the National Decision Model, and M/ETHANE drafts with their versions."""

from django.db import models

from lineside.kernel.models import Record


class Decision(Record):
    """One decision in its parts; it is never changed, a later one is another."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=16)
    tables_on = models.DateField()  # the day whose editions its codes are of
    information = models.CharField(max_length=500)
    threat = models.CharField(max_length=500)
    powers = models.CharField(max_length=500)
    options = models.CharField(max_length=500)
    action = models.CharField(max_length=500)
    ethics = models.CharField(max_length=500)
    review = models.CharField(max_length=500, blank=True)
    entry_id = models.UUIDField()  # its line of the log
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.kind


class Methane(Record):
    """The M/ETHANE of an incident; what it says is in its versions."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="methane")
    number = models.PositiveSmallIntegerField(default=0)  # of its latest version

    class Meta:
        verbose_name = "M/ETHANE"

    def __str__(self) -> str:
        return f"{self.incident_id} v{self.number}"


class MethaneVersion(Record):
    """One version: made of the facts, or saved by a person; one that went into the log names its line."""

    methane = models.ForeignKey(Methane, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    letters = models.JSONField()
    tables_on = models.DateField()
    is_read = models.BooleanField()  # a person has saved it
    by_name = models.CharField(max_length=200)
    entry_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=12, blank=True, default="", db_default="")  # of a major incident

    class Meta:
        constraints = [models.UniqueConstraint(fields=["methane", "number"], name="entries_one_version")]

    def __str__(self) -> str:
        return f"version {self.number}"


class MethaneReceipt(Record):
    """Who of another agency was told which version by telephone, when, and by whom of ours."""

    methane_version = models.ForeignKey(MethaneVersion, on_delete=models.PROTECT, related_name="receipts")
    agency = models.CharField(max_length=20)
    whom = models.CharField(max_length=120)
    told_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    entry_id = models.UUIDField()

    class Meta:
        verbose_name = "receipt"
        constraints = [
            models.UniqueConstraint(fields=["methane_version", "agency"], name="entries_an_agency_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.whom}"
