"""The plain facts of many records at once, as SQL: one statement a kind, whether of a part of a month or of a few.

Each yields the columns of `COMMON` and, as truths, every fact that the rules know of that kind. It reads the tables of
the rooms below as they stand and writes nothing; no row passes through Python.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lineside.compliance.rules.checks import CONTACT, CRIME, INCIDENT, number, traps, words_for
from lineside.incidents.queries import crime_kinds, crime_words
from lineside.kernel.clock import UK
from lineside.kernel.keys import first_key_at

COMMON = ("subject_id", "incident_id", "crime_id", "contact_id", "day", "area", "is_restricted", "reference", "detail")
READ = ("asb", "contact_record", "duplicate", "crime", "log_kinds", "tell_first", "needs_avi", "independent", "victims")

INCIDENTS = """
WITH batch AS MATERIALIZED (
  SELECT i.id, i.opened_on, i.area, i.is_restricted, i.reference, i.state, i.closed_at IS NOT NULL AS is_closed,
    i.first_contact_at <= %(due)s AS is_due, coalesce(nullif(i.closing_code, ''), i.nsir_category) AS category,
    i.opening_code = ANY(%(crime_kinds)s) AS suggests, substring(i.summary FROM %(crime_words)s) AS word,
    i.master_id IS NOT NULL AS has_main, jsonb_array_length(i.result_codes) > 0 AS has_result
  FROM incidents_incident i WHERE {of_incidents} AND NOT i.is_exercise AND i.origin = ''
), lines AS MATERIALIZED ( -- apart, so that words are looked for in these lines alone and never in a whole month's
  SELECT l.incident_id, l.text FROM batch b JOIN incidents_logentry l ON l.incident_id = b.id
  WHERE b.is_closed AND b.word IS NULL AND b.category = ANY(%(hiding)s) AND l.id >= %(log_low)s AND l.id < %(log_high)s
    AND l.kind = ANY(%(log_kinds)s)
), told AS MATERIALIZED (
  SELECT incident_id, min(substring(text FROM %(crime_words)s)) AS word FROM lines
  WHERE text ~ %(crime_words)s GROUP BY 1
), barred AS MATERIALIZED (
  SELECT DISTINCT l.incident_id
  FROM batch b LEFT JOIN told t ON t.incident_id = b.id JOIN incidents_logentry l ON l.incident_id = b.id
  WHERE (b.suggests OR b.word IS NOT NULL OR t.word IS NOT NULL) AND l.id >= %(log_low)s AND l.id < %(log_high)s
    AND l.kind = 'crime_bar' AND starts_with(l.text, %(barred)s)
), decided AS MATERIALIZED (
  SELECT d.incident_id, bool_or(d.is_late) AS is_late, bool_or(d.told_reporter_at IS NOT NULL) AS is_told
  FROM batch b JOIN crimes_crimedecision d ON d.incident_id = b.id GROUP BY 1
), recorded AS MATERIALIZED (
  SELECT DISTINCT c.incident_id FROM batch b JOIN crimes_crime c ON c.incident_id = b.id
), owed AS MATERIALIZED (
  SELECT DISTINCT h.incident_id FROM batch b JOIN incidents_closinghold h ON h.incident_id = b.id
  WHERE h.kind = 'crime_decision' AND h.released_at IS NULL
)
SELECT b.id AS subject_id, b.id AS incident_id, NULL::uuid AS crime_id, NULL::uuid AS contact_id, b.opened_on AS day,
  b.area, b.is_restricted, b.reference, left(coalesce(b.word, t.word, ''), 100) AS detail,
  b.is_due, b.is_closed, b.state = 'cancelled' AS is_cancelled, b.state = 'transferred' AS is_transferred,
  b.category = ANY(%(asb)s) AS is_asb, b.category = ANY(%(contact_record)s) AS is_contact_record,
  b.state = 'duplicate' OR b.category = ANY(%(duplicate)s) AS is_duplicate,
  b.category = ANY(%(crime)s) AS is_crime_closing,
  b.suggests OR b.word IS NOT NULL OR t.word IS NOT NULL OR o.incident_id IS NOT NULL AS may_be_crime,
  b.word IS NOT NULL OR t.word IS NOT NULL AS tells_crime, r.incident_id IS NOT NULL AS has_crime,
  d.incident_id IS NOT NULL AS is_decided, coalesce(d.is_late, false) AS is_decided_late,
  coalesce(d.is_told, false) AS is_reporter_told, x.incident_id IS NOT NULL AS is_barred, b.has_main, b.has_result
FROM batch b LEFT JOIN told t ON t.incident_id = b.id LEFT JOIN barred x ON x.incident_id = b.id
LEFT JOIN decided d ON d.incident_id = b.id LEFT JOIN recorded r ON r.incident_id = b.id
LEFT JOIN owed o ON o.incident_id = b.id
"""
CRIMES = """
WITH batch AS MATERIALIZED (
  SELECT c.*, i.opened_on, i.area, i.is_restricted, {trap} AS trap
  FROM incidents_incident i JOIN crimes_crime c ON c.incident_id = i.id
  WHERE {of_incidents} AND NOT i.is_exercise AND i.origin = ''
), outcome AS MATERIALIZED (
  SELECT DISTINCT ON (o.crime_id) o.crime_id, o.told_victim_at, o.at
  FROM batch b JOIN crimes_crimeoutcome o ON o.crime_id = b.id ORDER BY o.crime_id, o.id DESC
), classed AS MATERIALIZED (
  SELECT x.crime_id, count(*) AS times, count(*) FILTER (WHERE x.reason <> '') AS reasoned,
    (array_agg(x.reason <> '' ORDER BY x.id))[1] AS is_first_reasoned
  FROM batch b JOIN crimes_classification x ON x.crime_id = b.id GROUP BY 1
), care AS MATERIALIZED (
  SELECT v.crime_id, bool_or(u.missed_at IS NOT NULL) AS is_missed
  FROM batch b JOIN victims_victim v ON v.crime_id = b.id LEFT JOIN victims_duty u ON u.victim_id = v.id GROUP BY 1
)
SELECT b.id AS subject_id, b.incident_id, b.id AS crime_id, NULL::uuid AS contact_id, b.opened_on AS day, b.area,
  b.is_restricted, b.reference, coalesce(b.trap, '') AS detail,
  b.recorded_at > b.first_report_at + %(record_within)s AS is_late, b.late_reason <> '' AS has_late_reason,
  b.state <> 'cancelled' AS is_live, b.trap IS NOT NULL AS tells_other_class,
  coalesce(s.times > 1, false) AS is_reclassified,
  coalesce(s.reasoned - s.is_first_reasoned::int >= s.times - 1, true) AS has_class_reasons,
  b.victim_or_state = ANY(%(victims)s) AS is_victims, o.crime_id IS NOT NULL AS has_outcome,
  coalesce(o.told_victim_at IS NOT NULL OR {untold_outcome}, false) AS is_outcome_told,
  coalesce(k.code = ANY(%(tell_first)s), false) AS must_tell_first,
  coalesce(k.told_victim_at <= k.at, false) OR {untold_cancelling} AS is_told_first,
  e.crime_id IS NOT NULL AS has_victim, coalesce(e.is_missed, false) AS is_right_missed,
  coalesce(k.code = ANY(%(needs_avi)s), false) AS needs_avi,
  coalesce(k.arose <> '' AND k.came_from <> '' AND k.verified <> '' AND k.changes <> '', false) AS has_avi,
  coalesce(k.code = ANY(%(independent)s), false) AS needs_independence,
  coalesce(k.by_id = b.recorded_by_id, false) AS is_own_cancelling
FROM batch b LEFT JOIN outcome o ON o.crime_id = b.id LEFT JOIN classed s ON s.crime_id = b.id
LEFT JOIN care e ON e.crime_id = b.id LEFT JOIN crimes_cancellation k ON k.crime_id = b.id
"""
CONTACTS = """
WITH batch AS MATERIALIZED (
  SELECT k.id, k.reference, k.opened_at, k.state, substring(k.subject || ' ' || k.gist FROM %(crime_words)s) AS word
  FROM contacts_contact k WHERE {of_contacts} AND NOT k.is_exercise
), messages AS MATERIALIZED (
  SELECT m.contact_id, m.text FROM batch b JOIN contacts_message m ON m.contact_id = b.id
  WHERE b.word IS NULL AND b.state = 'resolved' AND m.direction IN ('in', 'note')
), said AS MATERIALIZED (
  SELECT contact_id, min(substring(text FROM %(crime_words)s)) AS word FROM messages
  WHERE text ~ %(crime_words)s GROUP BY 1
), linked AS MATERIALIZED (
  SELECT l.contact_id, bool_or(i.is_restricted) AS is_restricted FROM batch b
  JOIN triage_contactincident l ON l.contact_id = b.id JOIN incidents_incident i ON i.id = l.incident_id GROUP BY 1
)
SELECT b.id AS subject_id, NULL::uuid AS incident_id, NULL::uuid AS crime_id, b.id AS contact_id,
  (b.opened_at AT TIME ZONE 'Europe/London')::date AS day, '' AS area,
  coalesce(l.is_restricted, false) AS is_restricted, b.reference, left(coalesce(b.word, s.word, ''), 100) AS detail,
  b.state = 'resolved' AS is_resolved, b.word IS NOT NULL OR s.word IS NOT NULL AS tells_crime,
  l.contact_id IS NOT NULL AS is_linked
FROM batch b LEFT JOIN said s ON s.contact_id = b.id LEFT JOIN linked l ON l.contact_id = b.id
"""
OF_KIND = {INCIDENT: INCIDENTS, CRIME: CRIMES, CONTACT: CONTACTS}
A_SPAN = {
    "of_incidents": "i.opened_on BETWEEN %(first)s AND %(last)s",
    "of_contacts": "k.id >= %(low)s AND k.id < %(high)s",
}
A_FEW = {"of_incidents": "i.id = ANY(%(keys)s)", "of_contacts": "k.id = ANY(%(keys)s)"}


def facts_sql(subject: str, which: dict[str, str], on: date) -> str:
    told = {"trap": _trap_sql(on), "untold_outcome": _untold("o.at"), "untold_cancelling": _untold("k.at")}
    return OF_KIND[subject].format(**which, **(told if subject == CRIME else {}))


def _untold(at: str) -> str:
    """That a decision of that moment rests on the reason why somebody was not told, which is lawful (CRR p26)."""
    said = "t.crime_id = b.id AND t.told_at IS NULL AND t.words <> ''"
    return f"EXISTS (SELECT 1 FROM crimes_crimetelling t WHERE {said} AND t.used_at = {at})"  # noqa: S608 - our own


def read_by(at: datetime, on: date) -> dict[str, Any]:
    """What every statement is told: codes, words and limits of the editions in force, and the traps of classes."""
    known: dict[str, Any] = {code: words_for(code, on) for code in READ}
    within = timedelta(hours=number("record_hours", on))
    known |= {"hiding": known["asb"] + known["contact_record"], "barred": words_for("barred", on)[0]}
    known |= {"crime_kinds": crime_kinds(), "crime_words": crime_words(), "due": at - within, "record_within": within}
    for place, each in enumerate(traps(on)):
        known |= {f"trap_{place}_classes": list(each.classes), f"trap_{place}": each.code}
        known |= {f"trap_{place}_words": _whole(each.words), f"trap_{place}_unless": _whole(each.unless)}
    return known


def of_span(first: date, last: date, on: date) -> dict[str, Any]:
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    later = end + timedelta(days=number("log_days", on))
    return {"first": first, "last": last, **_between("", begin, end), **_between("log_", begin, later)}


def of_keys(keys: Sequence[UUID], opened: datetime, at: datetime) -> dict[str, Any]:
    """A few records, of which the oldest was opened then."""
    return {"keys": list(keys), **_between("log_", opened - timedelta(days=1), at + timedelta(days=1))}


def _trap_sql(on: date) -> str:
    """The code of the first trap that a crime's own text falls into."""
    cases = "".join(
        f" WHEN c.offence_class = ANY(%(trap_{place}_classes)s) AND c.summary ~ %(trap_{place}_words)s"
        f" AND c.summary !~ %(trap_{place}_unless)s THEN %(trap_{place})s"
        for place, _ in enumerate(traps(on))
    )
    return f"CASE{cases} END::text"


def _whole(pattern: str) -> str:
    return rf"(?i)\y(?:{pattern})\y"


def _between(name: str, begin: datetime, end: datetime) -> dict[str, Any]:
    return {f"{name}low": first_key_at(begin), f"{name}high": first_key_at(end)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UK)
