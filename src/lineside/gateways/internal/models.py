"""What officers and staff reported."""

from django.db import models

from lineside.kernel.models import Record


class InternalReport(Record):
    """The facts of one report, but for why somebody is sick."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    reported_by = models.CharField(max_length=200)
    reported_by_id = models.UUIDField()

    class Meta:
        verbose_name = "report"

    def __str__(self) -> str:
        return f"{self.kind} {self.key_sha256[:12]}"
