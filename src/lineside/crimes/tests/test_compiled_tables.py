"""The shipped crime tables: what they hold, and that they hold what the published lists hold."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from lineside.kernel.rule_tables import Edition, editions
from lineside.kernel.testing import real_data

DATA = Path(__file__).parents[1] / "data"


def shipped(table: str) -> Edition:
    return editions(DATA / table)[-1]


def published(name: str) -> list[dict[str, str]]:
    path = real_data(f"crime/{name}")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_code_stands_in_several_classes():
    classes = {row["class"] for row in shipped("offences").rows if row["code"] == "008/06"}
    assert classes == {"8N", "8S", "8T"}


def test_the_offence_list_has_its_rows_and_those_that_ceased():
    rows = shipped("offences").rows
    assert len(rows) == 1698
    assert sum(row["current"] == "yes" for row in rows) == 1630
    assert {row["victim_or_state"] for row in rows} == {"V", "S", "S/V"}
    assert all(row["class"] and row["title"] for row in rows)


def test_endangering_railway_passengers_is_in_class_5e():
    assert {row["class"] for row in shipped("offences").rows if row["code"] == "006/01"} == {"5E"}


def test_every_offence_of_the_principal_crime_order_is_on_the_list():
    codes = {row["code"] for row in shipped("offences").rows}
    classes = {row["class"] for row in shipped("offences").rows}
    order = shipped("principal_crime_order").rows
    assert [row["code"] for row in order] == [str(rank) for rank in range(1, 40)]
    for row in order:
        assert row["offence_codes"], row
        assert set(row["offence_codes"].split()) <= codes
        assert set(row["classes"].split()) <= classes


def test_the_order_is_not_a_sort_by_sentence():
    ranks = {row["title"]: int(row["code"]) for row in shipped("principal_crime_order").rows}
    assert ranks["Aggravated burglary"] > ranks["Stalking (Sec 4A) - involving Fear of Violence"]


def test_a_cjs_code_carries_a_title_only_from_the_home_office_list():
    listed = {row["title"] for row in shipped("offences").rows}
    titles = {row["title"] for row in shipped("cjs_codes").rows} - {""}
    assert titles
    assert titles <= listed


def test_outcomes_and_cancellations_are_whole():
    outcomes = [row["code"] for row in shipped("outcomes").rows]
    assert [code for code in outcomes if code.isdigit()] == [str(number) for number in range(1, 25)]
    assert {"1A", "2A", "3A"} < set(outcomes)
    assert [row["code"] for row in shipped("cancellation_codes").rows] == ["C1", "C2", "C3", "C4", "C5"]


def test_every_reason_for_no_crime_cites_its_page_and_says_what_to_write():
    for row in shipped("no_crime_reasons").rows:
        assert row["paragraph"].startswith("CRR 2026/27 p")
        assert row["leads_to"] in {"incident", "crime_related_incident"}
        assert row["asks"]


def test_never_a_reason():
    # Pages 7, 9 and 12: these alone never justify not recording.
    names = " ".join(row["name"].lower() for row in shipped("no_crime_reasons").rows)
    for word in ("prosecute", "solvab", "under 10", "capacity", "refuses details"):
        assert word not in names


def test_every_class_of_the_list_has_its_counting_unit():
    units = shipped("counting_units").by_code
    assert set(units) == {row["class"] for row in shipped("offences").rows}
    assert {row["unit"] for row in units.values()} == {"victim", "offender", "offender_group", "penetration"}


def test_every_code_that_a_counting_table_names_is_on_the_list():
    known = {(row["code"], row["class"]) for row in shipped("offences").rows}
    codes, classes = {code for code, _ in known}, {offence_class for _, offence_class in known}
    assert {(row["code"], row["class"]) for row in shipped("counting_classes").rows} <= known
    changes = (*shipped("counting_changes").rows, *shipped("counting_determined").rows)
    assert {row[end] for row in changes for end in ("code", "becomes")} <= codes | classes
    assert {row["code"] for row in shipped("conduct_order").rows} <= codes
    policy = {row["code"]: row["words"] for row in shipped("counting_policy").rows}
    for name in ("breach_codes", "driving_codes", "mutilation_codes", "school_serious_codes"):
        assert {*policy[name]} <= codes, name
    assert {*policy["school_serious_classes"]} <= classes


def test_every_code_in_several_classes_says_which_it_takes():
    classes: dict[str, set[str]] = {}
    for row in shipped("offences").rows:
        classes.setdefault(row["code"], set()).add(row["class"])
    chosen = {row["code"] for row in shipped("counting_classes").rows}
    assert [code for code, names in classes.items() if len(names) > 1 and code not in {*chosen, "099/99"}] == []


def test_reported_incidents_are_those_of_the_published_list_and_in_force():
    theirs = {
        f"N{row['ho_code']}"
        for row in published("notifiable_reported_incidents_2026-27.csv")
        if row["class"] in {"N100", "N300"}
    }
    assert {row["code"] for row in shipped("reported_incidents").rows} == theirs


def test_scottish_codes_are_those_of_the_catalogue():
    theirs = {
        code
        for row in published("offence_catalogue_2026-27.csv")
        for code in row["sgjd_code"].split("; ")
        if code not in {"", "not verified"}
    }
    assert {row["sgjd"] for row in shipped("sgjd_codes").rows} == theirs


def test_the_offences_are_those_of_the_published_list():
    ours = [(row["code"], row["title"], row["current"] == "yes") for row in shipped("offences").rows]
    theirs = [
        (row["ho_code"], row["offence"], row["current"] == "Y") for row in published("notifiable_offences_2026-27.csv")
    ]
    assert sorted(ours) == sorted(theirs)


def test_the_cjs_codes_and_flags_are_those_published():
    ours = {
        (row["code"], row["classification"], row["notifiable"] == "yes", row["recordable"] == "yes")
        for row in shipped("cjs_codes").rows
    }
    theirs = {
        (row["cjs_code"], row["ho_classification"], row["notifiable_to_ho"] == "1", row["recordable_on_pnc"] == "1")
        for row in published("cjs_offence_codes.csv.gz")
    }
    assert ours == theirs


def test_the_outcomes_and_cancellations_are_those_published():
    assert {(row["code"], row["name"]) for row in shipped("outcomes").rows} == {
        (row["outcome_type"], row["label_hocr_april_2026"]) for row in published("ho_outcome_types.csv")
    }
    assert {(row["code"], row["meaning"]) for row in shipped("cancellation_codes").rows} == {
        (row["code"], row["meaning"]) for row in published("hocr_cancellation_codes.csv")
    }


def test_no_published_list_is_copied_as_it_stands():
    for name in ("notifiable_offences_2026-27.csv", "ho_outcome_types.csv", "hocr_principal_crime_lookup.csv"):
        whole = real_data(f"crime/{name}").read_text("utf-8")
        assert all(path.read_text("utf-8") != whole for path in DATA.rglob("*.csv"))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("inbound_flight", "international flights arriving"),
        ("scotland_ireland", "Scotland or Northern Ireland"),
        ("dangerous_driving", "802"),
        ("no_cost_damage", "no cost"),
        ("reporter_impaired", "drunk"),
        ("already_recorded", "finished incident"),
        ("schools_protocol", "schools protocol"),
        ("serious_injury_driving", "serious injury"),
    ],
)
def test_the_page_that_a_reason_cites_speaks_of_it(reason, words):
    rules = real_data("crime/hocr/crime-recording-rules-2026_27-April-v2.txt.gz")
    pages = gzip.decompress(rules.read_bytes()).decode("utf-8", "replace").split("\f")
    cited = re.search(r"pp? (\d+)|p(\d+)", shipped("no_crime_reasons").by_code[reason]["paragraph"])
    assert cited
    page = " ".join(pages[int(cited[1] or cited[2]) - 1].lower().split())
    assert words.lower() in page
