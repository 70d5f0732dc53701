"""Texts as callers, drivers, signallers, station staff and officers say or type them, with the truth of each.

`spoken.jsonl` holds a text a line. `want` is the truth, worked out from the public tables named in `source` and from
the exchange format before the reader was run: `first` (any one of these comes first), `all` (each is among the
readings), `ambiguous` (where it is judged), `none` (nothing may be read), `unsure` (nothing, or shown as ambiguous),
`or_none` (may be refused). `at` is a position that must lie within the reading's own accuracy, or within `within`
metres. Rows from share-alike lists carry names and codes, not positions.

Rules were mended by the half `mend`. The half `hold` was only counted meanwhile; at the end 363 of its 371 texts were
right and 4 silently wrong. Then it was opened and those causes mended too, so that today's count of it proves no more
than the other half's.
"""

import json
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lineside.gazetteer.queries import locate
from lineside.gazetteer.rules.mileage import metres_apart

Row = dict[str, Any]
TEXTS: list[Row] = [
    json.loads(line) for line in (Path(__file__).parent / "spoken.jsonl").read_text("utf-8").splitlines()
]
SLACK = 30  # positions in the file are rounded
STATION_ITSELF = 700  # two public lists may place one station so far apart


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", re.sub(r"['.]", "", letters)).split())


def is_there(wanted: Row, reading: Row) -> bool:
    if "lat" not in reading:
        return False
    allowed = wanted.get("within", 0)
    if reading["kind"] not in {"grid", "latlon", "underground"} or "within" not in wanted:
        allowed = max(allowed, reading["accuracy_m"])
    if wanted.get("crs"):
        allowed = max(allowed, STATION_ITSELF)
    lat, lon = wanted["at"]
    return bool(metres_apart((lat, lon), (reading["lat"], reading["lon"])) <= allowed + SLACK)


def fits(wanted: Row, reading: Row) -> bool:
    asked = {
        "kind": lambda kinds: reading["kind"] in kinds,
        "at": lambda _at: is_there(wanted, reading),
        "within": lambda _metres: True,
        "named": lambda name: plain(name) in plain(reading["name"]),
        "pair": lambda pair: sorted([reading.get("from_crs", ""), reading.get("to_crs", "")]) == pair,
        "line": lambda line: str(reading.get("line", "")).casefold() == line.casefold(),
    }
    return all(asked.get(key, lambda value, key=key: reading.get(key) == value)(value) for key, value in wanted.items())


def verdict(want: Row, answer: Row) -> str:
    """`right`, or what is wrong: nothing read, too much shown, or the worst of all, silently wrong."""
    readings, ambiguous = answer["readings"], answer["ambiguous"]
    if want.get("none") or want.get("unsure"):
        shown = ambiguous and bool(readings)
        return "right" if not readings or (shown and want.get("unsure")) else "noise" if shown else "silently wrong"
    if not readings:
        return "right" if want.get("or_none") else "missed"
    firsts, others = want.get("first", []), want.get("all", [])
    after_train = readings[1:3] if readings[0]["kind"] == "train" else []
    good_first = any(fits(each, one) for each in firsts or others for one in [readings[0], *after_train])
    complete = all(any(fits(each, one) for one in readings) for each in others)
    if good_first and complete:
        return "right" if want.get("ambiguous") in {None, ambiguous} else "wrongly ambiguous" if ambiguous else "silent"
    return "among others" if ambiguous else "silently wrong"


def score(half: str) -> tuple[Counter[str], list[str]]:
    told = [(row, verdict(row["want"], locate(row["text"]).as_json())) for row in TEXTS if row["half"] == half]
    return Counter(found for _, found in told), [
        f"{found}: {row['text'][:90]!r}" for row, found in told if found != "right"
    ]


@pytest.mark.parametrize(("half", "least"), [("mend", 0.97), ("hold", 0.95)])
def test_what_people_say_is_read_right_first_time_and_never_silently_wrong(half: str, least: float) -> None:
    found, wrong = score(half)
    assert found["right"] / found.total() >= least, wrong
    assert found["silently wrong"] + found["silent"] == 0, wrong


def test_there_are_over_seven_hundred_texts_each_with_a_source() -> None:
    assert len({row["text"] for row in TEXTS}) == len(TEXTS) > 700
    assert all(row["source"] for row in TEXTS)


def test_a_wrong_reading_is_told_from_a_right_one() -> None:
    leeds = locate("Leeds").as_json()
    york = {"first": [{"kind": ["station"], "crs": "YRK"}], "ambiguous": False}
    assert verdict(york, leeds) == "silently wrong"
    assert verdict({"none": True}, leeds) == "silently wrong"
    assert verdict({"first": [{"kind": ["station"], "crs": "LDS"}], "ambiguous": True}, leeds) == "silent"
    assert verdict(york, locate("qqqq").as_json()) == "missed"


def test_half_of_all_texts_are_read_within_ten_milliseconds() -> None:
    locate("warm ECM1 3m at Leedz")
    took = []
    for row in TEXTS:
        started = time.process_time()
        locate(row["text"])
        took.append(time.process_time() - started)
    assert sorted(took)[len(took) // 2] < 0.010


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "1 ",
        "at ",
        "west ",
        "ECM1 ",
        "between and ",
        "N 5 ",
        "53.1 ",
        "Leeds York ",
        "at Leedz ",
        "1A23 ",
        "(",
        "£",
        "é",
    ],
)
@pytest.mark.parametrize("letters", [4_900, 1_000_000])
def test_a_long_text_is_answered_in_bounded_time(unit: str, letters: int) -> None:
    started = time.process_time()
    answer = locate((unit * letters)[:letters]).as_json()
    assert time.process_time() - started < 3
    assert len(answer["text"]) == letters
