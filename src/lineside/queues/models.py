"""Seats, calls for help, surges."""

from django.db import models

from lineside.kernel.models import Record


class Seat(Record):
    """What one person at a desk is doing now; one a person, whichever desk they sit at."""

    account_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    site = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    contact_id = models.UUIDField(null=True)  # the last that was taken of those in hand
    contact_reference = models.CharField(max_length=24, blank=True)
    telephone = models.CharField(max_length=20, blank=True, default="", db_default="")  # that rings at this desk

    class Meta:
        indexes = [models.Index(fields=["contact_id"], name="queues_seat_contact")]
        constraints = [
            models.UniqueConstraint(
                fields=["telephone"], condition=~models.Q(telephone=""), name="one_seat_a_telephone"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class HelpCall(Record):
    """Somebody with a contact in hand asks for a supervisor."""

    contact_id = models.UUIDField()
    contact_reference = models.CharField(max_length=24)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    why = models.CharField(max_length=500)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "call for help"
        constraints = [
            models.UniqueConstraint(
                fields=["contact_id"], condition=models.Q(answered_at=None), name="one_open_help_a_contact"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_name} on {self.contact_reference}"


class Surge(Record):
    """A time in which more comes than can be answered: every site takes from every queue, wrapping up is cut."""

    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=200)
    why = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=models.Q(ended_at=None), name="one_surge_at_a_time")
        ]

    def __str__(self) -> str:
        return f"surge from {self.began_at:%H:%M}"
