"""Answers of a location source through the mapping file: what they mean, and what cannot be read."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from lineside.gateways.eisec import peer
from lineside.gateways.eisec.peer import by_digit, found
from lineside.gateways.eisec.positions import fix_in
from lineside.gateways.eisec.protocol import Lines, Mapping, Unreadable, line, source_of
from lineside.gateways.eisec.run import mapping
from lineside.kernel.keys import uuid7

AT = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)
CALL = uuid7()


def fix_of(facts):
    return fix_in(mapping().answer(line(ref="r", **facts)), CALL, "+447700900123", AT)


def test_a_cell_is_a_position_with_its_uncertainty():
    fix = fix_of(found("CELL", 53.8, -1.55, 1500))
    assert (fix.way, fix.source, fix.lat, fix.lon, fix.uncertainty_m, fix.confidence_pct) == (
        "EISEC", "CELL", 53.8, -1.55, 1500, 67,
    )  # fmt: skip
    assert fix.warnings == ()


@pytest.mark.parametrize(("digit", "warning"), [("6", "voip"), ("7", "switchboard")])
def test_a_registered_address_comes_with_its_warning(digit, warning):
    fix = fix_of(by_digit(digit, 1))
    assert fix.warnings == (warning,)
    assert fix.address["postcode"] == "LS1 0AA"


def test_the_same_position_told_again_is_the_same_and_another_is_not():
    told = found("AML", 53.8, -1.55, 12)
    assert fix_of(told).key == fix_of(told).key
    assert fix_of(told).key != fix_of({**told, "positionTime": "2026-11-26T20:59:00+00:00"}).key


@pytest.mark.parametrize(
    "raw",
    [
        b"no json",
        b"[" * 60_000,
        b"[]",
        b'{"ref":"r"}',
        b'{"ref":7,"result":"FOUND"}',
        b'{"ref":"r","result":"SEEN"}',
        b'{"ref":"r","result":"FOUND","source":"GUESS"}',
        b"\xff\x00",
    ],
)
def test_what_the_mapping_file_does_not_know_is_said_to_be_unreadable(raw):
    with pytest.raises(Unreadable):
        mapping().answer(raw)


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": {"centre": {"lat": "53", "lon": -1}}},
        {"area": {"centre": {"lat": True, "lon": -1}}},
        {"area": {"centre": {"lat": 1e300, "lon": -1}}},
        {"area": {"centre": {"lat": float("nan"), "lon": -1}}, "positionTime": "yesterday"},
    ],
)
def test_what_is_no_position_is_said_to_be_unreadable(wrong):
    with pytest.raises(Unreadable):
        fix_of({"result": "FOUND", "source": "CELL", **wrong})


def test_lines_are_cut_however_they_come_and_one_without_an_end_is_given_up():
    lines = Lines()
    assert [*lines.feed(b'{"a"'), *lines.feed(b":1}\n\n{}\n{")] == [b'{"a":1}', b"{}"]
    with pytest.raises(Unreadable, match="does not end"):
        list(lines.feed(b"x" * 70_000))


def test_another_sources_names_need_another_mapping_file_alone(tmp_path):
    rows = {"ref": "id", "result": "r", "source": "s", "lat": "y", "lon": "x"}
    heads = 'source="x"\nin_force_from="2026-01-01"\n'
    text = "".join(f'[[row]]\ncode="field.{code}"\nwire="{wire}"\n' for code, wire in rows.items())
    words = '[[row]]\ncode="result.found"\nwire="1"\n[[row]]\ncode="source.CELL"\nwire="C"\n'
    (tmp_path / "theirs.toml").write_text(heads + text + words)
    answer = mapping(str(tmp_path / "theirs.toml")).answer(
        json.dumps({"id": "a", "r": 1, "s": "C", "y": 1, "x": 2}).encode()
    )
    assert fix_in(answer, CALL, "", AT).lat == 1
    with pytest.raises(Unreadable, match="says nothing of"):
        Mapping({"field.ref": "id"})


@pytest.mark.parametrize("url", ["http://a:1", "eisec://", "eisec://host"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(Unreadable):
        source_of(url)


@pytest.mark.parametrize("secret", ["12345/word", "12345?word", "12345#word", "12345[word", "12345\u2100word"])
def test_no_part_of_a_secret_stands_in_what_is_said_of_its_address(secret):
    with pytest.raises(Unreadable) as fault:
        source_of(f"eisec://user:{secret}@host:{secret}")
    assert "12345" not in str(fault.value)
    assert source_of("eisec://user:a%2Fb@host:1").secret == "a/b"


def test_the_peer_is_a_process_of_its_own():
    with subprocess.Popen([sys.executable, "-m", peer.__name__, "--port", "0"], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"ready ")
        process.terminate()
