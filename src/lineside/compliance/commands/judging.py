"""Judging many records in one statement: what fails becomes a finding once, and what fails no more closes itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lineside.compliance.models import Span, Tally
from lineside.compliance.queries.facts import A_FEW, A_SPAN, facts_sql, of_keys, of_span, read_by
from lineside.compliance.rules.checks import CONTACT, CRIME, FACTS, GRAVITIES, INCIDENT, NAME, Check, checks, table
from lineside.compliance.rules.spans import first_of_month
from lineside.kernel.clock import uk_day

JUDGED = """
WITH facts AS MATERIALIZED ({facts}),
judged AS MATERIALIZED (
  SELECT f.subject_id, f.incident_id, f.crime_id, f.contact_id, f.day, f.area, f.is_restricted, f.reference, f.detail,
    t.code, t.rank, t.gravity, t.paragraph, t.fails
  FROM facts f CROSS JOIN LATERAL (VALUES {tests}) t (code, rank, gravity, paragraph, applies, fails) WHERE t.applies
), failed AS MATERIALIZED (SELECT * FROM judged WHERE fails),
mended AS (
  UPDATE compliance_finding x SET state = 'put_right', ended_at = %(at)s, ended_by = %(by)s, version = x.version + 1
  FROM facts f WHERE x.subject_id = f.subject_id AND x.state IN ('open', 'explained')
    AND NOT EXISTS (SELECT 1 FROM failed d WHERE d.subject_id = x.subject_id AND d.code = x.check_code)
  RETURNING x.id
), made AS (
  INSERT INTO compliance_finding (id, version, created_at, check_code, subject, subject_id, incident_id, crime_id,
    contact_id, reference, day, area, rank, gravity, paragraph, edition, detail, state, found_at, returned, words,
    words_by, ended_by)
  SELECT uuidv7(), 0, %(at)s, code, %(subject)s, subject_id, incident_id, crime_id, contact_id, reference, day, area,
    rank, gravity, paragraph, %(edition)s, detail, 'open', %(at)s, 0, '', '', '' FROM failed
  ON CONFLICT (subject_id, check_code) DO UPDATE SET state = 'open', found_at = %(at)s, ended_at = NULL, ended_by = '',
    returned = compliance_finding.returned + 1, version = compliance_finding.version + 1, detail = excluded.detail
  WHERE compliance_finding.state = 'put_right'
  RETURNING id
){counted}
SELECT (SELECT count(*) FROM facts), (SELECT coalesce(array_agg(id), '{{}}') FROM made),
  (SELECT coalesce(array_agg(id), '{{}}') FROM mended)
"""
COUNTED = """, counted AS (
  INSERT INTO compliance_tally (id, version, created_at, span_id, month, area, check_code, is_restricted, asked, failed)
  SELECT uuidv7(), 0, %(at)s, %(span)s, %(month)s, j.area, j.code, j.is_restricted, count(*),
    count(*) FILTER (WHERE j.fails AND d.id IS NULL)
  FROM judged j LEFT JOIN compliance_finding d
    ON d.subject_id = j.subject_id AND d.check_code = j.code AND d.state = 'dismissed' AND j.fails
  GROUP BY j.area, j.code, j.is_restricted
  ON CONFLICT (span_id, area, check_code, is_restricted)
    DO UPDATE SET asked = compliance_tally.asked + excluded.asked, failed = compliance_tally.failed + excluded.failed
)"""
KINDS = (INCIDENT, CRIME, CONTACT)


@dataclass(slots=True)
class Judged:
    """How many records were judged, and which findings were made and which closed themselves."""

    subjects: int
    made: list[UUID]
    mended: list[UUID]

    def add(self, other: "Judged") -> None:
        self.subjects += other.subjects
        self.made += other.made
        self.mended += other.mended


def judge_span(span: Span, at: datetime, by: str) -> Judged:
    """All of a part of a month, and its counts anew."""
    on, found = uk_day(at), Judged(0, [], [])
    Tally.objects.filter(span=span).delete()
    known = {**read_by(at, on), **of_span(span.first_day, span.last_day, on)}
    known |= {"span": span.id, "month": first_of_month(span.first_day)}
    for subject in KINDS:
        found.add(_judge(subject, A_SPAN, known, at, by, COUNTED))
    return found


def judge_keys(subject: str, keys: Sequence[UUID], opened: datetime, at: datetime, by: str) -> Judged:
    """A few records and no counts: of the incidents of these keys also their crimes."""
    known, found = {**read_by(at, uk_day(at)), **of_keys(keys, opened, at)}, Judged(0, [], [])
    for each in (CONTACT,) if subject == CONTACT else (INCIDENT, CRIME):
        found.add(_judge(each, A_FEW, known, at, by))
    return found


def _judge(
    subject: str, which: dict[str, str], known: dict[str, Any], at: datetime, by: str, counted: str = ""
) -> Judged:
    on = uk_day(at)
    text = JUDGED.format(facts=facts_sql(subject, which, on), tests=tests_sql(subject, on), counted=counted)
    told = {**known, "at": at, "by": by, "subject": subject, "edition": table("checks", on).edition}
    for place, each in enumerate(checks(on, subject)):
        told[f"paragraph_{place}"] = each.paragraph
    with connection.cursor() as cursor:
        cursor.execute(text, told)
        subjects, made, mended = cursor.fetchone()
    return Judged(subjects, made, mended)


def tests_sql(subject: str, on: date) -> str:
    """Every test of a kind as a row: the same terms that `rules.checks.holds` reads one by one."""
    rows = [_row(place, each) for place, each in enumerate(checks(on, subject))]
    return ", ".join(rows)


def _row(place: int, check: Check) -> str:
    assert NAME.fullmatch(check.code)  # noqa: S101 - a code of the table stands in the statement as it is
    assert check.gravity in GRAVITIES  # noqa: S101
    applies, fails = _terms(check.subject, check.applies), _terms(check.subject, check.fails)
    rank = list(GRAVITIES).index(check.gravity)
    return f"('{check.code}', {rank}, '{check.gravity}', %(paragraph_{place})s, {applies}, {fails})"


def _terms(subject: str, terms: Sequence[str]) -> str:
    found = [(term.removeprefix("!"), term.startswith("!")) for term in terms]
    assert all(name in FACTS[subject] for name, _ in found)  # noqa: S101 - facts that the statement gathers
    return " AND ".join(f"NOT f.{name}" if is_not else f"f.{name}" for name, is_not in found) or "true"
