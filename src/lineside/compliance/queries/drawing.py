"""What a month's dip samples are drawn from, whose hands were in a record, and the seal that gives the seed."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from lineside.compliance.rules.checks import words_for
from lineside.compliance.rules.spans import next_month
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine, Seal

POPULATION = """
WITH batch AS MATERIALIZED (
  SELECT i.id, i.closed_at IS NOT NULL AS is_closed, i.closing_code = ANY(%(asb)s) AS is_asb
  FROM incidents_incident i
  WHERE i.opened_on >= %(first)s AND i.opened_on < %(until)s AND i.is_restricted = %(restricted)s
    AND NOT i.is_exercise AND i.origin = ''
), kinds AS (
  SELECT CASE WHEN c.state = 'cancelled' THEN 'cancelled_crime' ELSE 'crime' END AS kind, c.id
  FROM batch b JOIN crimes_crime c ON c.incident_id = b.id
  UNION ALL
  SELECT CASE WHEN EXISTS (SELECT 1 FROM crimes_crimedecision d WHERE d.incident_id = b.id) THEN 'no_crime'
    WHEN b.is_asb THEN 'asb' ELSE 'other' END, b.id
  FROM batch b WHERE b.is_closed AND NOT EXISTS (SELECT 1 FROM crimes_crime c WHERE c.incident_id = b.id)
)
SELECT kind, array_agg(id::text ORDER BY id) FROM kinds GROUP BY 1 ORDER BY 1
"""
OF_CRIMES = ("crime", "cancelled_crime")
RECORD = """
WITH whole AS (
  SELECT coalesce(%(incident)s::uuid, (SELECT incident_id FROM crimes_crime WHERE id = %(crime)s::uuid)) AS id
),
own AS (SELECT c.id FROM crimes_crime c JOIN whole w ON w.id = c.incident_id)
SELECT i.id, c.id, coalesce(c.reference, i.reference), array_remove(ARRAY[i.opened_by_id, i.owner_id, i.review_by_id]
  || ARRAY(SELECT recorded_by_id FROM crimes_crime WHERE incident_id = i.id)
  || ARRAY(SELECT decided_by_id FROM crimes_crimedecision WHERE incident_id = i.id)
  || ARRAY(SELECT x.by_id FROM own y JOIN crimes_classification x ON x.crime_id = y.id)
  || ARRAY(SELECT x.by_id FROM own y JOIN crimes_crimeoutcome x ON x.crime_id = y.id)
  || ARRAY(SELECT x.by_id FROM own y JOIN crimes_cancellation x ON x.crime_id = y.id), NULL)
FROM incidents_incident i LEFT JOIN crimes_crime c ON c.incident_id = i.id AND c.id = %(crime)s::uuid
WHERE i.id = (SELECT id FROM whole)
"""


def population_of(month: date, *, is_restricted: bool) -> dict[str, list[str]]:
    """Kind -> the keys of its records of this month, in an order that nothing but the keys decides."""
    facts: dict[str, Any] = {"asb": words_for("asb", uk_day(now())), "first": month, "until": next_month(month)}
    with connection.cursor() as cursor:
        cursor.execute(POPULATION, {**facts, "restricted": is_restricted})
        return dict(cursor.fetchall())


def hands_of(kind: str, key: UUID) -> dict[str, Any]:
    """The record behind a key, and everybody whose own it is."""
    told = {"crime": key, "incident": None} if kind in OF_CRIMES else {"crime": None, "incident": key}
    with connection.cursor() as cursor:
        cursor.execute(RECORD, told)
        incident, crime, reference, hands = cursor.fetchone()
    known = sorted(set(hands), key=str)
    return {"incident_id": incident, "crime_id": crime, "reference": reference, "hands": known}


def seal_after(month: date) -> Seal:
    """The first seal of the audit trail after a month has ended."""
    end = datetime.combine(next_month(month), time(), UK)
    seals = Seal.objects.filter(of_table=AuditLine._meta.db_table).order_by("id")
    seal = seals.filter(id__gt=_last_before(end, seals)).first()
    if seal is None:
        raise RuleBroken("The audit trail has no seal since that month; try again in a minute.", "month")
    return seal


def _last_before(end: datetime, seals: QuerySet[Seal]) -> int:
    """The number of the last seal before a moment, by halves: of seals there are tens of thousands a day."""
    low, high = 0, seals.values_list("id", flat=True).last() or 0
    while low < high:
        middle = (low + high) // 2
        number, at = seals.filter(id__gt=middle).values_list("id", "at")[0]
        low, high = (number, high) if at < end else (low, middle)
    return low
