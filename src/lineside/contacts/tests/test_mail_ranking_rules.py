"""Why a mail stands where it stands: every reason told, and none that lowers it."""

from datetime import date, timedelta

import pytest

from lineside.contacts.rules import risk_of_message
from lineside.contacts.rules.mail import check_no_loop, clocks, ranking_of, sender_rule, weigh
from lineside.contacts.testing import an_arrival
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 26)


def test_every_danger_counts_and_every_reason_is_told():
    found = weigh(an_arrival(text="He has a knife and is on the track"), ON)
    assert (found.risk, found.why) == (76, "says “knife”")
    assert found.reasons == ("says “knife” (75)", "says “on the track” (70)", "came to First Contact Centre (20)")


@pytest.mark.parametrize(
    ("address", "subject", "kind"),
    [
        ("alarm7@cameras.network.example", "Activation", "Camera activation"),
        ("cju.london@force.example", "Witness warning for Monday", "Witness warning"),
        ("cju.london@force.example", "File 12", "Criminal justice"),
        ("control@northshire.police.example", "Missing boy", "Another force"),
        ("control@northshire.police.uk", "Missing boy", "Another force"),
        ("ops@signals.networkrail.co.uk", "Gate", "Railway partner"),
        ("sam@passenger.example", "Bag", ""),
        ("police.uk@passenger.example", "Bag", ""),
        ("a@notpolice.uk", "Bag", ""),
        ("", "", ""),
    ],
)
def test_who_wrote_proposes_a_kind(address, subject, kind):
    row = sender_rule(address, subject, ON)
    assert (row["label"] if row else "") == kind


@pytest.mark.parametrize("address", ["a@cameras.network.example", "x@y.police.uk", "sam@passenger.example", ""])
@pytest.mark.parametrize("text", ["a bomb", "hello", "I want to end my life"])
def test_no_sender_lowers_what_the_words_say(address, text):
    alone = risk_of_message("fcc", "", text, ON)[0]
    assert weigh(an_arrival(sender_address=address, subject="", text=text), ON).risk >= alone


def test_a_camera_is_looked_at_within_ninety_seconds_and_other_mail_by_its_box():
    at = now()
    camera = weigh(an_arrival(sender_address="a@cameras.network.example"), ON)
    assert clocks("fcc", at, ON, camera.look_seconds)[0] == at + timedelta(seconds=90)
    assert clocks("fcrl", at, ON) == (at + timedelta(minutes=10), at + timedelta(hours=4))
    assert clocks("61016", at, ON) == (None, None)


def test_reasons_of_a_later_message_stand_before_the_earlier_ones():
    first = ranking_of(weigh(an_arrival(sender_address="a@x.police.uk", text="hello"), ON))
    both = ranking_of(weigh(an_arrival(text="a bomb"), ON), first)
    assert both["kind"] == "Another force"
    assert both["reasons"][0].startswith("says “bomb”")
    assert set(first["reasons"]) <= set(both["reasons"])


def test_a_reply_that_would_go_round_is_refused():
    check_no_loop(only_machines=True, sent_lately=0)
    check_no_loop(only_machines=False, sent_lately=3)
    for only_machines, sent_lately in ((True, 1), (False, 20)):
        with pytest.raises(RuleBroken, match="Reach them another way"):
            check_no_loop(only_machines=only_machines, sent_lately=sent_lately)
