"""Draws, the contacts they took, and what each of two scorers found."""

from django.db import models

from lineside.kernel.models import Record


class Draw(Record):
    """The random share of one week: from what, by which seed and by which edition, so that it can be drawn again."""

    week = models.DateField(unique=True)  # its Monday
    edition = models.CharField(max_length=20)
    seal_id = models.BigIntegerField()  # the first seal of the audit trail after the week: nobody knew it before
    seed = models.CharField(max_length=128)
    population = models.JSONField()  # stratum -> the keys of its contacts
    drawn = models.PositiveIntegerField()
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"week of {self.week}"


class Review(Record):
    """One contact that is scored by two, and what came of it."""

    reference = models.CharField(max_length=16, unique=True)
    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="review")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="reviews")
    why = models.CharField(max_length=500, blank=True)  # of one that was taken by hand
    asked_by = models.CharField(max_length=200)
    person_id = models.UUIDField()  # whose contact it was
    person_name = models.CharField(max_length=200)
    team = models.CharField(max_length=8, blank=True)
    hands = models.JSONField(default=list)  # everybody whose own it is; none of them scores it
    channel = models.CharField(max_length=10)
    grade = models.CharField(max_length=2, blank=True)
    came_at = models.DateTimeField()
    scheme = models.CharField(max_length=20)
    thrive = models.CharField(max_length=20)
    state = models.CharField(max_length=8)
    differs_why = models.JSONField(default=list)
    result = models.JSONField(default=dict)  # question -> the mark that stands
    total = models.PositiveSmallIntegerField(null=True)  # in a hundred; none where nothing applied
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_why = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draw__isnull=False) ^ ~models.Q(why=""), name="quality_drawn_or_by_hand"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None) | ~models.Q(decided_by_id=models.F("person_id")),
                name="quality_nobody_decides_on_their_own",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "ended_at"], name="quality_of_person"),
            models.Index(fields=["came_at"], name="quality_waiting", condition=models.Q(ended_at=None)),
            models.Index(fields=["ended_at"], name="quality_ended", condition=models.Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Scoring(Record):
    """What one scorer found; nobody else sees it before the second is in."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scorings")
    place = models.PositiveSmallIntegerField()
    person_id = models.UUIDField()  # whose contact it was, so that the database itself keeps them apart
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    marks = models.JSONField()
    words = models.TextField(blank=True)
    total = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "place"], name="quality_one_scoring_a_place"),
            models.UniqueConstraint(fields=["review", "by_id"], name="quality_one_scoring_each"),
            models.CheckConstraint(condition=models.Q(place__in=[1, 2]), name="quality_two_score"),
            models.CheckConstraint(
                condition=~models.Q(by_id=models.F("person_id")), name="quality_nobody_scores_their_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.total}"
