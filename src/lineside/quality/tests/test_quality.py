"""Draws, marks, decisions and results on the real database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from lineside.contacts.testing import in_one_instant, make_message
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.paging import Page
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.people.testing import make_staff
from lineside.quality import commands, queries
from lineside.quality.events import ReviewChanged
from lineside.quality.models import Draw, Review, Scoring
from lineside.quality.permissions import CanQuality
from lineside.quality.testing import (
    FIRST,
    HAD_IT,
    LEAD,
    MODERATOR,
    SECOND,
    make_agreed,
    make_differing,
    make_ended_contact,
    make_review,
    make_scored,
    make_seal,
    marks_of,
)
from lineside.triage.testing import make_assessed_contact
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db


def test_a_week_is_drawn_once_and_comes_out_the_same_again():
    contacts = [make_ended_contact() for _ in range(30)]
    make_message()  # nobody had it, so nobody is scored for it
    monday = uk_day(now())
    with clock(now() + timedelta(days=8)):
        with pytest.raises(RuleBroken, match="no seal since"):
            commands.draw_week(actor=LEAD, week=monday)
        make_seal()
        row = commands.draw_week(actor=LEAD, week=monday)
        with pytest.raises(RuleBroken, match="drawn already"):
            commands.draw_week(actor=LEAD, week=monday)
    assert (row.drawn, row.week.weekday()) == (2, 0)  # 5 in a hundred of 30, rounded up
    assert {each.contact_id for each in Review.objects.filter(draw=row)} <= set(contacts)
    found = queries.proof(LEAD, row.id)
    assert (found.of, found.drawn, found.is_same_seed, found.is_same_sample) == (30, 2, True, True)
    assert len(events_of(ReviewChanged)) == 2


def test_a_draw_that_was_tampered_with_no_longer_proves():
    for _ in range(30):
        make_ended_contact()
    with clock(now() + timedelta(days=8)):
        make_seal()
        row = commands.draw_week(actor=LEAD, week=uk_day(now() - timedelta(days=8)))
    keys = [key for keys in row.population.values() for key in keys]
    drawn = {str(each.contact_id) for each in Review.objects.all()}
    left = next(key for key in keys if key not in drawn)

    def swap(*, actor):
        each = Review.objects.all()[0]
        each.contact_id = left
        each.save()

    in_a_command(swap)
    assert not queries.proof(LEAD, row.id).is_same_sample

    def reseed(*, actor):
        Draw.objects.filter(pk=row.pk).update(seed="00" * 32)

    in_a_command(reseed)
    assert not queries.proof(LEAD, row.id).is_same_seed


def in_a_command(work):
    from lineside.kernel.commands import command

    work.__module__, work.__name__ = "lineside.quality.tests.commands", f"work_{uuid7().hex}"
    command(needs="quality.lead")(work)(actor=LEAD)


def test_by_hand_needs_a_reason_and_an_ended_contact_and_happens_once():
    contact_id = make_ended_contact()
    with pytest.raises(RuleBroken, match="Say why"):
        commands.take_by_hand(actor=LEAD, contact_id=contact_id, why=" ")
    row = commands.take_by_hand(actor=LEAD, contact_id=contact_id, why="A complaint")
    assert (row.person_name, row.why, row.draw_id) == ("Kim Osei", "A complaint", None)
    with pytest.raises(RuleBroken, match="taken already"):
        commands.take_by_hand(actor=LEAD, contact_id=contact_id, why="Another complaint")
    with pytest.raises(RuleBroken, match="resolved"):
        commands.take_by_hand(actor=LEAD, contact_id=make_message().id, why="A complaint")
    with pytest.raises(NotPermitted):
        commands.take_by_hand(actor=FIRST, contact_id=make_ended_contact(), why="I want it")


def test_the_second_scorer_sees_nothing_of_the_first_before_their_own_are_in():
    row = make_review()
    commands.score_contact(actor=FIRST, review_id=row.id, marks=marks_of(row, next="partly"))
    mine = queries.review(FIRST, row.id).mine
    assert mine
    assert mine.marks["next"] == "partly"
    for reader in (SECOND, LEAD, MODERATOR):
        seen = queries.review(reader, row.id)
        assert (seen.both, seen.mine, seen.result, seen.row.scored) == ([], None, {}, 1)
        assert "partly" not in repr(seen.row)
    commands.score_contact(actor=SECOND, review_id=row.id, marks=marks_of(row))
    seen = queries.review(SECOND, row.id)
    assert [each.by_name for each in seen.both] == ["Ash Birch", "Bo Field"]
    assert (seen.row.state, seen.total, seen.result["next"]) == ("agreed", 100, "met")


def test_nobody_scores_their_own_contact_nor_one_that_they_assessed():
    row = make_review(FIRST_WHO_HANDLES)
    with pytest.raises(NotPermitted, match="your own"):
        commands.score_contact(actor=FIRST_WHO_HANDLES, review_id=row.id, marks=marks_of(row))

    def write(*, actor):
        Scoring(review=row, place=1, person_id=row.person_id, by_id=row.person_id, by_name="x", marks={}).save()

    with pytest.raises(IntegrityError, match=r"quality_nobody_scores_their_own|Two persons"):
        in_a_command(write)


FIRST_WHO_HANDLES = an_actor(
    *HAD_IT.permissions, CanQuality.VIEW, CanQuality.SCORE, CanQuality.MODERATE, name="Jo Marsh", key=uuid7()
)


def test_an_account_without_a_staff_record_is_no_second_scorer_and_a_machine_is_none():
    row = make_review()
    marks = marks_of(row)
    commands.score_contact(actor=FIRST, review_id=row.id, marks=marks, words="")
    rights = (*CanQuality, "contacts.view")
    with pytest.raises(RuleBroken, match="scored this contact already"):
        commands.score_contact(actor=FIRST, review_id=row.id, marks=marks, words="")
    further, machine = an_actor(*rights, name="Ash B.", key=uuid7()), replace(an_actor(*rights), kind="system")
    for actor in (machine, further):
        with pytest.raises(NotPermitted, match="your own, or you act by a machine"):
            commands.score_contact(actor=actor, review_id=row.id, marks=marks, words="")
    assert Scoring.objects.count() == 1


def test_whose_contact_it_was_does_not_learn_on_what_two_differ_before_it_is_decided():
    row = make_differing()
    assert queries.review(MODERATOR, row.id).differs_why
    assert HAD_IT.id
    mine = an_actor(*CanQuality, "contacts.view", name=HAD_IT.name, key=HAD_IT.id)
    assert queries.review(mine, row.id).differs_why == []


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_contact_in_one_instant_take_it_once():
    contact_id = make_ended_contact()

    def take():
        commands.take_by_hand(actor=LEAD, contact_id=contact_id, why="A complaint was made of it")

    assert "taken already" in str(in_one_instant(take, take))


def test_it_is_scored_by_the_edition_and_the_grade_of_its_own_assessment():
    contact_id = make_assessed_contact(HAD_IT)
    row = commands.take_by_hand(actor=LEAD, contact_id=contact_id, why="A grave one")
    assert (row.grade, row.thrive, row.hands) == ("P", "2026-11", [str(HAD_IT.id)])
    assert [each.label for each in queries.questions_for(row)][:3] == ["Threat", "Harm", "Risk"]


def test_where_two_differ_too_far_a_third_person_decides_with_reasons():
    row = make_differing()
    assert (row.state, row.differs_why, row.total) == ("differs", ["The grade follows the risk differs"], None)

    def decide(actor, why, seen=None):
        return commands.decide_review(
            actor=actor, review_id=row.id, marks={"grade": "partly"}, why=why, seen_version=seen
        )

    with pytest.raises(NotPermitted):
        decide(SECOND, "I was right")
    with pytest.raises(RuleBroken, match="Give the reasons"):
        decide(MODERATOR, "")
    with pytest.raises(Stale):
        decide(MODERATOR, "The risk was told late", 0)
    done = decide(MODERATOR, "The risk was told late", row.version)
    assert (done.state, done.result["grade"], done.decided_by) == ("decided", "partly", "Mo Hart")
    assert done.total is not None
    assert 83 < done.total < 100


def test_the_person_sees_the_result_and_no_scorers_name_and_answers_once():
    row = make_review()
    with pytest.raises(NotFound):
        queries.review(HAD_IT, row.id)
    make_scored(row, marks_of(row), marks_of(row))
    seen = queries.review(HAD_IT, row.id)
    assert [each.by_name for each in seen.both] == ["", ""]
    assert queries.own_results(HAD_IT, PagingIn(cursor="", limit=50)) == Page([seen.row], "")
    with pytest.raises(RuleBroken, match="Write what"):
        commands.answer_result(actor=HAD_IT, review_id=row.id, words=" ")
    commands.answer_result(actor=HAD_IT, review_id=row.id, words="The line was bad.")
    with pytest.raises(RuleBroken, match="answered this result already"):
        commands.answer_result(actor=HAD_IT, review_id=row.id, words="And another thing")
    assert queries.review(LEAD, row.id).answer == "The line was bad."
    other = an_actor(CanQuality.OWN, key=uuid7())
    for try_it in (lambda: queries.review(other, row.id), lambda: answer(other, row)):
        with pytest.raises(NotFound):
            try_it()


def answer(actor, row):
    return commands.answer_result(actor=actor, review_id=row.id, words="Mine")


def test_every_look_at_a_contact_is_on_record_with_its_purpose():
    row = make_review()
    queries.review(SECOND, row.id)
    line = AuditLine.objects.filter(kind="looked", name="quality.review").latest("id")
    assert (line.actor_name, line.facts["subject"]) == ("Bo Field", str(row.contact_id))
    assert line.why == f"Quality: {row.reference}"


def test_results_are_counts_and_a_percentage_only_of_five():
    make_staff("C7001", account_id=None)
    for _ in range(4):
        make_agreed()
    today = uk_day(now())
    found = queries.results(LEAD, today, today)
    assert [(each.name, each.count, each.percent) for each in found.people] == [("Kim Osei", 4, None)]
    make_agreed()
    found = queries.results(LEAD, today, today)
    assert [(each.count, each.percent) for each in (*found.people, *found.teams)] == [(5, 100), (5, 100)]
    grade = next(each for each in found.questions if each.name == "The grade follows the risk")
    assert (grade.count, grade.percent, grade.marks) == (5, 100, {"met": 5})
    with pytest.raises(NotPermitted):
        queries.results(FIRST, today, today)


def test_a_stranger_to_quality_sees_nothing():
    nobody = an_actor(key=uuid7())
    row = make_agreed()
    for look in (lambda: queries.board(nobody), lambda: queries.own_results(nobody, PagingIn(cursor="", limit=50))):
        with pytest.raises(NotPermitted):
            look()
    with pytest.raises(NotFound):
        queries.review(nobody, row.id)
