"""The crime file of an incident: what has been decided on it, one decision at a time."""

from datetime import datetime
from uuid import UUID

from lineside.crimes.models import CrimeFile, YearCount
from lineside.crimes.rules import reference
from lineside.kernel.clock import uk_day
from lineside.kernel.errors import Stale


def take_file(incident_id: UUID, seen_version: int | None) -> CrimeFile:
    """Hold the incident's file until commit, and count this decision: who read it before is told to look again."""
    CrimeFile.objects.bulk_create([CrimeFile(incident_id=incident_id)], ignore_conflicts=True)
    file = CrimeFile.objects.select_for_update().get(incident_id=incident_id)
    if seen_version is not None and file.version != seen_version:
        raise Stale("Somebody else has decided on this incident since you opened it; look at that first.")
    file.save(update_fields=["version"])
    return file


def next_reference(at: datetime) -> str:
    """The year's next; its row is locked until commit, so it is taken after all that needs no reference."""
    year = uk_day(at).year
    YearCount.objects.bulk_create([YearCount(year=year)], ignore_conflicts=True)
    count = YearCount.objects.select_for_update().get(year=year)
    count.last += 1
    count.save()
    return reference(count.year, count.last)
