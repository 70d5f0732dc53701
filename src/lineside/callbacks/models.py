"""Whom we owe a call, each attempt, and who wants no more of them."""

from django.db import models

from lineside.kernel.models import Record


class CallBack(Record):
    """One call that somebody asked for: who, why, by when, and what came of it."""

    reference = models.CharField(max_length=16, unique=True)
    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="call_backs")
    incident = models.ForeignKey("incidents.Incident", null=True, on_delete=models.PROTECT, related_name="call_backs")
    crime = models.ForeignKey("crimes.Crime", null=True, on_delete=models.PROTECT, related_name="call_backs")
    kind = models.CharField(max_length=12)
    edition = models.CharField(max_length=20)  # of the kinds, and so of how often it is tried
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=20)
    role = models.CharField(max_length=12)
    why = models.CharField(max_length=500)
    due_by = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    state = models.CharField(max_length=12)
    tried = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    told = models.TextField(blank=True)  # what they said, in words
    answers = models.JSONField(default=dict)
    questionnaire = models.CharField(max_length=20, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False) ^ models.Q(incident__isnull=False),
                name="callback_for_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state="due", ended_at=None) | (~models.Q(state="due") & ~models.Q(ended_at=None)),
                name="callback_ends_with_its_time",
            ),
        ]
        indexes = [models.Index(fields=["due_by"], name="callbacks_due", condition=models.Q(state="due"))]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Attempt(Record):
    """One call of a call-back, placed as a call out; what became of it is said by who rang."""

    call_back = models.ForeignKey(CallBack, on_delete=models.PROTECT, related_name="attempts")
    call_out = models.OneToOneField("callouts.CallOut", on_delete=models.PROTECT, related_name="call_back_attempt")
    outcome = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=500, blank=True)
    left_words = models.TextField(blank=True)  # exactly what was left on a machine
    ended_at = models.DateTimeField(null=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call_back"], condition=models.Q(ended_at=None), name="one_call_of_a_call_back_at_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_back_id} {self.outcome}"


class OptOut(Record):
    """Somebody wants no more routine calls. Nothing lifts it."""

    value = models.CharField(max_length=20, unique=True)  # the number in its comparable form
    words = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.value
