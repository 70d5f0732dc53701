"""Plans to meet a train, what was asked for them, and their alarms."""

from django.db import models
from django.db.models import Q

from lineside.kernel.models import Record


class Plan(Record):
    """Where a train is met for an incident, and by whom. Plans outlive trains: no foreign key."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="plans")
    train_id = models.UUIDField()
    train = models.CharField(max_length=200)
    coach = models.CharField(max_length=12, blank=True)
    crs = models.CharField(max_length=3)
    stop = models.CharField(max_length=120)
    arrival_at = models.DateTimeField()
    unit = models.ForeignKey("dispatch.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    there_at = models.DateTimeField(null=True)
    edition = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=20, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "plan"
        constraints = [
            models.UniqueConstraint(fields=["incident"], condition=Q(ended_at=None), name="interception_one_open_plan")
        ]
        indexes = [models.Index(fields=["train_id"], name="interception_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.train} at {self.stop}"


class Alarm(Record):
    """That a plan no longer holds, seen until a person deals with it; raised again only once it is worse."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField(default=0)
    raised_at = models.DateTimeField()
    dealt_at = models.DateTimeField(null=True)
    dealt_by = models.CharField(max_length=200, blank=True)
    dealt_words = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"], name="interception_raised_once", condition=Q(dealt_at=None)
            )
        ]
        indexes = [models.Index(fields=["raised_at"], name="interception_alarms", condition=Q(dealt_at=None))]

    def __str__(self) -> str:
        return self.words


class Ask(Record):
    """What was asked of a control, staff or another force about the train, and what they said."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="asks")
    action = models.CharField(max_length=20)
    label = models.CharField(max_length=120)
    asked_of = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.CharField(max_length=3, blank=True)
    words = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "request"

    def __str__(self) -> str:
        return self.label
