"""Victims, what they are owed, and what was said, written and chosen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lineside.kernel.models import Record
from lineside.victims.rules.clocks import OPEN


class Victim(Record):
    """One person's or business's care in one crime. Its number, address and age are the register's."""

    reference = models.CharField(max_length=16, unique=True)
    crime = models.ForeignKey("crimes.Crime", on_delete=models.PROTECT, related_name="victims")
    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="victims")
    person = models.ForeignKey("pole.Person", on_delete=models.PROTECT, related_name="care")
    crime_reference = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    standing = models.CharField(max_length=10)
    regime = models.CharField(max_length=20)
    edition = models.CharField(max_length=20)  # of the rights, when the care began
    report_at = models.DateTimeField()
    is_enhanced = models.BooleanField(default=False)
    bases = ArrayField(models.CharField(max_length=40), default=list)
    by_sign = models.BooleanField(default=False)  # nobody has assessed yet: the record's own signs say so
    declines_enhanced = models.BooleanField(default=False)
    repeat_count = models.PositiveSmallIntegerField(default=0)
    repeat_words = models.CharField(max_length=500, blank=True)
    repeat_edition = models.CharField(max_length=20, blank=True)
    opted_out = ArrayField(models.PositiveSmallIntegerField(), default=list)
    stand_kind = models.CharField(max_length=20, blank=True)
    stand_name = models.CharField(max_length=200, blank=True)
    stand_reached_by = models.CharField(max_length=200, blank=True)
    stand_words = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=254, blank=True)
    every_days = models.PositiveSmallIntegerField(null=True)
    by_whom = models.CharField(max_length=200, blank=True)
    plan_words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=60, blank=True)
    communication = models.CharField(max_length=500, blank=True)
    statement = models.CharField(max_length=20, blank=True)
    statement_reader = models.CharField(max_length=20, blank=True)
    statement_words = models.CharField(max_length=500, blank=True)
    next_due_at = models.DateTimeField(null=True)  # the nearest open limit, for the worklist

    class Meta:
        verbose_name = "victim"
        constraints = [models.UniqueConstraint(fields=["crime", "person"], name="victims_once_a_crime")]
        indexes = [models.Index(fields=["next_due_at"], name="victims_owed", condition=Q(next_due_at__isnull=False))]

    def __str__(self) -> str:
        return self.reference


class Duty(Record):
    """A right that is owed by a limit. `key` names what opened it, so that the same news opens it once."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="duties")
    code = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    step = models.CharField(max_length=40, blank=True)
    step_words = models.CharField(max_length=500, blank=True)
    from_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField(null=True)  # where enhanced rights brought the limit nearer
    edition = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=OPEN)
    missed_at = models.DateTimeField(null=True)  # when the clock found it missed; stays for good
    how = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    unsafe_reason = models.CharField(max_length=500, blank=True)
    kept_by_id = models.UUIDField(null=True)  # the letter that told them
    unreached_at = models.DateTimeField(null=True)  # what told them came back then, so that it is owed again
    unreached_why = models.CharField(max_length=500, blank=True, db_default="")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "duty to a victim"
        constraints = [
            models.UniqueConstraint(fields=["victim", "code", "key"], name="victims_duty_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__lte=F("due_at")) | Q(missed_at__isnull=False),
                name="victims_missed_stays_missed",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="victims_duty_open", condition=Q(state=OPEN))]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class NeedsAssessment(Record):
    """What a victim needs, as it was assessed then; only ever added."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="assessments")
    bases = ArrayField(models.CharField(max_length=40), default=list)
    basis_words = models.CharField(max_length=500, blank=True)
    declines_enhanced = models.BooleanField(default=False)
    language = models.CharField(max_length=60, blank=True)
    communication = models.CharField(max_length=500, blank=True)
    support = models.CharField(max_length=500)
    measures = models.CharField(max_length=500, blank=True)
    edition = models.CharField(max_length=20)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.victim_id} {', '.join(self.bases)}"


class Step(Record):
    """Something happened in the case, once, whoever heard of it."""

    crime = models.ForeignKey("crimes.Crime", on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "step of a case"
        constraints = [models.UniqueConstraint(fields=["crime", "code", "at"], name="victims_step_once")]

    def __str__(self) -> str:
        return f"{self.crime_id} {self.code}"


class Note(Record):
    """A referral, a choice, a step or a plan as it was said then; only ever added."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=1200)
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.words[:60]


class Letter(Record):
    """A letter or a text as it was written; its words never change."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="letters")
    template = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    way = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    addressee = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    answers = ArrayField(models.CharField(max_length=40), default=list)
    by_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=200, blank=True)
    unsafe_reason = models.CharField(max_length=500, blank=True)
    message_id = models.UUIDField(null=True)  # that carries it, where it goes by text or e-mail
    delivery = models.CharField(max_length=10, blank=True, db_default="")  # as the gateway told last
    failure = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        verbose_name = "letter to a victim"
        indexes = [
            models.Index(fields=["message_id"], name="victims_letter_carried", condition=Q(message_id__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"


class Complaint(Record):
    """A complaint that a right was not met, and what was answered."""

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT, related_name="complaints")
    words = models.TextField()
    state = models.CharField(max_length=12)
    acknowledgement = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=200)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "complaint"

    def __str__(self) -> str:
        return f"{self.victim_id} {self.state}"
