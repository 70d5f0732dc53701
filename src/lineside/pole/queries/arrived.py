"""What of an import stands in the register, so that whoever keeps the ledger can count it anew."""

from collections.abc import Collection
from uuid import UUID

from lineside.pole.models import Link, Person


def count_people(keys: Collection[UUID]) -> int:
    """How many of these persons are there."""
    return Person.objects.filter(id__in=keys).count()


def count_links(keys: Collection[UUID]) -> int:
    """How many of these links are there."""
    return Link.objects.filter(id__in=keys).count()
