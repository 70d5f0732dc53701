"""What of an import stands among the logs, and which numbers are taken; for whoever keeps the ledger."""

from collections.abc import Collection
from uuid import UUID

from lineside.incidents.models import Incident, LogEntry


def logs_numbered(references: Collection[str]) -> set[str]:
    """Those of these numbers that a log has already."""
    return set(Incident.objects.filter(reference__in=references).values_list("reference", flat=True))


def count_logs(keys: Collection[UUID]) -> int:
    """How many of these logs are there."""
    return Incident.objects.filter(id__in=keys).count()


def count_lines(keys: Collection[UUID]) -> int:
    """How many of these lines are there; between the least and the greatest key, so that few months are read."""
    if not keys:
        return 0
    return LogEntry.objects.filter(id__gte=min(keys), id__lte=max(keys), id__in=keys).count()
