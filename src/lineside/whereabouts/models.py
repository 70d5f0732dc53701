"""Positions of callers, and the enquiries that asked for them."""

from django.db import models

from lineside.kernel.models import Record


class Fix(Record):
    """A position as it was told. The database refuses to change one; a later one stands beside it."""

    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="fixes")
    number = models.CharField(max_length=60, blank=True)
    way = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    positioned_at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    uncertainty_m = models.FloatField(null=True)
    confidence_pct = models.PositiveSmallIntegerField(null=True)
    area = models.JSONField(default=dict)
    address = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    more = models.JSONField(default=dict)
    raw = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["contact", "received_at"], name="whereabouts_of_call"),
            models.Index(
                fields=["number", "received_at"], name="whereabouts_no_call", condition=models.Q(contact__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.lat},{self.lon}"


class RefusedPlace(Record):
    """That a place was told of this caller and could not be taken, and why; whoever has the call must know it."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="refused_places")
    way = models.CharField(max_length=10)
    why = models.CharField(max_length=500)
    key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    raw = models.ForeignKey("files.Attachment", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.way}: {self.why[:60]}"


class Enquiry(Record):
    """That a source was asked where a caller is, so many seconds after the call was offered, and what it said."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="enquiries")
    after_s = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, default="asked")
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "after_s"], name="whereabouts_asked_once")]

    def __str__(self) -> str:
        return f"{self.after_s} s: {self.result}"


class OperatorEnquiry(Record):
    """A lost 999 caller, asked about with the operator within the hour: who asked, why, and what it brought."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="operator_enquiries")
    number = models.CharField(max_length=60)
    asked_of = models.CharField(max_length=24)
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    asked_by = models.CharField(max_length=200)
    until = models.DateTimeField()
    outcome = models.CharField(max_length=24, blank=True)
    told = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "operator enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "asked_of"], condition=models.Q(outcome=""), name="one_open_operator_enquiry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} asked of {self.asked_of}"
