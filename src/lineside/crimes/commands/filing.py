"""The crime file of an incident: what has been decided on it, one decision at a time."""

from uuid import UUID

from lineside.crimes.models import Crime, CrimeDecision, YearCount
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import Stale


def take_turn() -> YearCount:
    """Lock the year's count: of two recorders in the same instant the second sees what the first has decided."""
    year = uk_day(now()).year
    YearCount.objects.bulk_create([YearCount(year=year)], ignore_conflicts=True)
    return YearCount.objects.select_for_update().get(year=year)


def entries(incident_id: UUID) -> int:
    """How many crimes and decisions the file holds: the version that a screen has seen."""
    of_incident = {"incident_id": incident_id}
    return Crime.objects.filter(**of_incident).count() + CrimeDecision.objects.filter(**of_incident).count()


def check_seen(incident_id: UUID, seen_version: int | None) -> None:
    if seen_version is not None and entries(incident_id) != seen_version:
        raise Stale("Somebody else has decided on this incident since you opened it; look at that first.")
