"""Sweeps and figures on the real database: many records judged as each is alone, and a count made by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from lineside.compliance import commands, queries
from lineside.compliance.models import Finding, Span, Sweep
from lineside.compliance.queries.facts import A_FEW, facts_sql, of_keys, read_by
from lineside.compliance.reactions import CLOCK, carry_on, count_again, judge_due
from lineside.compliance.rules.checks import CRIME, FACTS, INCIDENT, judge
from lineside.compliance.rules.spans import DAILY, WHOLE
from lineside.compliance.testing import CRIME_TOLD, PLAIN, REGISTRAR, make_overdue, make_sweep
from lineside.compliance.tests.test_findings import EVERY, WHY, as_a_command, decide, found_of, look_at
from lineside.crimes.commands import LEAVING, OUTCOME, cancel_crime, give_outcome
from lineside.crimes.models import CrimeOutcome
from lineside.crimes.testing import DECISION_MAKER, fifteen, make_crime, make_old_crime, no_crime
from lineside.crimes.tests.test_tellings import awaited, settle
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db


def figure(actor, code, by="force", name="the force"):
    day = uk_day(now())
    rows = queries.figures(actor, day - timedelta(days=40), day, by).rows
    return next(((row.k, row.n) for row in rows if (row.check_code, row.name) == (code, name)), None)


def some_records():
    """A dozen incidents in the states that the tests know."""
    overdue = [make_overdue() for _ in range(5)]
    overdue.append(make_overdue(opening_code="HATE"))
    decide(overdue[0].id)
    decide(overdue[1].id, told=False)
    make_crime(overdue[5].id, late_reason="The victim was in hospital.", summary="Punched on platform 3.")
    quick = make_incident(opening_code="HATE")
    make_crime(quick.id)
    make_crime(quick.id)
    return [*overdue, quick, make_incident()]


def test_many_at_once_are_judged_as_each_is_by_the_rules_alone():
    rows = some_records()
    look_at(*(row.id for row in rows))
    at, on = now(), uk_day(now())
    expected = set()
    for subject in (INCIDENT, CRIME):
        told = {**read_by(at, on), **of_keys([row.id for row in rows], min(row.opened_at for row in rows), at)}
        with connection.cursor() as cursor:
            cursor.execute(facts_sql(subject, A_FEW, on), told)
            names = [column.name for column in cursor.description]
            known = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        assert known
        for each in known:
            facts = {name: each[name] for name in FACTS[subject]}
            assert {type(value) for value in facts.values()} == {bool}
            expected |= {(each["subject_id"], code) for code in judge(subject, facts, on)[1]}
    assert set(Finding.objects.values_list("subject_id", "check_code")) == expected
    assert len(expected) == 7


def test_the_registrars_figures_agree_with_a_count_made_by_hand():
    """Eight may be a crime: on three nobody decided (one is restricted), two were decided on, one was crimed late, one
    has two crimes in time, and one is not due yet.
    """
    rows = some_records()
    rows.append(make_incident(summary=CRIME_TOLD))
    hidden = rows[4]

    def restrict(*, actor):
        hidden.is_restricted = True
        hidden.save()

    as_a_command(restrict)
    make_sweep()
    assert figure(REGISTRAR, "recordable_not_recorded") == (5, 8)
    assert figure(REGISTRAR, "reporter_not_told") == (1, 2)
    assert figure(REGISTRAR, "decided_late") == (0, 2)
    assert figure(REGISTRAR, "recorded_late") == (2, 3)
    assert figure(PLAIN, "recordable_not_recorded") == (5, 7)
    assert figure(PLAIN, "recordable_not_recorded", "area", "C") == (5, 7)
    day = uk_day(now())
    shown = queries.figures(REGISTRAR, day - timedelta(days=40), day).rows
    known = {row.check_code: row for row in shown}
    assert known["recordable_not_recorded"].percent == 62.5
    assert (known["recordable_not_recorded"].low, known["recordable_not_recorded"].high) == (30.6, 86.3)
    assert known["recorded_late"].percent is None  # of three
    tested = [row for row in shown if row.check_code]
    assert (known[""].k, known[""].n) == (sum(row.k for row in tested), sum(row.n for row in tested))


def test_how_many_records_a_sweep_judged_is_told_to_nobody_who_may_not_see_all_of_them():
    make_overdue()
    make_sweep()
    at_one_desk = replace(REGISTRAR, areas=frozenset({"C"}))
    shown = {actor.name: queries.sweeps(actor, EVERY).items[0] for actor in (PLAIN, REGISTRAR)}
    assert (shown[REGISTRAR.name].subjects, shown[REGISTRAR.name].found) == (1, 1)
    hidden = [shown[PLAIN.name], queries.sweeps(at_one_desk, EVERY).items[0]]
    hidden += [row for row in [queries.sweep_row(Sweep.objects.get().id)] if row]
    assert [(row.subjects, row.found, row.mended, row.done == row.spans) for row in hidden] == [
        (None,) * 3 + (True,)
    ] * 3


def test_who_was_lawfully_not_told_of_an_outcome_or_a_cancelling_is_no_finding():
    lawful, silent = make_old_crime(), make_old_crime()
    for about in (OUTCOME, LEAVING):
        settle(lawful, awaited(lawful, about=(about,)), about, words="They want to hear nothing")
    give_outcome(actor=DECISION_MAKER, crime_id=lawful.id, claim=fifteen(told_victim_at=None, telling=""))
    give_outcome(actor=DECISION_MAKER, crime_id=silent.id, claim=fifteen())
    cancel_crime(actor=DECISION_MAKER, crime_id=lawful.id, asked=no_crime(told_victim_at=None, telling=""))

    def forget(*, actor):
        CrimeOutcome.objects.filter(crime=silent).update(told_victim_at=None)

    as_a_command(forget)
    look_at(lawful.incident_id, silent.incident_id)
    found = set(Finding.objects.filter(check_code__endswith="victim_not_told").values_list("crime_id", "check_code"))
    assert found == {(silent.id, "outcome_victim_not_told")}


def test_a_dismissed_finding_counts_no_more_once_it_is_counted_again():
    rows = [make_overdue() for _ in range(3)]
    make_sweep()
    assert figure(REGISTRAR, "recordable_not_recorded") == (0, 3)
    finding = Finding.objects.get(incident_id=rows[0].id)
    commands.dismiss_finding(actor=REGISTRAR, finding_id=finding.id, words=WHY)
    day = uk_day(now())
    assert queries.figures(REGISTRAR, day - timedelta(days=40), day).stale >= 1
    assert count_again() >= 1
    assert figure(REGISTRAR, "recordable_not_recorded") == (1, 3)
    assert queries.figures(REGISTRAR, day - timedelta(days=40), day).stale == 0


def test_a_sweep_is_taken_up_where_it_was_broken_off():
    with clock(now() - timedelta(days=40)):
        make_incident(summary=CRIME_TOLD)
    make_overdue()
    row = commands.begin_sweep(actor=REGISTRAR, kind=WHOLE)
    assert row.spans >= 5
    with pytest.raises(RuleBroken, match="under way"):
        commands.begin_sweep(actor=REGISTRAR, kind=WHOLE)
    assert commands.sweep_next(actor=CLOCK, sweep_id=row.id)
    judged = set(Span.objects.filter(judged_at__isnull=False).values_list("id", flat=True))
    assert len(judged) == 1
    first = Span.objects.get(id__in=judged).version
    assert carry_on() == row.spans - 1
    row.refresh_from_db()
    assert (row.done, row.subjects, row.found) == (row.spans, 2, 2)
    assert row.ended_at is not None
    assert Span.objects.get(id__in=judged).version == first  # it was not judged again
    again = make_sweep()
    assert (again.found, again.mended, Finding.objects.count()) == (0, 0, 2)


def test_the_nightly_sweep_goes_over_the_last_weeks_and_what_has_changed_before():
    with clock(now() - timedelta(days=150)):
        old = make_incident(summary=CRIME_TOLD)
    make_overdue()
    make_sweep(WHOLE)
    spans = Span.objects.count()
    nightly = make_sweep(DAILY)
    assert nightly.spans < spans
    assert nightly.subjects == 1
    decide(old.id)
    look_at(old.id)
    assert make_sweep(DAILY).subjects == 2
    assert Sweep.objects.filter(ended_at=None).count() == 0


def test_the_clock_looks_at_what_has_become_due():
    with clock(now() - timedelta(hours=24, minutes=10)):
        row = make_incident(summary=CRIME_TOLD)
    assert judge_due() == 1
    assert found_of(row.id) == ["recordable_not_recorded"]
