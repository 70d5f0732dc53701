"""What a look-up must say, and what the mapping makes of question and answer. Without a database."""

import json
from dataclasses import replace
from datetime import date

import pytest

from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.pnc import rules
from lineside.gateways.pnc.client import mapping
from lineside.gateways.pnc.protocol import MOST_RECORDS, Mapping
from lineside.gateways.pnc.testing import look_up_facts
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 27)
FACTS = look_up_facts()
TRACE = {"transactionRef": "r1", "outcome": "TRACE", "records": [{"recordId": "90/1A", "label": "VALE", "secret": "x"}]}


def read(**told):
    return mapping().answer(json.dumps({**TRACE, **told}).encode(), "r1")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "company"}, "kind"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"reason": "because"}, "reason"),
        ({"originator": " "}, "originator"),
        ({"name": "x"}, "name"),
        ({"born": "1 Feb"}, "born"),
        ({"born": "1990-02-31"}, "born"),
        ({"kind": "vehicle", "vrm": "!!"}, "vrm"),
        ({"kind": "property", "serial": "1"}, "serial"),
    ],
)
def test_without_purpose_reason_originator_and_something_to_go_by_nothing_is_asked(change, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_look_up(replace(FACTS, **change), ON)
    assert refused.value.field == field


def test_what_is_asked_is_only_what_the_kind_needs():
    assert rules.check_look_up(FACTS, ON) == {"name": "Robin Vale", "born": "1990-02-01"}
    assert rules.check_look_up(replace(FACTS, kind="vehicle", vrm="ab12 cde"), ON) == {"vrm": "AB12CDE"}
    assert rules.check_look_up(replace(FACTS, kind="property", serial=" abc 1 "), ON) == {"serial": "ABC1"}


def test_a_question_carries_our_number_the_purpose_and_the_originator_by_the_databases_names():
    facts = {"ref": "r1", "kind": "vehicle", "purpose": "stolen", "originator": "PC 1", "vrm": "AB12CDE", "reason": "x"}
    assert json.loads(mapping().question(facts)) == {
        "transactionRef": "r1",
        "service": "VEHICLES",
        "reasonCode": "stolen",
        "originator": "PC 1",
        "identifier": "AB12CDE",
    }


def test_of_a_record_only_what_the_mapping_names_is_shown():
    answer = read()
    assert (answer.state, answer.record_ids) == ("matched", ("90/1A",))
    assert answer.records == ((("Record", "90/1A"), ("Name or mark", "VALE")),)


@pytest.mark.parametrize(
    "told",
    [
        {"transactionRef": "another"},
        {"outcome": "PERHAPS"},
        {"records": []},
        {"records": "none"},
        {"records": [1]},
        {"records": [{}] * (MOST_RECORDS + 1)},
    ],
)
def test_an_answer_to_another_question_or_none_at_all_shows_nobodys_record(told):
    with pytest.raises(Unreadable):
        read(**told)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"[" * 100_000, b"\xff"])
def test_what_is_no_answer_is_said_to_be_none(raw):
    with pytest.raises(Unreadable):
        mapping().answer(raw, "r1")


def test_a_mapping_that_says_too_little_is_refused():
    with pytest.raises(Unreadable, match="says nothing of"):
        Mapping({})
    with pytest.raises(Unreadable, match="LINESIDE_PNC_URL"):
        system_of("pnc:4996", "LINESIDE_PNC_URL")


@pytest.mark.parametrize("secret", ["12345/word", "hush/word", "12345[word"])
def test_no_part_of_a_secret_stands_in_what_is_said_of_its_address(secret):
    with pytest.raises(Unreadable) as fault:
        system_of(f"https://user:{secret}@host:4996", "LINESIDE_PNC_URL")
    assert secret[:4] not in str(fault.value)
