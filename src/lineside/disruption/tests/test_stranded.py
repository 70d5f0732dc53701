"""A train stands with people on board: its clock runs until somebody says how it ended."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.disruption import commands, queries
from lineside.disruption.commands import end_stranded_train, reach_all_due
from lineside.disruption.reactions import look_whether_it_moves
from lineside.disruption.testing import DECIDER, make_stranded
from lineside.incidents import queries as incidents
from lineside.incidents.commands import close_incident, result_incident
from lineside.incidents.rules import check_hold_kind
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotFound, RuleBroken, Stale
from lineside.kernel.testing import an_actor, clock
from lineside.trains.events import TrainMoved
from lineside.trains.testing import make_train, movement, take

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def lines(incident_id):
    return [line.text for line in incidents.log(incident_id)]


def later(minutes):
    return clock(BEGINS + timedelta(minutes=minutes))


@pytest.fixture
def stranded():
    with later(0):
        return make_stranded(incident_id=make_incident("P", opening_code="ASB").id)


def test_each_threshold_stands_in_the_log_once_and_asks_for_what_is_due(stranded):
    for minute in (10, 21, 22, 46, 61):
        with later(minute):
            reach_all_due()
    told = [text for text in lines(stranded.incident_id) if text.startswith("STRANDED 1A23, 240 on board")]
    assert [text.split(": ")[1].split(".")[0] for text in told] == [
        "Welfare",
        "Plan to get them off",
        "Evacuation decision",
    ]
    row = queries.stranded(stranded.id)
    assert (row.reached_level, row.next_label) == (2, "Far too long on board")


def test_nothing_but_an_outcome_ends_the_clock_and_closing_waits_for_it(stranded):
    with later(5):
        result_incident(actor=OPERATOR, incident_id=stranded.incident_id, closing_code="ASB2", result_codes=("ADV",))
        with pytest.raises(RuleBroken, match="1A23 stands with people on board"):
            close_incident(actor=OPERATOR, incident_id=stranded.incident_id)
        end_stranded_train(actor=DECIDER, stranded_id=stranded.id, how="hauled", words="To Hendon, platform 2")
        close_incident(actor=OPERATOR, incident_id=stranded.incident_id)
    assert lines(stranded.incident_id)[-2] == (
        "Stranded 1A23 ended after 5 min: It was hauled to a platform. To Hendon, platform 2"
    )
    with later(120):
        assert reach_all_due() == 0
        with pytest.raises(RuleBroken, match="has said how it ended"):
            end_stranded_train(actor=DECIDER, stranded_id=stranded.id, how="moved")


def test_nobody_takes_its_hold_away(stranded):
    with pytest.raises(RuleBroken, match="ended by what it waits for"):
        check_hold_kind(f"train_stranded:{stranded.number}")


def test_a_train_of_the_feeds_says_where_it_stands_and_since_when():
    with later(25):
        train = make_train(BEGINS)
        row = make_stranded(train_id=train.id, train="", place="", people=None)
    assert row.train == "1A23 09:00 London King's Cross to York"
    assert row.place == train.where
    assert train.running.last
    assert row.stood_since == train.running.last.at
    with later(26):
        assert "between London King's Cross and Stevenage" in queries.stranded(row.id).where


def test_that_a_feed_reports_it_on_the_move_is_told_once_and_ends_nothing():
    with later(25):
        train = make_train(BEGINS)
        row = make_stranded(train_id=train.id, train="", place="")
    with later(41):
        take("trust", movement(BEGINS, 1, late=20))
        for _ in range(2):
            look_whether_it_moves(TrainMoved(train_id=train.id))
        told = [text for text in lines(row.incident_id) if "is reported" in text]
        assert len(told) == 1
        assert "say how it ended" in told[0]
        assert queries.stranded(row.id).is_open


def test_what_is_known_later_is_added_and_heat_brings_the_thresholds_forward(stranded):
    with later(12):
        assert reach_all_due() == 0
        row = commands.amend_stranded_train(
            actor=DECIDER, stranded_id=stranded.id, people=260, conditions=("heat",), seen_version=stranded.version
        )
        assert (row.people, row.place) == (260, "before Hendon, Down Fast")
        assert reach_all_due() == 1
        with pytest.raises(Stale):
            end_stranded_train(actor=DECIDER, stranded_id=stranded.id, how="moved", seen_version=stranded.version)


def test_one_clock_a_train_and_a_second_train_has_its_own(stranded):
    with later(1):
        with pytest.raises(RuleBroken, match="runs already"):
            make_stranded(incident_id=stranded.incident_id, train="1a23")
        assert make_stranded(incident_id=stranded.incident_id, train="1P55").number == 2


def test_a_restricted_log_hides_its_stranded_train_from_who_may_not_see_it():
    row = make_stranded(incident_id=make_incident("P", is_restricted=True).id)
    plain = an_actor("incidents.view", "disruption.view", "disruption.decide")
    assert queries.open_stranded(plain) == []
    with pytest.raises(NotFound):
        queries.seen_stranded(plain, row.id)
    with pytest.raises(NotFound):
        end_stranded_train(actor=plain, stranded_id=row.id, how="moved")
    assert [each.id for each in queries.open_stranded(DECIDER)] == [row.id]
