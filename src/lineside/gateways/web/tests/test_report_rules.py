"""What the answers mean: where a report stands, how it reads, which files may come."""

from datetime import date

import pytest

from lineside.gateways.web import rules
from lineside.kernel.rule_tables import in_force

ON = date(2026, 11, 26)
JPEG, MP4 = b"\xff\xd8\xff\xe0" + b"\x00" * 20, b"\x00\x00\x00\x20ftypisom" + b"\x00" * 20


@pytest.mark.parametrize(
    ("facts", "box"),
    [
        ({}, "web"),
        ({"when": {"when": "at"}, "people": {"hurt": "no"}}, "web"),
        ({"people": {"hurt": "yes"}}, "web_hurt"),
        ({"when": {"when": "now"}, "people": {"hurt": "yes"}}, "web_now"),
    ],
)
def test_the_reporters_own_answers_say_how_pressing_it_is(facts, box):
    assert rules.box_of(facts) == box


def test_every_kind_names_an_opening_code_that_is_in_force_or_none():
    known = set(in_force(rules.DATA.parents[2] / "incidents/data/opening_codes", ON).by_code)
    assert {row["opening_code"] for row in rules.kinds(ON).rows if row["opening_code"]} <= known


@pytest.mark.parametrize(
    ("state", "closed", "standing"),
    [
        ("waiting", [], "waiting"),
        ("taken", [], "read"),
        ("resolved", [], "closed"),
        ("resolved", [False], "incident"),
        ("waiting", [True, False], "incident"),
        ("resolved", [True, True], "finished"),
    ],
)
def test_how_it_stands_for_its_reporter(state, closed, standing):
    assert rules.standing(state, closed) == standing


@pytest.mark.parametrize(
    ("name", "size", "head", "refusal"),
    [
        ("a.JPG", 100, JPEG, ""),
        ("a.mp4", 100, MP4, ""),
        ("a.jpg", 100, MP4, "kind"),
        ("a.jpg.exe", 100, JPEG, "kind"),
        ("jpg", 100, b"MZ", "kind"),
        ("a.jpg", rules.LARGEST_FILE + 1, JPEG, "size"),
    ],
)
def test_a_file_is_what_its_ending_and_its_bytes_both_say(name, size, head, refusal):
    assert rules.file_refusal(name, size, head, ON) == refusal


def test_only_what_our_own_proxies_saw_counts_as_the_address():
    assert rules.address_seen("10.0.0.1", "1.2.3.4, 5.6.7.8", 0) == "10.0.0.1"
    assert rules.address_seen("10.0.0.1", "1.2.3.4, 5.6.7.8", 1) == "5.6.7.8"
    assert rules.address_seen("10.0.0.1", "", 1) == "10.0.0.1"


def test_the_opening_form_begins_with_what_was_told_and_a_headcode_only_where_it_is_one():
    facts = {
        "what": {"kind": "theft", "text": "My bag is gone"},
        "where": {"place": "leeds", "reading": "Leeds", "train": "1a23"},
        "when": {"when": "at"},
        "you": {"phone": "07700 900123"},
    }
    known = rules.prefill(facts, ON)
    assert (known["place_text"], known["opening_code"], known["headcode"]) == ("Leeds", "THEFTP", "1A23")
    assert known["summary"] == "Something was stolen: My bag is gone"
    facts["where"]["train"] = "the 08:14 to York"
    assert rules.prefill(facts, ON)["headcode"] == ""
