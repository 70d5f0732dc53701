"""What came by the form, and how much of it came lately."""

from django.db import models

from lineside.kernel.models import Record


class WebReport(Record):
    """The facts of one report. Neither its key nor its link can be told from what is kept of them."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    link_sha256 = models.CharField(max_length=64, unique=True)
    facts = models.JSONField(default=dict)
    expires_at = models.DateTimeField()
    files = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.key_sha256[:12]


class Allowance(models.Model):
    """How many more of something one source may send now; no record of the trade, like an attempt to sign in."""

    key = models.CharField(max_length=64, primary_key=True)
    left = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.left:.1f}"
