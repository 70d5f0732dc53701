"""Assessments, and which contact belongs to which incident."""

from django.db import models

from lineside.kernel.models import Record


class Assessment(Record):
    """One THRIVE, with the editions of its questions and conditions, what was proposed and what was chosen."""

    contact = models.ForeignKey("contacts.Contact", null=True, on_delete=models.PROTECT, related_name="assessments")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="assessments")
    edition = models.CharField(max_length=20)
    conditions = models.CharField(max_length=20, blank=True)
    kinds = models.CharField(max_length=20, blank=True, default="", db_default="")
    answers = models.JSONField()
    proposed_grade = models.CharField(max_length=2)
    reasons = models.JSONField()
    chosen_grade = models.CharField(max_length=2)
    why = models.TextField(blank=True)
    repeated = models.JSONField(default=list, db_default=[])  # the letters whose words stand in an earlier one
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "created_at"]),
            models.Index(fields=["by_id", "-created_at"], name="assessments_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.proposed_grade} proposed, {self.chosen_grade} chosen"


class PositionTold(Record):
    """A position of a caller that stands in the log of this incident, so that none is told there twice."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="positions_told")
    fix_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "fix_id"], name="one_telling_a_position")]

    def __str__(self) -> str:
        return f"{self.fix_id} told of {self.incident_id}"


class RepeatSeen(Record):
    """That somebody read, at this contact, that this person was a victim before; what was counted then stays."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="repeats_seen")
    person_id = models.UUIDField()
    crimes = models.PositiveIntegerField()
    edition = models.CharField(max_length=20)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "person_id"], name="one_seeing_a_repeat")]

    def __str__(self) -> str:
        return f"{self.person_id} seen at {self.contact_id}"


class ContactIncident(Record):
    """A contact is about this incident."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="incident_links")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="contact_links")
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "incident"], name="one_link_a_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} is about {self.incident_id}"
