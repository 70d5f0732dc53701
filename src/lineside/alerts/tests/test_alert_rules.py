"""The clock, the flags, the two persons, what may end an alert; bursts and false alarms. Without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.alerts import rules
from lineside.alerts.rules import AlertFacts, Ending, Standing, Subject
from lineside.alerts.rules.cameras import FalseAlarms, joins_burst, read_activation
from lineside.alerts.rules.feeds import heard_every
from lineside.kernel.errors import RuleBroken

AT = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
ON = date(2026, 11, 27)
FACTS = AlertFacts(
    sender_ref="N-1", kind="tca_warrant", summary="Wanted", subject=Subject(kind="person", name="Robin Vale")
)
STANDING = Standing(source="International", flags=(), last_check="", expires_at=None)


def test_somebody_looks_within_the_time_of_the_kind_and_sooner_when_the_train_is_there_sooner():
    assert rules.look_by(AT, 90, None) == AT + timedelta(seconds=90)
    assert rules.look_by(AT, 300, AT + timedelta(seconds=40)) == AT + timedelta(seconds=40)
    assert rules.look_by(AT, 300, AT + timedelta(hours=1)) == AT + timedelta(seconds=300)
    assert rules.look_by(AT, 300, AT - timedelta(hours=1)) == AT  # it is there already: at once


def test_once_taken_the_clock_is_the_arrival_or_the_end_whichever_is_first():
    eta, end = AT + timedelta(minutes=30), AT + timedelta(minutes=10)
    assert rules.clock_of("new", AT, eta, end) == (AT, "look by")
    assert rules.clock_of("assessing", AT, eta, end) == (end, "expires")
    assert rules.clock_of("assessing", AT, eta, None) == (eta, "arrives")
    assert rules.clock_of("assessing", AT, None, None) == (None, "")
    assert rules.clock_of("actioned", AT, eta, end) == (None, "")


def test_a_camera_is_looked_at_within_90_seconds():
    assert rules.kind_row("camera", ON)["assess_seconds"] == 90


def test_a_discreet_check_must_not_be_revealed_whatever_its_sender_says():
    row = rules.kind_row("sis_36", ON)
    assert rules.flags_of(row, ()) == ["do_not_reveal", "do_not_stop", "do_not_arrest"]
    assert rules.flags_of(row, ("do_not_tell_carrier", "do_not_stop"))[-1] == "do_not_tell_carrier"


def test_a_legacy_article_stands_with_the_day_its_basis_ended():
    assert "ended on 2020-12-31" in rules.caution_of(rules.kind_row("sis_26", ON), ON)
    assert "Extradition Act 2003" in rules.caution_of(rules.kind_row("tca_warrant", ON), ON)


def test_every_flag_and_source_that_a_table_names_is_one_of_the_lists():
    flags = set(rules.table("do_not", ON).by_code)
    kinds, outcomes = rules.table("kinds", ON).rows, rules.table("outcomes", ON).rows
    sources = {row["source"] for row in kinds}
    assert {flag for row in kinds for flag in row["do_not"]} <= flags
    assert {flag for row in outcomes for flag in row["forbidden_by"]} <= flags
    assert {source for row in outcomes for source in row["sources"]} <= sources
    assert {row["state"] for row in outcomes} <= set(rules.STATES) - set(rules.OPEN_STATES)
    for source in sources:
        assert len(rules.outcomes_for(source, ON)) > 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "nonsense"}, "kind of alert"),
        ({"kind": "camera"}, "come by mail"),
        ({"sender_ref": "  "}, "number of your own"),
        ({"summary": " "}, "what it is about"),
        ({"subject": Subject(kind="vehicle", vrm="AB12CDE")}, "is about: person"),
        ({"subject": Subject(kind="person")}, "name or description"),
        ({"urgency": "soon"}, "immediate, priority or routine"),
        ({"expires_at": AT}, "expired"),
        ({"channel": "pigeon"}, "Say how it came: api, mail"),
        ({"confidence": 101}, "0 to 100"),
        ({"do_not": ("do_not_dance",)}, "no flag do_not_dance"),
    ],
)
def test_an_alert_that_cannot_be_worked_is_refused_with_what_is_missing(change, why):
    rules.check_alert(FACTS, AT, ON)
    with pytest.raises(RuleBroken, match=why):
        rules.check_alert(replace(FACTS, **change), AT, ON)


def test_the_digest_knows_every_change_of_what_was_said():
    assert rules.digest_of(FACTS) == rules.digest_of(replace(FACTS))
    assert rules.digest_of(FACTS) != rules.digest_of(replace(FACTS, subject=replace(FACTS.subject, born="1990")))


def test_a_match_needs_name_birth_and_a_photograph_or_document():
    rules.check_finding("person", "match", ("name", "born", "document"))
    rules.check_finding("person", "no_match", ("photo",))
    for compared in (["name", "born"], ["name", "photo"], ["photo", "document"]):
        with pytest.raises(RuleBroken, match="A match needs"):
            rules.check_finding("person", "match", compared)
    for finding, compared in (("match", []), ("match", ["shoes"]), ("perhaps", ["name"])):
        with pytest.raises(RuleBroken):
            rules.check_finding("person", finding, compared)
    with pytest.raises(RuleBroken, match="person's identity"):
        rules.check_finding("vehicle", "match", ("name",))


def test_nobody_is_the_second_of_their_own_check():
    rules.check_second("asked", is_second=True)
    with pytest.raises(RuleBroken, match="second person"):
        rules.check_second("asked", is_second=False)
    with pytest.raises(RuleBroken, match="both"):
        rules.check_second("confirmed", is_second=True)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("match", "match", "confirmed"),
        ("no_match", "no_match", "not_same"),
        ("match", "no_match", "differ"),
        ("no_match", "match", "differ"),
    ],
)
def test_only_two_matches_are_a_match(first, second, state):
    assert rules.verdict(first, second) == state


ARREST = Ending(outcome="arrested", words="At door 4", incident="12")


@pytest.mark.parametrize("last", ["", "asked", "not_same", "differ"])
def test_no_arrest_is_recorded_before_two_persons_confirmed_the_identity(last):
    with pytest.raises(RuleBroken, match="Two persons"):
        rules.check_ending(ARREST, replace(STANDING, last_check=last), AT, ON)
    assert rules.check_ending(ARREST, replace(STANDING, last_check="confirmed"), AT, ON)["hit"] == "hit"


def test_what_goes_against_a_flag_is_said_with_the_power_it_was_done_on():
    flagged = replace(STANDING, last_check="confirmed", flags=("do_not_arrest",))
    with pytest.raises(RuleBroken, match="on what other power"):
        rules.check_ending(ARREST, flagged, AT, ON)
    assert rules.check_ending(replace(ARREST, despite="Assault seen by the officer"), flagged, AT, ON)


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        (Ending(outcome=""), "choose"),
        (Ending(outcome="animal"), "choose"),
        (Ending(outcome="not_found"), "few words"),
        (Ending(outcome="incident"), "reference"),
        (Ending(outcome="expired", words="No unit"), "not expired"),
    ],
)
def test_an_ending_that_says_too_little_is_refused(ending, why):
    with pytest.raises(RuleBroken, match=why):
        rules.check_ending(ending, STANDING, AT, ON)


def test_what_expired_may_be_said_to_have_expired():
    ending = Ending(outcome="expired", words="No unit was free")
    assert rules.check_ending(ending, replace(STANDING, expires_at=AT), AT, ON)["state"] == "expired"


def test_a_mail_tells_camera_place_and_clip_and_the_site_stands_in_for_a_camera():
    told = read_activation(
        "Activation", "Camera ID: lds-1\nELR: tjc1\nMileage: 12m 30ch\nClip: https://clips.example/7"
    )
    assert (told.camera, told.elr, told.mileage, told.clip) == ("LDS-1", "TJC1", "12m 30ch", "https://clips.example/7")
    assert read_activation("Camera activation: Leeds", "One figure.\n\nSite LDS. Sent by it.").camera == "SITE LDS"
    assert read_activation("x", "y").camera == ""
    assert len(read_activation("x", "Camera: " + "z" * 9000).camera) == 60
    assert read_activation("x", "Camera: A\u202eB").camera == "AB"


def test_a_burst_is_what_follows_within_the_time_and_the_wire_may_turn_two_round():
    within = timedelta(seconds=120)
    assert joins_burst(AT, AT + within, within)
    assert joins_burst(AT, AT - timedelta(seconds=5), within)
    assert not joins_burst(AT, AT + within + timedelta(seconds=1), within)


def test_few_are_told_as_a_count_and_many_as_a_rate():
    assert FalseAlarms(wrong=0, looked_at=0, least=5, days=30).words == "nothing of it looked at in 30 days"
    assert FalseAlarms(wrong=1, looked_at=2, least=5, days=30).words == "1 of 2 false in 30 days"
    assert FalseAlarms(wrong=3, looked_at=4, least=4, days=30).words == "3 of 4 false in 30 days (75 %)"


def test_what_a_sender_of_before_said_is_the_same_alert_and_what_it_says_since_is_not():
    assert rules.digest_of(FACTS) == "64aa7a9d3d47a46233ce89f5515e3e73b81b8731d30eda59f93b8999d0cbea76"
    assert rules.digest_of(replace(FACTS, confidence=80)) != rules.digest_of(FACTS)
    assert rules.digest_of(replace(FACTS, channel="mail")) != rules.digest_of(FACTS)


def test_each_source_that_sends_says_how_often_it_is_heard():
    sources = {row["source"] for row in rules.table("kinds", ON).rows}
    assert {row["source"] for row in rules.table("feeds", ON).rows} == sources
    assert heard_every(rules.table("feeds", ON), "ANPR") == 300
    assert heard_every(rules.table("feeds", ON), "nobody") is None
