"""Findings, the counts of each part of a month, the ledger of sweeps, and dip samples with what two found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lineside.compliance.rules.checks import EXPLAINED, OPEN
from lineside.kernel.models import Record

STANDS = Q(state__in=[OPEN, EXPLAINED])


class Finding(Record):
    """What a test found of one record, once: come back, it is the same finding again."""

    check_code = models.CharField(max_length=40)
    subject = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    incident = models.ForeignKey("incidents.Incident", null=True, on_delete=models.PROTECT, related_name="+")
    crime = models.ForeignKey("crimes.Crime", null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24)
    day = models.DateField()
    area = models.CharField(max_length=10, blank=True)
    rank = models.PositiveSmallIntegerField()  # of its gravity, the gravest first
    gravity = models.CharField(max_length=10)
    paragraph = models.CharField(max_length=200)
    edition = models.CharField(max_length=20)
    detail = models.CharField(max_length=100, blank=True)  # the words that told it, or the trap of its class
    state = models.CharField(max_length=10, default=OPEN)
    found_at = models.DateTimeField()
    returned = models.PositiveSmallIntegerField(default=0)  # how often it came back after it was put right
    words = models.TextField(blank=True)
    words_by = models.CharField(max_length=200, blank=True)
    words_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "finding"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "check_code"], name="compliance_found_once"),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(words=""), name="compliance_dismissed_why"),
            models.CheckConstraint(condition=STANDS ^ Q(ended_at__isnull=False), name="compliance_ended_when"),
        ]
        indexes = [
            models.Index(fields=["rank", "-day", "id"], name="compliance_standing", condition=STANDS),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.check_code}"


class Sweep(Record):
    """One sweep, as far as it has come; one that was broken off is taken up where it stopped."""

    kind = models.CharField(max_length=10)
    first_day = models.DateField()
    last_day = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    spans = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    subjects = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "sweep"
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="compliance_one_sweep", condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done} of {self.spans}"


class Span(Record):
    """A part of a month: when it was last judged whole, and since when something in it has changed."""

    first_day = models.DateField(unique=True)
    last_day = models.DateField()
    judged_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(null=True)
    subjects = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["stale_at"], name="compliance_stale", condition=Q(stale_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"from {self.first_day}"


class Tally(Record):
    """How many records of a part of a month one test asked about, and how many failed it."""

    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="tallies")
    month = models.DateField()
    area = models.CharField(max_length=10, blank=True)
    check_code = models.CharField(max_length=40)
    is_restricted = models.BooleanField()
    asked = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["span", "area", "check_code", "is_restricted"], name="compliance_counted_once"
            )
        ]
        indexes = [models.Index(fields=["month"], name="compliance_of_month")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.failed} of {self.asked}"


class Draw(Record):
    """The dip samples of one month: from what, by which seed and by which edition, so that it can be drawn again.

    Restricted records are drawn apart, for those who may see them.
    """

    month = models.DateField()
    is_restricted = models.BooleanField()
    edition = models.CharField(max_length=20)
    seal_id = models.BigIntegerField()  # the first seal of the audit trail after the month: nobody knew it before
    seed = models.CharField(max_length=128)
    population = models.JSONField()  # kind -> the keys of its records
    drawn = models.PositiveIntegerField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "is_restricted"], name="compliance_drawn_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Sample(Record):
    """One record of a draw, reviewed by two, and what came of it."""

    reference = models.CharField(max_length=16, unique=True)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="samples")
    kind = models.CharField(max_length=20)
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="+")
    crime = models.ForeignKey("crimes.Crime", null=True, on_delete=models.PROTECT, related_name="+")
    of_reference = models.CharField(max_length=24)
    hands = ArrayField(models.UUIDField(), default=list)  # whose own it is; none of them reviews it
    edition = models.CharField(max_length=20)
    state = models.CharField(max_length=8)
    differs = ArrayField(models.CharField(max_length=20), default=list)
    result = models.JSONField(default=dict)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_why = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "dip sample"
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "incident", "crime"], name="compliance_sampled_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["id"], name="compliance_to_review", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Opinion(Record):
    """What one reviewer found; nobody else sees it before the second is in."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="opinions")
    place = models.PositiveSmallIntegerField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    marks = models.JSONField()
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "place"], name="compliance_one_opinion_a_place"),
            models.UniqueConstraint(fields=["sample", "by_id"], name="compliance_one_opinion_each"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="compliance_two_review"),
        ]

    def __str__(self) -> str:
        return self.by_name
