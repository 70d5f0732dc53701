"""What holds of every report that is counted: no order of acts matters, no victim is lost, nothing is counted twice."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.crimes.rules import DATA
from lineside.crimes.rules.counting import count_report, parse
from lineside.crimes.tests.test_counting import CASES, report_of
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

REPORTED = datetime(2026, 5, 4, 9, 15, tzinfo=UTC)
PEOPLE, SUSPECTS = ("V1", "V2", "V3"), ("S1", "S2", "S3")
# One for each victim, and none of them takes in another victim's.
OF_VICTIMS = (
    "105/01",
    "008/06",
    "008/01",
    "049/10",
    "039/00",
    "149/00",
    "195/94",
    "195/12",
    "008/72",
    "003/01",
    "028/03",
)
OTHERS = ("034/01", "088/09", "019/08", "036/06", "005/28", "169/01", "066/01", "092/50", "008/26", "033/00", "008/31")


@st.composite
def acts(draw: st.DrawFn, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    found = []
    for place in range(draw(st.integers(1, 7))):
        act: dict[str, Any] = {
            "id": f"a{place}",
            "offence": draw(st.sampled_from(codes)),
            "victim": draw(st.sampled_from(PEOPLE)),
            "suspects": draw(st.lists(st.sampled_from(SUSPECTS), unique=True, max_size=2)),
            "at": (REPORTED - timedelta(hours=draw(st.integers(-2, 400)))).isoformat(),
        }
        if draw(st.booleans()):
            act["value_pounds"] = draw(st.integers(1, 9000))
        found.append(act)
    return found


def report(told: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "reported_at": REPORTED.isoformat(),
        "people": [{"id": name, "confirms": True} for name in PEOPLE],
        "suspects": [{"id": name} for name in SUSPECTS],
        "acts": told,
        **more,
    }


@given(acts(OF_VICTIMS + OTHERS), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_acts_does_not_matter(told, shuffle):
    found = count_report(report(told))
    mixed = list(told)
    shuffle.shuffle(mixed)
    assert count_report(report(mixed)) == found


@given(acts(OF_VICTIMS), acts(OF_VICTIMS))
@settings(max_examples=150, deadline=None)
def test_an_act_more_never_loses_a_victim(told, more):
    extra = more[0] | {"id": "z"}
    before = {crime["victim"] for crime in count_report(report(told))["crimes"]}
    after = {crime["victim"] for crime in count_report(report([*told, extra]))["crimes"]}
    assert before <= after


@given(acts(OF_VICTIMS + OTHERS))
@settings(max_examples=150, deadline=None)
def test_every_act_is_in_a_crime_or_said_not_to_be(told):
    found = count_report(report(told))
    principal = {act for crime in found["crimes"] for act in crime["acts"]}
    left = [each["act"] for each in found["not_counted"]]
    assert principal | {*left} == {act["id"] for act in told}
    assert len(left) == len({*left})
    assert all(each["rule"] for each in (*found["not_counted"], *found["findings"]))


@given(acts(OF_VICTIMS + OTHERS))
@settings(max_examples=100, deadline=None)
def test_counting_twice_changes_nothing(told):
    given_once = report(told)
    kept = json.dumps(given_once)
    assert count_report(given_once) == count_report(given_once)
    assert json.dumps(given_once) == kept


@given(acts(("195/94", "195/12", "008/65")))
@settings(max_examples=100, deadline=None)
def test_conduct_that_is_already_recorded_is_added_and_not_counted_again(told):
    once = count_report(report(told))
    earlier = [
        {"ref": f"{place:09}", "offence": crime["offence"], "victim": crime["victim"], "suspects": crime["suspects"],
         "last_incident_at": REPORTED.isoformat()}
        for place, crime in enumerate(once["crimes"])
    ]  # fmt: skip
    again = count_report(report(told, earlier_crimes=earlier))
    assert again["decision"] == "add_to_earlier"
    assert {crime["adds_to"] for crime in again["crimes"]} <= {crime["ref"] for crime in earlier}


KEYS = st.sampled_from(("reported_at", "people", "acts", "id", "offence", "place", "suspects", "victim", "x"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_whatever_is_no_report_is_refused_in_one_sentence(anything):
    sentence = refusal_of(anything)
    assert sentence is None or (sentence.endswith(".") and "\n" not in sentence)


def refusal_of(anything: Any) -> str | None:
    try:
        count_report(anything)
    except RuleBroken as refused:
        return refused.sentence
    return None


GOOD = report([{"id": "a1", "offence": "105/01", "victim": "V1", "suspects": ["S1"]}])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, ["colour", "keys known"]),
        ({"reported_at": "yesterday"}, ["reported_at", "RFC 3339"]),
        ({"reported_at": "2026-05-04T10:00:00"}, ["reported_at", "offset"]),
        ({"reported_at": "20260504T100000+0100"}, ["reported_at", "RFC 3339"]),
        ({"reported_at": "9999-12-31T23:59:00Z"}, ["reported_at", "RFC 3339"]),
        ({"jurisdiction": "wales"}, ["jurisdiction", "england_wales"]),
        ({"people": {}}, ["people", "not a list"]),
        ({"people": [{"id": "V1"}, {"id": "V1"}]}, ["V1", "twice"]),
        ({"people": [{"id": "V1", "age": -1}]}, ["people[0].age"]),
        ({"people": [{"id": "V1", "shoe": 9}]}, ["people[0].shoe"]),
        ({"people": [{}]}, ["people[0].id", "missing"]),
        ({"place": {"where": "York"}}, ["place.where"]),
        ({"acts": [{"id": "a1"}]}, ["acts[0]", "offence"]),
        ({"acts": [{"id": "a1", "offence": "999/99"}]}, ["999/99"]),
        ({"acts": [{"id": "a1", "class": "8Z"}]}, ["8Z"]),
        ({"acts": [{"id": "a1", "offence": "105/01", "class": "8N"}]}, ["105/01", "8N", "105A"]),
        ({"acts": [{"id": "a1", "offence": "105/01", "victim": "NOBODY"}]}, ["NOBODY"]),
        ({"acts": [{"id": "a1", "offence": "105/01", "suspects": ["NOBODY"]}]}, ["NOBODY"]),
        ({"acts": [{"id": "a1", "offence": "105/01", "value_pounds": True}]}, ["value_pounds"]),
        ({"earlier_crimes": [{"ref": "1"}]}, ["earlier_crimes[0]", "no offence and no class"]),
        ({"earlier_crimes": [{"offence": "195/12"}]}, ["earlier_crimes[0].ref", "missing"]),
        ({"earlier_crimes": [{"ref": "1", "offence": "195/12"}] * 2}, ["ref 1", "twice"]),
        ({"earlier_crimes": [{"ref": "1", "offence": "999/98"}]}, ["Earlier crime 1", "999/98"]),
        ({"earlier_crimes": [{"ref": "1", "class": "8Z"}]}, ["Earlier crime 1", "8Z"]),
        ({"earlier_crimes": None}, ["earlier_crimes", "null", "not a list"]),
        ({"reported_at": None}, ["reported_at", "null"]),
        ({"reported_as": "a_rumour"}, ["reported_as"]),
        ({"reported_at": "2024-05-04T10:00:00Z"}, ["2024-05-04", "in force"]),
        ({"reported_at": "2026-03-31T23:59:59+01:00"}, ["2026-03-31", "in force"]),
    ],
)
def test_a_fault_of_a_report_is_named(change, words):
    with pytest.raises(RuleBroken) as refused:
        count_report({**GOOD, **change})
    assert [word for word in words if word not in refused.value.sentence] == []


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 200_000, b'{"a":1,"a":2}', b"NaN", b"1" * 5000])
def test_what_is_no_json_is_refused_in_one_sentence(text):
    with pytest.raises(RuleBroken) as refused:
        parse(text)
    assert refused.value.sentence.endswith(".")


def test_an_edition_is_in_force_from_the_first_moment_of_its_day_by_the_clock_in_the_uk():
    assert count_report({**GOOD, "reported_at": "2026-03-31T23:00:00Z"})["decision"] == "record"
    assert count_report({**GOOD, "reported_at": "2026-04-01T00:00:00+01:00"})["decision"] == "record"


def test_lists_that_are_empty_are_a_report_of_nothing():
    nothing: dict[str, Any] = {"people": [], "suspects": [], "acts": [], "earlier_crimes": []}
    found = count_report({"reported_at": GOOD["reported_at"], **nothing})
    assert (found["decision"], found["crimes"], found["not_counted"]) == ("incident_only", [], [])
    assert found == count_report({"reported_at": GOOD["reported_at"]})


@given(acts(OF_VICTIMS + OTHERS))
@settings(max_examples=100, deadline=None)
def test_what_an_act_is_called_decides_nothing_about_the_crimes(told):
    other = [act | {"id": f"z{len(told) - place}"} for place, act in enumerate(told)]
    assert kinds(count_report(report(other))) == kinds(count_report(report(told)))


def kinds(found: dict[str, Any]) -> list[tuple[str, ...]]:
    return [(crime["class"], crime["offence"], crime["victim"], *crime["suspects"]) for crime in found["crimes"]]


def test_an_empty_file_is_said_to_be_empty():
    with pytest.raises(RuleBroken, match="This is empty"):
        parse(b" \n")


def test_a_mark_of_the_byte_order_is_passed_over():
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_a_time_that_is_null_is_one_that_was_not_told():
    untimed = {**GOOD["acts"][0], "at": None, "from": None, "to": None}
    timeless = {key: value for key, value in untimed.items() if key not in {"at", "from", "to"}}
    assert count_report({**GOOD, "acts": [untimed]}) == count_report({**GOOD, "acts": [timeless]})


def test_a_natural_death_is_recorded_where_it_is_told_by_its_code():
    coded = {**GOOD, "acts": [{"id": "a1", "offence": "300/07"}]}
    assert count_report(coded)["reported_incident_codes"] == ["N300/07"]
    assert count_report({**GOOD, "acts": [], "reported_as": "natural_causes"})["reported_incident_codes"] == []


def test_the_force_is_known_in_capitals():
    assert count_report({**GOOD, "place": {"police_area": "BTP"}}) == count_report(GOOD)


def test_the_offset_that_was_told_is_kept():
    told = {**GOOD, "reported_at": "2026-05-04T10:15:00+01:00"}
    assert count_report(told)["record_by"] == "2026-05-05T10:15:00+01:00"


def test_every_case_says_the_rule_of_everything_it_decides():
    for case in CASES:
        found = count_report(report_of(case))
        rules = [each["rule"] for each in (*found["not_counted"], *found["findings"])]
        assert all(rule.startswith(("CRR 2026/27 p", "SCRS p")) for rule in rules), case["says"]


LADDER = [row["offence_codes"].split()[0] for row in in_force(DATA / "principal_crime_order", date(2026, 5, 4)).rows]
CONDUCT = {row["code"] for row in in_force(DATA / "conduct_order", date(2026, 5, 4)).rows}
# CRR p57 goes before the look-up table: aggravated harassment before strangling, and no conduct before these.
EXCEPTIONS = {("008/77", "008/56")}


def principal(*codes: str) -> str:
    told = [
        {"id": f"a{place}", "offence": code, "victim": "V1", "suspects": ["S1"]} for place, code in enumerate(codes)
    ]
    [crime] = count_report(report(told))["crimes"]
    return str(crime["offence"])


@pytest.mark.parametrize("graver", LADDER)
def test_the_look_up_table_of_page_14_orders_every_pair(graver):
    wrong = [
        (graver, lesser, found)
        for lesser in LADDER[LADDER.index(graver) + 1 :]
        if (graver, lesser) not in EXCEPTIONS and (found := principal(graver, lesser)) != graver
    ]
    assert wrong == []


@pytest.mark.parametrize("conduct", sorted(CONDUCT))
def test_whichever_is_principal_the_other_acts_make_no_difference_to_the_pair(conduct):
    for other in LADDER:
        if other != conduct:
            assert principal(conduct, other) == principal(other, conduct)
