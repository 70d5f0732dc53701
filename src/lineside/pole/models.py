"""Persons, what they are known by, things, places, and their links to what happened."""

from django.db import models
from django.db.models import Q

from lineside.kernel.models import Record


class Person(Record):
    """A person or an organisation."""

    kind = models.CharField(max_length=20, default="person")
    name = models.CharField(max_length=200)
    born_on = models.DateField(null=True)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


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
