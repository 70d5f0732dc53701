"""Crimes, every classification each has had, and decisions that there was none."""

from django.db import models

from lineside.kernel.models import Record

OWED = models.Q(state="recorded", origin="")  # an outcome; what was moved in is finalised by no clock of ours


class Crime(Record):
    """A recorded crime; its classification is the newest of its `classifications`, repeated here for lists."""

    reference = models.CharField(max_length=12, unique=True)
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="crimes")
    offence_code = models.CharField(max_length=10)
    offence_class = models.CharField(max_length=10)
    class_title = models.CharField(max_length=200)
    title = models.TextField()
    statute = models.TextField(blank=True)
    max_sentence = models.CharField(max_length=30)
    victim_or_state = models.CharField(max_length=3)
    edition = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="recorded")  # recorded, finalised, cancelled
    flags = models.JSONField(default=list, db_default=[])
    summary = models.TextField(blank=True)
    place_text = models.CharField(max_length=300, blank=True)
    committed_from = models.DateTimeField(null=True)
    committed_to = models.DateTimeField(null=True)
    first_report_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    origin = models.CharField(max_length=20, blank=True, default="", db_default="")  # the old system it was moved from

    class Meta:
        verbose_name = "crime"
        indexes = [
            models.Index(fields=["incident"]),
            models.Index(fields=["recorded_at"]),
            models.Index(fields=["recorded_at", "id"], name="crimes_to_finalise", condition=OWED),
        ]

    def __str__(self) -> str:
        return self.reference


class Classification(Record):
    """One classification of a crime, with the edition it was chosen from and why."""

    crime = models.ForeignKey(Crime, on_delete=models.PROTECT, related_name="classifications")
    offence_code = models.CharField(max_length=10)
    offence_class = models.CharField(max_length=10)
    title = models.TextField()
    statute = models.TextField(blank=True)
    edition = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.offence_class} {self.offence_code}"


class Claimed(Record):
    """What decisions on a recorded crime have in common: what was confirmed, by whose authority, who was told."""

    confirmed = models.JSONField(default=list)
    authority = models.CharField(max_length=30, blank=True)
    authorised_by = models.CharField(max_length=200, blank=True)
    told_victim_at = models.DateTimeField(null=True)
    telling = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    paragraph = models.CharField(max_length=100)
    edition = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class CrimeOutcome(Claimed):
    """An outcome that was given; the newest of a crime counts, and the earlier ones stay."""

    crime = models.ForeignKey(Crime, on_delete=models.PROTECT, related_name="outcomes")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=60, blank=True)
    suspect = models.CharField(max_length=12)
    suspect_age = models.PositiveSmallIntegerField(null=True)
    evidence = models.CharField(max_length=20, blank=True)
    admitted = models.BooleanField(default=False)
    victim = models.CharField(max_length=20, blank=True)
    charged = models.CharField(max_length=60, blank=True)
    told_suspect_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Cancellation(Claimed):
    """Why a crime left the count; its record stays."""

    crime = models.OneToOneField(Crime, on_delete=models.PROTECT, related_name="cancellation")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=200)
    arose = models.TextField(blank=True)
    came_from = models.TextField(blank=True)
    verified = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    other_reference = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.code


class CrimeTransfer(Record):
    """A crime that was offered to the force in whose area it was committed, and what that force answered."""

    crime = models.ForeignKey(Crime, on_delete=models.PROTECT, related_name="transfers")
    force = models.CharField(max_length=120)
    rationale = models.TextField()
    confirmed = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="sent")  # sent, accepted, declined
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    reference_kind = models.CharField(max_length=30, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["crime"], name="crimes_one_open_transfer", condition=~models.Q(state="declined")
            )
        ]
        indexes = [models.Index(fields=["sent_at", "id"], name="crimes_transfers_out")]

    def __str__(self) -> str:
        return f"{self.force} {self.state}"


class CrimeTelling(Record):
    """Somebody who is told before a crime is given its outcome or leaves the count; who cares for them puts it down.

    Of each there is one that waits or is settled; a decision uses it, and for the next one another is put down.
    """

    crime = models.ForeignKey(Crime, on_delete=models.PROTECT, related_name="tellings")
    subject_id = models.UUIDField()  # of the care above, which this room does not know
    reference = models.CharField(max_length=16)
    about = models.CharField(max_length=10)  # outcome, leaving
    settled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # settled without it: the words say why they were not told
    words = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["crime", "subject_id", "about"], name="crimes_one_telling", condition=models.Q(used_at=None)
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | ~models.Q(words=""), name="crimes_telling_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.about}"


class CrimeDecision(Record):
    """A decision that no crime is recorded, with its reason, and how the reporting person came to know."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="crime_decisions")
    reason_code = models.CharField(max_length=40)
    reason_name = models.CharField(max_length=200)
    paragraph = models.CharField(max_length=100)
    leads_to = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    rationale = models.TextField()
    told_reporter_at = models.DateTimeField(null=True)
    telling = models.TextField()
    decided_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["incident"])]

    def __str__(self) -> str:
        return self.reason_name


class CrimeFile(Record):
    """What has been decided on an incident: its version counts crimes, classifications and decisions together.

    Its row is also the lock under which they are decided.
    """

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="crime_file")

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.version}"


class YearCount(Record):
    """The last serial given in a year."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
