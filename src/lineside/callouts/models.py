"""Calls that somebody at a desk asked for."""

from django.db import models

from lineside.kernel.models import Record


class CallOut(Record):
    """One call out. It is a contact of its own; what it was for is another contact or an incident."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="call_out")
    about = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="calls_out")
    incident = models.ForeignKey("incidents.Incident", null=True, on_delete=models.PROTECT, related_name="calls_out")
    number = models.CharField(max_length=20)
    telephone = models.CharField(max_length=20)  # which of ours rings first
    unsafe_reason = models.CharField(max_length=500, blank=True)  # why it was rung although that is not safe
    state = models.CharField(max_length=10)
    outcome = models.CharField(max_length=12, blank=True)
    says = models.CharField(max_length=300, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    dialled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__isnull=False) ^ models.Q(incident__isnull=False), name="callout_for_one_thing"
            )
        ]
        indexes = [
            models.Index(fields=["state"], name="callouts_open", condition=~models.Q(state="ended")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state} {self.outcome}"
