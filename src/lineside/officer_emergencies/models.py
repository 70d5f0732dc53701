"""Emergencies, the presses that raised and repeated them, and who answered."""

from django.db import models

from lineside.kernel.models import Record
from lineside.officer_emergencies.rules import OPEN_STATES

IS_OPEN = models.Q(state__in=OPEN_STATES)


class OfficerEmergency(Record):
    """One emergency from the first press until it is over. Who and where are kept as they were when it was raised."""

    unit = models.ForeignKey("dispatch.Unit", null=True, on_delete=models.PROTECT, related_name="emergencies")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="officer_emergencies")
    state = models.CharField(max_length=8, default="open")
    source = models.CharField(max_length=12)
    call_sign = models.CharField(max_length=8, blank=True)
    crew = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    issi = models.CharField(max_length=8, blank=True)
    talkgroup = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=10, blank=True)
    fixes = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_by_id = models.UUIDField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_words = models.TextField(blank=True)
    outcome_by = models.CharField(max_length=200, blank=True)
    outcome_at = models.DateTimeField(null=True)
    spoken_with = models.CharField(max_length=200, blank=True)
    resolved_words = models.TextField(blank=True)
    resolved_by = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "emergency"
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=IS_OPEN, name="officer_emergencies_one_open_a_unit"),
            models.UniqueConstraint(
                fields=["issi"],
                condition=IS_OPEN & models.Q(unit=None) & ~models.Q(issi=""),
                name="officer_emergencies_one_open_an_issi",
            ),
            models.CheckConstraint(
                condition=IS_OPEN | ~models.Q(outcome=""), name="officer_emergencies_no_end_without_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["raised_at"], condition=IS_OPEN, name="officer_emergencies_open"),
        ]

    def __str__(self) -> str:
        return self.call_sign or self.issi or self.holder or "unknown radio"


class Press(Record):
    """One press of the button, or what stands for it; the same message twice is one press."""

    emergency = models.ForeignKey(OfficerEmergency, on_delete=models.PROTECT, related_name="presses")
    key = models.CharField(max_length=200, unique=True)
    source = models.CharField(max_length=12)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.source} {self.at}"


class Answered(Record):
    """One person has seen it at their desk and said so."""

    emergency = models.ForeignKey(OfficerEmergency, on_delete=models.PROTECT, related_name="answers")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["emergency", "by_id"], name="officer_emergencies_one_answer_each")
        ]

    def __str__(self) -> str:
        return self.by_name
