"""What of an import stands among the crimes, and which numbers are taken; for whoever keeps the ledger."""

from collections.abc import Collection
from uuid import UUID

from lineside.crimes.models import Crime


def crimes_numbered(references: Collection[str]) -> set[str]:
    """Those of these numbers that a crime has already."""
    return set(Crime.objects.filter(reference__in=references).values_list("reference", flat=True))


def count_crimes(keys: Collection[UUID]) -> int:
    """How many of these crimes are there."""
    return Crime.objects.filter(id__in=keys).count()
