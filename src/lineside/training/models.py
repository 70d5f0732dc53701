"""Exercises, what was played in each, and remarks."""

from django.db import models

from lineside.kernel.models import Record


class Exercise(Record):
    """One playing of a scenario; of all that a copy holds, one is not ended."""

    reference = models.CharField(max_length=24, unique=True)
    scenario = models.CharField(max_length=16)
    label = models.CharField(max_length=120)
    edition = models.CharField(max_length=20)
    seed = models.PositiveIntegerField()
    turn = models.PositiveIntegerField()  # how many exercises this copy had before
    trainees = models.JSONField(default=list)  # their names, as the trainer gave them
    trainer_id = models.UUIDField(null=True)
    trainer_name = models.CharField(max_length=200)
    speed = models.FloatField(default=1.0)
    started_at = models.DateTimeField()
    played_s = models.FloatField(default=0.0)  # seconds of the scenario that were over when it last began to run
    running_since = models.DateTimeField(null=True)  # nothing while it is paused
    is_open = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "exercise"
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"], condition=models.Q(is_open=True), name="training_one_exercise_at_once"
            )
        ]
        indexes = [models.Index(fields=["-started_at"], name="training_newest")]

    def __str__(self) -> str:
        return f"{self.reference} {self.label}"


class Played(Record):
    """One item of the scenario that was handed to its player, so that none is played twice."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="played")
    item = models.CharField(max_length=16)
    sender = models.CharField(max_length=200)  # by which what came in is found again
    played_at = models.DateTimeField()

    class Meta:
        verbose_name = "played item"
        constraints = [models.UniqueConstraint(fields=["exercise", "item"], name="training_an_item_once")]

    def __str__(self) -> str:
        return self.item


class Remark(Record):
    """What the trainer says of it: of a point, of a moment, or of the whole; only ever added."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="remarks")
    point = models.CharField(max_length=16, blank=True)
    words = models.TextField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "remark"

    def __str__(self) -> str:
        return self.words[:60]
