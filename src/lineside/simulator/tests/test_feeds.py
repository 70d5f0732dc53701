"""The demonstration's feeds send what the desk takes."""

import random

import pytest

from lineside.alerts.api.schemas import AlertIn
from lineside.alerts.rules import check_alert
from lineside.alerts.testing import alert_facts
from lineside.kernel.clock import now, uk_day
from lineside.simulator.feeds import alert, kinds, proofs


@pytest.mark.parametrize("row", kinds(), ids=lambda row: row["code"])
def test_every_alert_of_the_feeds_can_be_worked(row):
    said = AlertIn(**alert(row, random.Random(1), now()))  # noqa: S311
    assert check_alert(said.facts(), now(), uk_day(now()))["code"] == row["code"]
    assert said.facts() != alert_facts()


def test_each_feed_tests_its_way_under_one_number_a_day():
    said = [AlertIn(**body) for body in proofs()]
    assert all(each.is_test and check_alert(each.facts(), now(), uk_day(now())) for each in said)
    assert [each.sender_ref for each in said] == [body["sender_ref"] for body in proofs()]
    assert [each.facts() for each in said] == [AlertIn(**body).facts() for body in proofs()]
