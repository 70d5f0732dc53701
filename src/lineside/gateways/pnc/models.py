"""Look-ups in the national database."""

from django.db import models

from lineside.gateways.pnc.rules import ASKED
from lineside.kernel.models import Record


class PncLookUp(Record):
    """The evidence of one look-up: on record before anything is asked, and no copy of a record."""

    kind = models.CharField(max_length=10)
    asked = models.JSONField(default=dict)
    purpose = models.CharField(max_length=20)
    purposes_edition = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    originator = models.CharField(max_length=120)
    reference = models.CharField(max_length=40, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=ASKED)
    answered_at = models.DateTimeField(null=True)
    matches = models.PositiveSmallIntegerField(default=0)
    record_ids = models.JSONField(default=list)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    says = models.CharField(max_length=200, blank=True)

    is_fresh = False  # on the answer of the command that made it: whoever sends a form again asks nothing

    class Meta:
        verbose_name = "PNC look-up"
        indexes = [models.Index(fields=["by_id", "-asked_at"], name="pnc_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
