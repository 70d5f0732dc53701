"""What is decided about a handover sheet without a database."""

from lineside.handovers import rules


def test_two_long_names_that_begin_alike_are_two_items_and_a_short_one_is_itself():
    long = "alerts of Border targeting centre (NBTC) from targeting centre 01a21fc9-a96e-79c"
    one, other = rules.item_key("outages", f"{long}1"), rules.item_key("outages", f"{long}2")
    assert one != other
    assert max(len(one), len(other)) <= 80
    assert rules.item_key("outages", "DARWIN feed") == "outages:DARWIN feed"
