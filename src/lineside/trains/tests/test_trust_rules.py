"""TRUST's messages are read as their samples and schemas say; what is malformed is named."""

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from referencing import Registry, Resource

from lineside.kernel.testing import real_data
from lineside.trains.rules.telling import Unreadable
from lineside.trains.rules.trust import day_of_running, read_message, read_trust
from lineside.trains.testing import activation, movement, trust, wall_ms

SUMMER, WINTER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC), datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
KINDS = {
    "activation": "0001",
    "cancellation": "0002",
    "movement": "0003",
    "reinstatement": "0005",
    "change-of-origin": "0006",
    "change-of-identity": "0007",
    "change-of-location": "0008",
}


def read_one(message):
    told = read_message(message)
    assert told
    return told


def shared():
    whole = real_data("protocol/trust_json_samples_and_schemas.tar.gz").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(whole)) as archive:
        files = [member for member in archive if member.isfile()]
        return {each.name.rpartition("/")[2]: json.loads(content_of(archive, each)) for each in files}


def content_of(archive, member):
    found = archive.extractfile(member)
    assert found
    return found.read()


def validator(files, kind):
    found = [(name, Resource.from_contents(body)) for name, body in files.items() if name.endswith(".schema.json")]
    return Draft7Validator(files[f"network-rail-trust-{kind}.schema.json"], registry=Registry().with_resources(found))


@pytest.mark.parametrize("kind", KINDS)
def test_each_shared_sample_keeps_its_schema_and_is_read(kind):
    files = shared()
    sample = files[f"{kind}_0.json"]
    assert not list(validator(files, kind).iter_errors(sample))
    read = read_trust(json.dumps([sample]).encode())
    assert not read.bad
    assert read.told[0].who.startswith(f"T{sample['body']['train_id']}/201711")


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_without_its_train_breaks_the_schema_and_is_a_dead_letter(kind):
    files = shared()
    sample = files[f"{kind}_0.json"]
    del sample["body"]["train_id"]
    assert list(validator(files, kind).iter_errors(sample))
    assert [bad.why for bad in read_trust(json.dumps([sample]).encode()).bad] == [
        "Its train_id is no identity of TRUST."
    ]


def test_the_movement_of_the_samples_says_what_it_says():
    told = read_trust(json.dumps(shared()["movement_0.json"]).encode()).told[0]
    assert told.facts["stanox"] == "52701"
    assert told.facts["at"] == "2017-11-24T11:57:00+00:00"
    assert (told.facts["next"], told.facts["next_min"]) == ("52226", 9)


def test_in_summer_times_of_the_railway_are_the_clock_on_the_wall_and_the_queue_s_is_not():
    told = read_one(movement(SUMMER, 0))
    assert told.facts["at"] == SUMMER.isoformat()
    assert wall_ms(SUMMER) != str(int(SUMMER.timestamp() * 1000))
    assert told.said_at > SUMMER


def test_in_winter_both_are_alike():
    assert read_one(movement(WINTER, 0)).facts["at"] == WINTER.isoformat()


def test_an_activation_names_the_schedule_and_the_day():
    told = read_one(activation(WINTER))
    assert (told.slot, told.uid, told.facts["headcode"]) == ("called", "W10001", "1A23")
    assert told.who == "T541A23MC27/20261127"


def test_an_unidentified_train_is_of_no_train():
    read = read_trust(json.dumps([trust("0004", WINTER), activation(WINTER)]).encode())
    assert (len(read.told), read.others, read.bad) == (1, 1, ())


@pytest.mark.parametrize(
    ("number", "near", "day"),
    [("27", "2026-11-27", "2026-11-27"), ("31", "2026-12-01", "2026-10-31"), ("01", "2026-11-30", "2026-12-01")],
)
def test_the_day_of_an_identity_is_the_nearest_of_its_number(number, near, day):
    moment = datetime.fromisoformat(f"{near}T23:00:00+00:00")
    assert day_of_running(f"541A23MC{number}", moment).isoformat() == day


def test_one_bad_message_costs_the_others_nothing():
    wrong = movement(WINTER, 1)
    wrong["body"]["loc_stanox"] = "<script>"
    read = read_trust(json.dumps([movement(WINTER, 0), wrong, movement(WINTER, 2)]).encode())
    assert len(read.told) == 2
    assert [bad.why for bad in read.bad] == ["Its loc_stanox is no STANOX of five digits."]


def test_a_report_from_the_future_is_refused():
    ahead = movement(WINTER, 0)
    ahead["header"]["msg_queue_timestamp"] = str(int(WINTER.timestamp() * 1000) - 3_600_000)
    with pytest.raises(Unreadable, match="lies ahead"):
        read_message(ahead)


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b'{"header":{}}', b"[" * 100_000, b"\xff\xfe", b'[{"header":NaN}]'])
def test_rubbish_is_a_dead_letter_and_no_fault(raw):
    assert read_trust(raw).bad


def test_what_is_too_long_is_refused_unread():
    assert "longer" in read_trust(b" " * 1_000_001).bad[0].why


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_json_is_a_fault(whole):
    read = read_trust(json.dumps(whole).encode())
    assert read.bad or not read.told


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(KINDS.values())),
    st.dictionaries(
        st.sampled_from(
            [
                "train_id",
                "loc_stanox",
                "actual_timestamp",
                "event_type",
                "train_uid",
                "dep_timestamp",
                "tp_origin_timestamp",
            ]
        ),
        st.text(max_size=20) | st.integers() | st.none(),
    ),
)
def test_no_body_is_a_fault(kind, body):
    read_trust(json.dumps([trust(kind, WINTER, **body)]).encode())
