"""Press officers on duty, enquiries, and what was said."""

from django.db import models

from lineside.kernel.models import Record


class PressDuty(Record):
    """Which press officer is on duty, and how to reach them."""

    name = models.CharField(max_length=120)
    number = models.CharField(max_length=20)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class PressEnquiry(Record):
    """What a journalist asks, and by when they need it."""

    reference = models.CharField(max_length=16, unique=True)
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8)
    outlet = models.CharField(max_length=120)
    journalist = models.CharField(max_length=120)
    reached_by = models.CharField(max_length=200)
    asks = models.TextField()
    answer_by = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    officer = models.CharField(max_length=120, blank=True)  # to whom it was passed
    passed_at = models.DateTimeField(null=True)
    passed_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["answer_by"], name="press_open", condition=~models.Q(state="closed")),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Said(Record):
    """What was said to the journalist, by whom, and who cleared it."""

    enquiry = models.ForeignKey(PressEnquiry, on_delete=models.PROTECT, related_name="said")
    words = models.TextField()
    cleared_by = models.CharField(max_length=120)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.words[:60]
