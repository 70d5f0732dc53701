"""Transfers, their messages as they came or went, and the tasks to ring."""

from django.db import models

from lineside.kernel.models import Record
from lineside.partners.rules import DEAD, QUEUED, REJECTED, UNTAKEN

WAITS = models.Q(state__in=UNTAKEN, ring_due_at__isnull=False)
UNSETTLED = models.Q(state=REJECTED, is_ours=True, settled_at=None)


class Transfer(Record):
    """One incident between us and one agency, whoever offered it."""

    shared_id = models.CharField(max_length=100)
    agency = models.CharField(max_length=12)
    agency_label = models.CharField(max_length=120)
    is_ours = models.BooleanField()  # we offered it
    is_exercise = models.BooleanField(default=False)
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, null=True, related_name="transfers")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, null=True, related_name="transfers")
    state = models.CharField(max_length=10, default="offered")
    headline = models.CharField(max_length=300, blank=True)
    their_ref = models.CharField(max_length=100, blank=True)
    offered_by = models.CharField(max_length=200)
    offered_at = models.DateTimeField()
    ring_due_at = models.DateTimeField(null=True)  # of what we offered: when somebody has to ring them
    accepted_by = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True)
    last_word = models.CharField(max_length=500, blank=True)
    last_word_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)  # who has seen that they do not take it, and does what
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "transfer"
        constraints = [models.UniqueConstraint(fields=["shared_id", "agency"], name="partners_one_share_an_agency")]
        indexes = [
            models.Index(fields=["ring_due_at"], name="partners_to_ring", condition=WAITS),
            models.Index(fields=["offered_at"], name="partners_unsettled", condition=UNSETTLED),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.state}"


class ExchangeMessage(Record):
    """One message, whole and as it stood on the wire; its number is its agency's own and comes once."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="messages")
    agency = models.CharField(max_length=12)
    direction = models.CharField(max_length=3)  # in, out
    exchange_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    seq = models.PositiveIntegerField(default=1)
    in_reply_to = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=dict)
    raw = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()  # by our own clock
    skew_seconds = models.FloatField(null=True)  # how far the sender's clock was from ours
    state = models.CharField(max_length=8)
    attempts = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "message to an agency"
        constraints = [
            models.UniqueConstraint(fields=["agency", "direction", "exchange_id"], name="partners_one_message")
        ]
        indexes = [
            models.Index(fields=["try_at"], name="partners_unsent", condition=models.Q(state=QUEUED)),
            models.Index(fields=["at"], name="partners_dead", condition=models.Q(state=DEAD)),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.kind}"


class RingTask(Record):
    """That somebody has to ring an agency, until an outcome ends it."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="rings")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)
    outcome_label = models.CharField(max_length=120, blank=True)
    spoke_to = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = "task to ring"
        constraints = [
            models.UniqueConstraint(
                fields=["transfer"], condition=models.Q(ended_at=None), name="partners_one_ring_at_once"
            ),
            models.CheckConstraint(
                # Nothing but an outcome ends it, whatever the code says.
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="partners_ring_ends_by_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome or "to ring"
