"""Lost radios and their orders."""

from django.db import models

from lineside.kernel.models import Record
from lineside.radios.rules import BACK, OPEN_ORDERS


class LostRadio(Record):
    """A radio from when it was missed until its holder has it back."""

    issi = models.CharField(max_length=8)
    tei = models.CharField(max_length=15, blank=True)
    holder = models.CharField(max_length=200)
    collar_number = models.CharField(max_length=8, blank=True)
    how = models.CharField(max_length=10)
    missed_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    circumstances = models.TextField(blank=True)
    reported_by = models.CharField(max_length=200)
    reported_by_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    is_disabled = models.BooleanField(default=False)
    found_at = models.DateTimeField(null=True)
    found_by = models.CharField(max_length=200, blank=True)
    found_place = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "lost radio"
        constraints = [
            models.UniqueConstraint(fields=["issi"], condition=~models.Q(state=BACK), name="radios_lost_once")
        ]

    def __str__(self) -> str:
        return self.issi


class RadioOrder(Record):
    """That a radio be stunned or unstunned: asked by one, approved by another, and what the radio system said."""

    radio = models.ForeignKey(LostRadio, on_delete=models.PROTECT, related_name="orders")
    action = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    reason = models.TextField()
    proof = models.TextField()
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    offered_at = models.DateTimeField(null=True)  # to the gateway, by its approval or by whoever sends it again
    sent_at = models.DateTimeField(null=True)
    sendings = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "radio order"
        constraints = [
            models.UniqueConstraint(
                fields=["radio"], condition=models.Q(state__in=OPEN_ORDERS), name="radios_one_open_order"
            ),
            models.CheckConstraint(
                # Whatever the code says: what goes out has two different persons behind it.
                condition=models.Q(state__in=["asked", "withdrawn"])
                | (models.Q(decided_by_id__isnull=False) & ~models.Q(decided_by_id=models.F("asked_by_id"))),
                name="radios_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.state}"
