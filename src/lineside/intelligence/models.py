"""Intelligence reports and, in a table apart, who told us."""

from django.db import models

from lineside.kernel.models import Record


class IntelligenceReport(Record):
    """What was told, with its three grades; until it is released its text may still name the source."""

    reference = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=12)
    bureau = models.CharField(max_length=20)
    source_grade = models.CharField(max_length=1)
    information_grade = models.CharField(max_length=1)
    handling = models.CharField(max_length=1)
    conditions = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    edition = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    released_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    alone_because = models.CharField(max_length=300, blank=True)  # why who wrote it released it as well
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    bureau_reference = models.CharField(max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["try_at"], name="intelligence_owed", condition=models.Q(state__in=["queued", "claimed"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Source(Record):
    """Who told us. Read only by those who are permitted, for a reason, and every look is on record."""

    report = models.OneToOneField(IntelligenceReport, on_delete=models.PROTECT, related_name="source")
    # Here and not at the report: whoever opens the contact sees who it was.
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=200, blank=True)
    reached_by = models.CharField(max_length=300, blank=True)
    how_known = models.CharField(max_length=500, blank=True)
    told = models.TextField()  # as it was first written down, before anything was taken out of it

    def __str__(self) -> str:
        return "a source"
