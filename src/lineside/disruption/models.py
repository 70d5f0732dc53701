"""The level of each incident as proposed and as decided, and trains that stand with people on board."""

from django.db import models
from django.db.models import Q

from lineside.kernel.models import Record


class Level(Record):
    """What an incident's signs propose and what a person decided; earlier ones are in the log."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="disruption_level")
    proposed = models.CharField(max_length=2, blank=True)
    why = models.JSONField(default=list)
    edition = models.CharField(max_length=20, blank=True)  # of the signs
    proposed_at = models.DateTimeField(null=True)
    decided = models.CharField(max_length=2, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=list)  # supervisors who were booked on when it reached a level that tells them

    class Meta:
        verbose_name = "level of disruption"

    def __str__(self) -> str:
        return self.decided or self.proposed


class StrandedTrain(Record):
    """A train that stands with people on board, from when it stood still until its outcome."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="stranded_trains")
    number = models.PositiveSmallIntegerField()  # within its log
    train_id = models.UUIDField(null=True)  # of the feeds; it outlives what is kept of trains, so no foreign key
    train = models.CharField(max_length=200)
    place = models.CharField(max_length=300)
    people = models.PositiveIntegerField(null=True)
    conditions = models.JSONField(default=list)
    stood_since = models.DateTimeField()
    told_by = models.CharField(max_length=200)  # who of the railway said so
    edition = models.CharField(max_length=20)  # of the thresholds
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    moved_at = models.DateTimeField(null=True)  # a feed reported it on the move, once
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=20, blank=True)
    ended_words = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "stranded train"
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="disruption_one_number_a_log")]
        indexes = [
            models.Index(fields=["stood_since"], name="disruption_stranded", condition=Q(ended_at=None)),
            models.Index(fields=["train_id"], name="disruption_trains", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.train


class ThresholdReached(Record):
    """A threshold that a stranded train reached, once; `told` names who held the role it goes to."""

    stranded = models.ForeignKey(StrandedTrain, on_delete=models.PROTECT, related_name="thresholds")
    code = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    reached_at = models.DateTimeField()
    told = models.JSONField(default=list)

    class Meta:
        verbose_name = "threshold"
        constraints = [models.UniqueConstraint(fields=["stranded", "code"], name="disruption_threshold_once")]

    def __str__(self) -> str:
        return self.code
