"""Declared major incidents: their mode, tote, tasks, list of whom to ring, decisions, and answers to proposals."""

from django.db import models

from lineside.kernel.models import Record
from lineside.major_incidents.rules import WAITING


class MajorIncident(Record):
    """An incident that is declared a major one; `is_attaching` is its call-attach mode, with its place and words."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="major")
    times_declared = models.PositiveSmallIntegerField(default=1)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=200)
    declared_why = models.CharField(max_length=500)
    over_at = models.DateTimeField(null=True)
    over_by = models.CharField(max_length=200, blank=True)
    over_why = models.CharField(max_length=500, blank=True)
    is_attaching = models.BooleanField(default=False)
    place_text = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    words = models.JSONField(default=list)
    mode_at = models.DateTimeField(null=True)
    mode_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "major incident"
        indexes = [
            models.Index(
                fields=["declared_at"], name="major_incidents_declared", condition=models.Q(over_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"major incident {self.incident_id}"


class ContactAnswer(Record):
    """What a person answered when a contact was proposed for a major incident, and what the proposal rested on."""

    major_incident = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="answers")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="major_answers")
    is_attached = models.BooleanField()
    reasons = models.JSONField(default=list)
    life_signs = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(fields=["major_incident", "contact"], name="major_incidents_one_answer_a_contact")
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {'attached' if self.is_attached else 'not attached'}"


class ToteLine(Record):
    """One count of the tote as it stands: a category of casualties, a resource, an agency."""

    major_incident = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="tote")
    code = models.CharField(max_length=20)
    have = models.PositiveIntegerField(null=True)  # nothing while nobody has said
    wanted = models.PositiveIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "line of the tote"
        constraints = [
            models.UniqueConstraint(fields=["major_incident", "code"], name="major_incidents_one_line_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class ToteChange(Record):
    """One change of a count: what it was, what it is, who said so, and its line of the log. It is never changed."""

    line = models.ForeignKey(ToteLine, on_delete=models.PROTECT, related_name="changes")
    have = models.PositiveIntegerField(null=True)
    wanted = models.PositiveIntegerField(null=True)
    told_by = models.CharField(max_length=200)
    by_name = models.CharField(max_length=200)
    entry_id = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.have} {self.wanted}"


class MajorTask(Record):
    """Work that somebody owns by a time; what became of it stays."""

    major_incident = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="tasks")
    text = models.CharField(max_length=300)
    owner = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True)  # when the clock told the supervisor
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    is_done = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "task"
        indexes = [
            models.Index(fields=["due_at"], name="major_incidents_owed", condition=models.Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.text


class CallTurn(Record):
    """Whose turn it is to be rung for a role, as the edition had it; who answered what, and when."""

    major_incident = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="turns")
    times = models.PositiveSmallIntegerField()  # of which declaration
    edition = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    role_label = models.CharField(max_length=120)
    turn = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=120)
    telephone = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=WAITING)
    due_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    rung_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    who = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)  # when the supervisor was told that nobody has rung, or nobody is left

    class Meta:
        verbose_name = "turn"
        constraints = [
            models.UniqueConstraint(
                fields=["major_incident", "times", "role", "turn"], name="major_incidents_one_turn_a_place"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="major_incidents_turns", condition=models.Q(state__in=("next", "rung"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.turn}"


class MajorDecision(Record):
    """One decision by the joint decision model; never changed, and sealed by its line of the log."""

    major_incident = models.ForeignKey(MajorIncident, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    information = models.CharField(max_length=500)
    risks = models.CharField(max_length=500)
    powers = models.CharField(max_length=500)
    options = models.CharField(max_length=500)
    refused = models.CharField(max_length=500)
    decision = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    review = models.CharField(max_length=500, blank=True)
    entry_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "decision"
        constraints = [
            models.UniqueConstraint(fields=["major_incident", "number"], name="major_incidents_one_number_a_decision")
        ]

    def __str__(self) -> str:
        return f"decision {self.number}"
