"""Trains of a day, what was told of them, the timetable, and the bytes as they came."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lineside.kernel.models import OnlyCommandsWrite, Record


class Train(OnlyCommandsWrite):
    """One train on its day. What it does now is not kept here: it follows from its calls and what was told of it."""

    day = models.DateField()
    uid = models.CharField(max_length=6, blank=True)
    rid = models.CharField(max_length=17, blank=True)  # with D before it, as what was told of it is kept
    trust = models.CharField(max_length=20, blank=True)  # T, its ten characters, and its day
    headcode = models.CharField(max_length=4, blank=True)
    toc = models.CharField(max_length=2, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    calls = models.JSONField(default=list)
    stations = models.JSONField(default=list)
    planned_at = models.DateTimeField(null=True)
    departs_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    joined = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="joined_from")

    class Meta:
        verbose_name = "train"
        constraints = [
            models.UniqueConstraint(fields=["day", "uid"], condition=~Q(uid=""), name="trains_one_a_day"),
            models.UniqueConstraint(fields=["trust"], condition=~Q(trust=""), name="trains_one_identity"),
            models.UniqueConstraint(fields=["rid"], condition=~Q(rid=""), name="trains_one_rid"),
        ]
        indexes = [
            models.Index(fields=["headcode", "day"], name="trains_by_headcode"),
            models.Index(fields=["unit", "day"], name="trains_by_unit", condition=~Q(unit="")),
            GinIndex(fields=["stations"], name="trains_by_station", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.headcode} {self.day}"


class Said(OnlyCommandsWrite):
    """What stands of one thing that was told of one train."""

    who = models.CharField(max_length=20)
    slot = models.CharField(max_length=50)
    said_at = models.DateTimeField()
    tie = models.CharField(max_length=16)
    facts = models.JSONField()
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "slot"], name="trains_said_once")]
        indexes = [models.Index(fields=["day"], name="trains_said_on")]

    def __str__(self) -> str:
        return f"{self.who} {self.slot}"


class Frame(OnlyCommandsWrite):
    """The bytes of one frame as they came from the feed, kept for a stated time."""

    feed = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="trains_frame_at")]

    def __str__(self) -> str:
        return f"{self.feed} {self.received_at}"


class Scheduled(OnlyCommandsWrite):
    """One schedule of the timetable."""

    uid = models.CharField(max_length=6)
    starts = models.DateField()
    ends = models.DateField()
    stp = models.CharField(max_length=1)
    days = models.CharField(max_length=7)
    headcode = models.CharField(max_length=4, blank=True)
    toc = models.CharField(max_length=2, blank=True)
    calls = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "starts", "stp"], name="trains_one_schedule")]
        indexes = [models.Index(fields=["starts", "ends"], name="trains_in_force")]

    def __str__(self) -> str:
        return f"{self.uid} {self.starts} {self.stp}"


class FeedState(OnlyCommandsWrite):
    """How far a feed has been heard."""

    feed = models.CharField(max_length=10, unique=True)
    received_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    frames = models.PositiveBigIntegerField(default=0)
    messages = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.feed


class Watch(Record):
    """Somebody above wants each movement of this train announced, until then."""

    train = models.OneToOneField(Train, on_delete=models.CASCADE, related_name="watch")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.train_id} until {self.until}"
