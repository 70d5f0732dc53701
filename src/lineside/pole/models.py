"""Persons, what they are known by, things, places, and their links to what happened."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lineside.kernel.models import OnlyCommandsWrite, Record


class Person(Record):
    """A person or an organisation."""

    kind = models.CharField(max_length=20, default="person")
    name = models.CharField(max_length=200)
    born_on = models.DateField(null=True)
    description = models.TextField(blank=True)
    keys = ArrayField(models.CharField(max_length=80), null=True)  # by sound, nickname and date; none: not made yet
    given = models.CharField(max_length=40, null=True)  # noqa: DJ001 - comparable; none: not made yet, empty: not known
    surname = models.CharField(max_length=40, null=True)  # noqa: DJ001 - likewise
    origin = models.CharField(max_length=20, blank=True, default="", db_default="")  # the old system it was moved from

    class Meta:
        indexes = [models.Index(fields=["surname", "given"], include=["id"], name="pole_parts")]

    def __str__(self) -> str:
        return self.name


class NameWord(OnlyCommandsWrite):
    """A word of which a name in the register is made, kept once for all who bear it, by which slips are found.

    Two that are written at one moment may both stand: that is harmless, and nobody waits for anybody.
    """

    word = models.CharField(max_length=40)
    near = ArrayField(models.CharField(max_length=8))  # its beginning, and what is left of that without a letter or two

    class Meta:
        # Written to but rarely: what comes goes straight into its place, and no search has a list to read through.
        indexes = [
            models.Index(fields=["word"], name="pole_words"),
            GinIndex(fields=["near"], name="pole_words_near", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.word


class Identifier(Record):
    """One way in which a person is known: the comparable form, and what was written."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=254)
    as_given = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="one_identifier_a_person")]
        indexes = [models.Index(fields=["kind", "value"])]

    def __str__(self) -> str:
        return self.value


class Marker(Record):
    """A warning, a rule of safe contact or a stage of the caller policy, on what somebody is known by."""

    code = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    known_by = models.CharField(max_length=10)
    value = models.CharField(max_length=254)
    words = models.TextField()
    review_on = models.DateField()
    by_name = models.CharField(max_length=200)
    ways = models.JSONField(default=list, db_default=[])  # of safe contact: which ways are not safe
    safe_from = models.TimeField(null=True)
    safe_until = models.TimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["known_by", "value", "code"],
                condition=Q(lifted_at__isnull=True),
                name="one_marker_of_a_kind_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.value}"


class Thing(Record):
    """Property or a vehicle."""

    kind = models.CharField(max_length=20)
    description = models.TextField()
    mark = models.CharField(max_length=200, blank=True, db_index=True)
    value_pence = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.description


class Location(Record):
    """A place as the gazetteer read it, or the words of who told it where it could not be read."""

    name = models.CharField(max_length=300, db_index=True)
    place = models.JSONField(default=dict)
    crs = models.CharField(max_length=3, blank=True, db_index=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class Link(Record):
    """A person's, a thing's or a place's part in a contact, an incident or a crime."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="links")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.PROTECT, related_name="links")
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="links")
    subject_kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    role = models.CharField(max_length=20)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_of_one",
                condition=Q(person__isnull=False, thing__isnull=True, location__isnull=True)
                | Q(person__isnull=True, thing__isnull=False, location__isnull=True)
                | Q(person__isnull=True, thing__isnull=True, location__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "thing", "location", "subject_kind", "subject_id", "role"],
                name="one_link_a_role",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.role} in {self.subject_kind}"
