"""Handover sheets."""

from django.db import models
from django.db.models import Q

from lineside.kernel.models import Record


class Sheet(Record):
    """What one desk gave the next, in the words of that moment; its items never change."""

    desk = models.CharField(max_length=40)
    remarks = models.TextField(blank=True)
    items = models.JSONField(default=list)  # each with its key, section, words, and the log it is about
    edition = models.CharField(max_length=20)
    given_by_id = models.UUIDField(null=True)
    given_by = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="given")
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)
    taken_by = models.CharField(max_length=200, blank=True)
    taken_words = models.TextField(blank=True)

    class Meta:
        verbose_name = "handover sheet"
        constraints = [
            models.UniqueConstraint(fields=["desk"], condition=Q(state="given"), name="handovers_one_waits_a_desk")
        ]
        indexes = [models.Index(fields=["-created_at"], name="handovers_newest")]

    def __str__(self) -> str:
        return f"{self.desk} {self.created_at:%d %b %H:%M}"


class Tick(Record):
    """That the person who took over has read one item; only ever added."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=80)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "tick"
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="handovers_ticked_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.by_name}"
