"""Parts that came and what they were joined to, segments that went, receipts that came before their time."""

from django.db import models

from lineside.gateways.text.protocol import Part
from lineside.kernel.models import Record


class LongText(Record):
    """A text in several parts: open until all are there, then whole, or incomplete when the rest did not come."""

    link = models.CharField(max_length=120)
    sender = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60)
    reference = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    state = models.CharField(max_length=10)

    class Meta:
        indexes = [
            models.Index(fields=["first_at"], name="text_open", condition=models.Q(state="open")),
            models.Index(fields=["sender", "reference"], name="text_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.reference} of {self.total}"


class TextPart(Record):
    """One part as it came, with its bytes. Settled when the network is known to have had our answer."""

    link = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    coding = models.PositiveSmallIntegerField()
    locking = models.PositiveSmallIntegerField()
    shift = models.PositiveSmallIntegerField()
    alphabet = models.CharField(max_length=20)
    payload = models.BinaryField()
    raw = models.BinaryField()
    remarks = models.JSONField(default=list)
    came_at = models.DateTimeField()
    repeats = models.PositiveIntegerField(default=0)
    is_settled = models.BooleanField(default=False)
    long_text = models.ForeignKey(LongText, on_delete=models.PROTECT, null=True, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "digest"], condition=models.Q(is_settled=False), name="text_part_once"
            ),
            models.UniqueConstraint(fields=["long_text", "number"], name="text_one_part_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.number}/{self.total}"

    @property
    def as_part(self) -> Part:
        return Part(
            total=self.total,
            number=self.number,
            coding=self.coding,
            locking=self.locking,
            shift=self.shift,
            payload=bytes(self.payload),
            remarks=tuple(self.remarks),
        )


class TextSegment(Record):
    """One segment of a text of ours: ready, accepted by the network, then delivered or failed."""

    message = models.ForeignKey("contacts.Message", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=120)
    payload = models.BinaryField()
    coding = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    network_id = models.CharField(max_length=80, blank=True, db_index=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="text_segment_once")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.number}/{self.total}"


class EarlyReceipt(Record):
    """A receipt that no segment answers to: it came before the network's answer, or is of somebody else's message."""

    link = models.CharField(max_length=120)
    network_id = models.CharField(max_length=80, db_index=True)
    number = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    error = models.CharField(max_length=60, blank=True)
    raw = models.BinaryField()
    came_at = models.DateTimeField()
    is_matched = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "network_id", "state"], name="text_receipt_once")]

    def __str__(self) -> str:
        return f"{self.network_id} {self.state}"
