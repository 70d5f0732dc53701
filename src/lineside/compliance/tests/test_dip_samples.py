"""Dip samples on the real database: drawn, reviewed blind by two, decided by a third, and never by whose they are."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from lineside.compliance import commands, queries
from lineside.compliance.models import Draw, Opinion, Sample
from lineside.compliance.queries.drawing import seal_after
from lineside.compliance.rules.spans import first_of_month, next_month
from lineside.compliance.testing import (
    FIRST,
    PLAIN,
    REGISTRAR,
    SECOND,
    THIRD,
    last_month,
    make_differing,
    make_recorded_last_month,
    make_reviewed,
    make_sample,
    make_seal,
    marks_of,
)
from lineside.compliance.tests.test_findings import EVERY, as_a_command
from lineside.crimes.models import Crime
from lineside.crimes.testing import RECORDER
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.testing import clock
from lineside.people.testing import on_staff

pytestmark = pytest.mark.django_db


def test_a_month_is_drawn_once_by_a_seed_that_nobody_chooses_and_comes_out_the_same_again():
    make_recorded_last_month()
    with pytest.raises(RuleBroken, match="no seal since"):
        commands.draw_samples(actor=REGISTRAR, month=last_month())
    make_seal()
    row = commands.draw_samples(actor=REGISTRAR, month=last_month())
    with pytest.raises(RuleBroken, match="drawn already"):
        commands.draw_samples(actor=REGISTRAR, month=last_month())
    with pytest.raises(RuleBroken, match="not ended"):
        commands.draw_samples(actor=REGISTRAR, month=uk_day(now()))
    found = queries.prove_draw(PLAIN, row.id)
    assert (found.of, found.row.drawn, found.is_same_seed, found.is_same_sample) == (1, 1, True, True)
    as_a_command(lambda *, actor: Sample.objects.update(kind="other"))  # noqa: ARG005
    assert not queries.prove_draw(PLAIN, row.id).is_same_sample
    as_a_command(lambda *, actor: Draw.objects.update(seed="00"))  # noqa: ARG005
    assert not queries.prove_draw(PLAIN, row.id).is_same_seed


def test_the_seed_is_the_first_seal_after_the_month_however_many_there_are():
    end = datetime.combine(next_month(last_month()), time(), UK)
    seals = []
    for hours in (-50, -3, -1, 1, 2, 90):
        with clock(end + timedelta(hours=hours)):
            seals.append(make_seal())
    for month in (last_month(), first_of_month(last_month() - timedelta(days=1))):
        wanted = seals[3] if month == last_month() else seals[0]
        assert seal_after(month) == wanted


def test_restricted_records_are_drawn_apart_for_who_may_see_them():
    crime = Crime.objects.get(pk=make_recorded_last_month())
    make_recorded_last_month()
    make_seal()

    def restrict(*, actor):
        crime.incident.is_restricted = True
        crime.incident.save()

    as_a_command(restrict)
    assert commands.draw_samples(actor=PLAIN, month=last_month()).drawn == 1
    with pytest.raises(NotPermitted):
        commands.draw_samples(actor=PLAIN, month=last_month(), restricted=True)
    hidden = commands.draw_samples(actor=REGISTRAR, month=last_month(), restricted=True)
    sample = Sample.objects.get(draw=hidden)
    assert len(queries.samples(PLAIN)) == 1
    assert len(queries.samples(REGISTRAR)) == 2
    assert [row.id for row in queries.draws(PLAIN, EVERY).items] != []
    assert hidden.id not in [row.id for row in queries.draws(PLAIN, EVERY).items]
    for refused in (
        lambda: queries.prove_draw(PLAIN, hidden.id),
        lambda: queries.sample(PLAIN, sample.id),
        lambda: commands.review_sample(actor=FIRST, sample_id=sample.id, marks=marks_of()),
    ):
        with pytest.raises(NotFound):
            refused()


def test_two_review_without_seeing_each_other_and_agree():
    row = make_sample()
    commands.review_sample(actor=FIRST, sample_id=row.id, marks=marks_of())
    assert queries.sample(SECOND, row.id).both == []
    assert queries.sample(SECOND, row.id).mine is None
    mine = queries.sample(FIRST, row.id).mine
    assert mine
    assert mine.by_name == FIRST.name
    with pytest.raises(RuleBroken, match="already"):
        commands.review_sample(actor=FIRST, sample_id=row.id, marks=marks_of())
    commands.review_sample(actor=SECOND, sample_id=row.id, marks=marks_of())
    found = queries.sample(REGISTRAR, row.id)
    assert (found.row.state, found.result, len(found.both)) == ("agreed", marks_of(), 2)
    assert row.id not in [each.id for each in queries.samples(REGISTRAR)]


def test_a_third_decides_what_differs_and_the_rest_stands():
    row = make_differing()
    assert (row.state, row.differs) == ("differs", ["class"])
    told = {"class": "with_advice"}
    for one_of_them in (FIRST, SECOND):
        with pytest.raises(NotPermitted):
            commands.decide_sample(actor=one_of_them, sample_id=row.id, marks=told, words="It was told late")
    with pytest.raises(RuleBroken, match="not a question"):
        commands.decide_sample(actor=THIRD, sample_id=row.id, marks=marks_of(), words="It was told late")
    commands.decide_sample(actor=THIRD, sample_id=row.id, marks=told, words="It was told late", seen_version=2)
    found = queries.sample(THIRD, row.id)
    assert (found.row.state, found.result) == ("decided", marks_of(**told))
    assert found.decided_by == THIRD.name


def test_nobody_reviews_a_record_in_which_they_had_a_hand():
    row = make_sample()
    on_staff(RECORDER)
    own = replace(FIRST, id=RECORDER.id)
    assert queries.sample(own, row.id).is_own
    with pytest.raises(NotPermitted, match="had a hand"):
        commands.review_sample(actor=own, sample_id=row.id, marks=marks_of())
    machine = replace(FIRST, kind="client")
    with pytest.raises(NotPermitted):
        commands.review_sample(actor=machine, sample_id=row.id, marks=marks_of())


def test_the_database_itself_keeps_reviewers_apart():
    row = make_differing()
    other = make_sample()
    on_staff(RECORDER)

    def opinion_of(who):
        def work(*, actor):
            Opinion(sample=other, place=1, by_id=who.id, by_name=who.name, marks=marks_of()).save()

        return work

    def decided_by(who):
        return lambda *, actor: Sample.objects.filter(pk=row.id).update(decided_by_id=who.id)  # noqa: ARG005

    nobody_known = replace(FIRST, id=PLAIN.id)
    for breach in (opinion_of(RECORDER), opinion_of(nobody_known), decided_by(FIRST), decided_by(RECORDER)):
        with pytest.raises(IntegrityError), transaction.atomic():
            as_a_command(breach)
    as_a_command(decided_by(THIRD))


def test_what_differs_is_first_on_the_list():
    waits = make_sample(3)
    assert waits
    row = make_reviewed(make_sample(), marks_of(), marks_of(told="not_asked"))
    first = queries.samples(REGISTRAR)[0]
    assert (first.state, first.id) == ("differs", row.id)
