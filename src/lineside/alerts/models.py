"""Alerts, what was read and checked of each, and the activations of cameras."""

from django.db import models

from lineside.alerts.rules import ASKED, OPEN_STATES
from lineside.kernel.models import Record

UNREAD = models.Q(owes_feedback=True, feedback_taken_at=None, ended_at__isnull=False)
UNTOLD = UNREAD & models.Q(sender_id__isnull=False, told_at=None)  # nor was its sender rung


class Alert(Record):
    """One thing to look for or to look at, from when it came until its sender knows what became of it."""

    reference = models.CharField(max_length=16, unique=True)
    sender_id = models.UUIDField(null=True)
    sender_name = models.CharField(max_length=200)
    sender_ref = models.CharField(max_length=100)
    said_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    kinds_edition = models.CharField(max_length=20)
    source = models.CharField(max_length=60)
    summary = models.TextField()
    subject_kind = models.CharField(max_length=8)
    subject = models.JSONField(default=dict)
    journey = models.JSONField(default=dict)
    urgency = models.CharField(max_length=10)
    requested_action = models.CharField(max_length=500, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    handling = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=12, blank=True, default="", db_default="")  # unknown of those from before
    confidence = models.PositiveSmallIntegerField(null=True)  # per cent, as its sender tells it
    is_exercise = models.BooleanField(default=False, db_default=False)  # its sender says so
    do_not = models.JSONField(default=list)
    do_not_words = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()
    look_by = models.DateTimeField()
    eta = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    camera = models.CharField(max_length=60, blank=True)
    last_activation_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12)
    taken_by = models.CharField(max_length=200, blank=True)
    taken_by_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    is_false_alarm = models.BooleanField(default=False)
    hit = models.CharField(max_length=8, blank=True)
    words = models.TextField(blank=True)
    despite = models.TextField(blank=True)
    incident_id = models.UUIDField(null=True)
    incident_reference = models.CharField(max_length=40, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    told_sender = models.CharField(max_length=500, blank=True)
    owes_feedback = models.BooleanField(default=True)
    feedback_taken_at = models.DateTimeField(null=True)
    told_whom = models.CharField(max_length=200, blank=True, db_default="")  # whom a person of ours told by telephone
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=200, blank=True, db_default="")
    told_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender_id", "sender_ref"], name="alerts_once_a_sender"),
            models.CheckConstraint(
                # Nothing leaves the desk without a disposition, whatever the code says.
                condition=models.Q(state__in=OPEN_STATES, outcome="")
                | (~models.Q(state__in=OPEN_STATES) & ~models.Q(outcome="") & models.Q(ended_at__isnull=False)),
                name="alerts_end_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["look_by"], name="alerts_open", condition=models.Q(state__in=OPEN_STATES)),
            models.Index(fields=["camera", "-received_at"], name="alerts_of_camera", condition=~models.Q(camera="")),
            models.Index(fields=["ended_at"], name="alerts_unread", condition=UNREAD),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Acknowledgement(Record):
    """That one person has read what must not be done."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="acknowledgements")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "by_id"], name="alerts_read_once_by_each")]

    def __str__(self) -> str:
        return self.by_name


class IdentityCheck(Record):
    """Two persons, each by their own look, whether it is the person of the alert."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="checks")
    state = models.CharField(max_length=10)
    first_by = models.CharField(max_length=200)
    first_by_id = models.UUIDField()
    first_at = models.DateTimeField()
    first_finding = models.CharField(max_length=8)
    first_compared = models.JSONField(default=list)
    second_by = models.CharField(max_length=200, blank=True)
    second_by_id = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    second_finding = models.CharField(max_length=8, blank=True)
    second_compared = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=models.Q(state=ASKED), name="alerts_one_open_check"),
            models.CheckConstraint(
                condition=models.Q(state=ASKED)
                | (models.Q(second_by_id__isnull=False) & ~models.Q(second_by_id=models.F("first_by_id"))),
                name="alerts_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Activation(Record):
    """One mail of a camera, in the burst that it belongs to."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="activations")
    message_id = models.UUIDField(unique=True)
    contact_id = models.UUIDField()
    at = models.DateTimeField()
    camera = models.CharField(max_length=60, blank=True)
    elr = models.CharField(max_length=8, blank=True)
    mileage = models.CharField(max_length=20, blank=True)
    clip = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.camera} {self.at}"
