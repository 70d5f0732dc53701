"""What radios said, as it came, and each way that a text to a unit took."""

from django.db import models

from lineside.kernel.models import Record


class HeardMessage(Record):
    """One message byte for byte, and what it was taken for."""

    digest = models.CharField(max_length=64)
    line = models.TextField()
    kind = models.CharField(max_length=12)
    issi = models.CharField(max_length=8, blank=True)
    unit_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "message of a radio"
        indexes = [models.Index(fields=["digest", "-received_at"], name="tetra_repeats")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.issi}"


class TextPart(Record):
    """A part of a text that a radio split; the whole is told once every part is here."""

    issi = models.CharField(max_length=8)
    group = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField()
    parts = models.PositiveSmallIntegerField()
    text = models.TextField()
    received_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issi", "group", "part"], condition=models.Q(told_at=None), name="tetra_one_part_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.parts}"


class CarriedText(Record):
    """A message to a unit on its way to one radio; claimed once, and its reference is how the radio answers."""

    message_id = models.UUIDField(unique=True)
    issi = models.CharField(max_length=8)
    reference = models.PositiveSmallIntegerField()
    parts = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="claimed")
    says = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "text to a radio"
        indexes = [models.Index(fields=["issi", "-claimed_at"], name="tetra_texts_of_a_radio")]

    def __str__(self) -> str:
        return f"{self.state} to {self.issi}"
