"""The forms of the desk for quality, as a person fills them in."""

from datetime import timedelta

from lineside.desks.tests.hostile import Ask, Form
from lineside.kernel.clock import now, uk_day
from lineside.quality.testing import make_agreed, make_differing, make_review, make_seal


def an_ended_week(_actor):
    make_seal()
    return Ask()


def a_review(_actor):
    row = make_review()
    return Ask((row.id,), row.version)


def a_differing_one(_actor):
    row = make_differing()
    return Ask((row.id,), row.version)


def my_result(actor):
    row = make_agreed(actor)
    return Ask((row.id,), row.version)


QUALITY = {
    "review-draw": Form({"week": str(uk_day(now()) - timedelta(days=14))}, {"week"}, an_ended_week),
    "review-by-hand": Form({"reference": "C-none", "why": "A complaint was made"}),
    "review-score": Form({"words": "The place was not asked", "mark-grade": "met"}, {"mark-grade"}, a_review),
    "review-decide": Form({"why": "It was told late", "mark-grade": "partly"}, {"mark-grade"}, a_differing_one),
    "result-answer": Form({"words": "The line was bad"}, set(), my_result),
}
