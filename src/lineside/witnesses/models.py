"""Requests to warn witnesses, the witnesses, and every attempt to reach one."""

from django.db import models

from lineside.kernel.models import Record


class WitnessWarning(Record):
    """One request of the CJU; what a mail said is a proposal until a person has checked it."""

    reference = models.CharField(max_length=16, unique=True)
    contact = models.OneToOneField(
        "contacts.Contact", null=True, on_delete=models.PROTECT, related_name="witness_warning"
    )
    state = models.CharField(max_length=8)
    case_ref = models.CharField(max_length=60, blank=True)
    court = models.CharField(max_length=120, blank=True)
    hearing_at = models.DateTimeField(null=True)
    warn_by = models.DateTimeField(null=True)
    proposed = models.JSONField(default=dict)  # what was read in the mail, as it stands in the form
    checked_by = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    told_cju = models.TextField(blank=True)  # the answer as it went, or how they were told

    class Meta:
        indexes = [
            models.Index(fields=["warn_by"], name="witnesses_open", condition=~models.Q(state="closed")),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Witness(Record):
    """Somebody who is to be told of the court day, and what became of it."""

    warning = models.ForeignKey(WitnessWarning, on_delete=models.PROTECT, related_name="witnesses")
    place = models.PositiveSmallIntegerField()  # in the order of the request
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=20, blank=True)
    needs = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=500, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.outcome}"


class Attempt(Record):
    """One call to a witness: begun when it was safe or for a reason, ended with what became of it."""

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="attempts")
    number = models.CharField(max_length=20)
    begun_at = models.DateTimeField()
    unsafe_reason = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=500, blank=True)
    left_words = models.TextField(blank=True)  # exactly what was left on a machine
    ended_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["witness"], condition=models.Q(ended_at=None), name="one_call_to_a_witness_at_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
