"""By when we said, how a promise is kept, and what a missed limit leaves; no database here."""

from datetime import datetime, timedelta

import pytest

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.promises.rules import WentOut, check_done, check_promise, due_typed, is_missed, ways

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UK)
SINCE = NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("16:30", datetime(2026, 11, 27, 16, 30, tzinfo=UK)),
        ("9.15", datetime(2026, 11, 28, 9, 15, tzinfo=UK)),
        ("today 16:30", datetime(2026, 11, 27, 16, 30, tzinfo=UK)),
        ("Tomorrow 10:00", datetime(2026, 11, 28, 10, 0, tzinfo=UK)),
        ("45 m", NOW + timedelta(minutes=45)),
        ("2h", NOW + timedelta(hours=2)),
        ("3 d", NOW + timedelta(days=3)),
        ("2026-12-01 10:00", datetime(2026, 12, 1, 10, 0, tzinfo=UK)),
        ("01/12/2026 10:00", datetime(2026, 12, 1, 10, 0, tzinfo=UK)),
        ("1 oct 2027 10:00", datetime(2027, 10, 1, 10, 0, tzinfo=UK)),
    ],
)
def test_a_limit_is_read_as_people_say_it(typed, means):
    assert due_typed(typed, NOW) == means


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "16:75", "2 weeks", "9999-12-31 10:00", "31/02/2026 10:00"])
def test_a_limit_that_is_none_is_refused_with_how_to_write_one(typed):
    with pytest.raises(RuleBroken, match="tomorrow 10:00") as refused:
        due_typed(typed, NOW)
    assert refused.value.field == "by"


def test_a_time_of_the_wall_stays_what_it_is_across_the_change_of_clocks():
    before = datetime(2026, 10, 24, 23, 0, tzinfo=UK)
    assert due_typed("tomorrow 10:00", before).strftime("%d %H:%M %z") == "25 10:00 +0000"


@pytest.mark.parametrize(
    ("reach", "due", "what", "field"),
    [
        ("visit", NOW + timedelta(hours=1), "How it goes", "reach"),
        ("ring", NOW, "How it goes", "by"),
        ("ring", NOW + timedelta(days=91), "How it goes", "by"),
        ("write", NOW + timedelta(hours=1), "  ", "what"),
        ("write", NOW + timedelta(hours=1), "x" * 501, "what"),
        ("write", NOW + timedelta(hours=1), "bell\x07", "what"),
    ],
)
def test_a_promise_that_nobody_could_keep_is_refused_beside_its_field(reach, due, what, field):
    with pytest.raises(RuleBroken) as refused:
        check_promise(reach, due, what, NOW)
    assert refused.value.field == field


def test_a_promise_is_kept_by_what_went_out_after_it_and_names_the_last_of_it():
    out = [
        WentOut(kind="message", at=SINCE + timedelta(minutes=1), key="first"),
        WentOut(kind="message", at=SINCE + timedelta(minutes=9), key="last"),
        WentOut(kind="call", at=SINCE + timedelta(minutes=30), key="call"),
    ]
    assert check_done("written", "", SINCE, out, NOW) == ("kept", "", "last")
    assert check_done("rung", "Spoke to Sam", SINCE, out, NOW) == ("kept", "Spoke to Sam", "call")


def test_what_went_out_before_the_promise_does_not_keep_it():
    earlier = [WentOut(kind=kind, at=SINCE - timedelta(minutes=1), key="x") for kind in ("message", "call")]
    with pytest.raises(RuleBroken, match="Nothing has been sent to them"):
        check_done("written", "", SINCE, earlier, NOW)
    with pytest.raises(RuleBroken, match="No call from this contact has reached them"):
        check_done("rung", "", SINCE, earlier, NOW)


@pytest.mark.parametrize("how", [row["code"] for row in ways(NOW).rows if not row["proof"]])
def test_whatever_has_no_proof_needs_a_reason_in_words(how):
    with pytest.raises(RuleBroken, match="Say in a sentence") as refused:
        check_done(how, "done", SINCE, [], NOW)
    assert refused.value.field == "words"
    state, words, proof = check_done(how, "Rang the front desk of  the school", SINCE, [], NOW)
    assert (state, words, proof) == (
        "kept" if how == "told_otherwise" else "ended",
        "Rang the front desk of the school",
        "",
    )


def test_a_way_that_is_not_in_force_is_refused():
    with pytest.raises(RuleBroken, match="choose from the list"):
        check_done("forgot", "Nobody thought of it", SINCE, [], NOW)


def test_a_limit_is_missed_once_it_is_over_and_not_at_its_last_second():
    assert not is_missed(NOW, NOW)
    assert is_missed(NOW, NOW + timedelta(seconds=1))
