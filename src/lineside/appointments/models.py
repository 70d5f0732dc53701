"""Slots that were agreed with a caller."""

from django.db import models
from django.db.models import F, Q

from lineside.appointments.rules import AGREED
from lineside.kernel.models import Record


class Appointment(Record):
    """One slot; another time is another appointment, and one that was missed stays so."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="appointments")
    contact_id = models.UUIDField(null=True)  # of the caller it was agreed with
    promise_id = models.UUIDField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    attends = models.CharField(max_length=120)
    place = models.CharField(max_length=300)
    agreed_with = models.CharField(max_length=120)
    late_why = models.CharField(max_length=500, blank=True)  # why it is later than the grade's target
    edition = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=AGREED)
    reminded_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)  # when the clock found it missed; stays for good
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=20, blank=True)
    ended_words = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "appointment"
        constraints = [
            models.UniqueConstraint(fields=["incident"], condition=Q(state=AGREED), name="appointments_one_open_a_log"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="appointments_end_after_they_begin"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="appointments_open", condition=Q(state=AGREED))]

    def __str__(self) -> str:
        return f"{self.begins_at:%d %b %H:%M} {self.attends}"
