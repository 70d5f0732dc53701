"""One frame that nobody can keep costs itself, and neither the frames beside it nor the feed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lineside.contacts.models import DeadLetter
from lineside.gateways.rail_feeds import inbound
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.trains.commands import READERS
from lineside.trains.models import Said, Train
from lineside.trains.testing import activation, darwin, darwin_schedule

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_nine(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    with clock(BEGINS + timedelta(minutes=12)):
        yield


@pytest.mark.parametrize("toc", ["\ud800x", "\x00x", "\\u0000"])
def test_letters_that_no_database_keeps_cost_only_themselves(toc):
    told = activation(BEGINS)
    told["body"]["toc_id"] = toc
    assert inbound.take_in("trust", [json.dumps([told]).encode()], now()) == 1
    assert Train.objects.count() == 1


def test_a_backslash_in_a_station_message_is_words():
    inside = r'<OW id="7"><Station crs="KGX"/><Msg>Lift out \u0000</Msg></OW>'
    assert inbound.take_in("darwin", [darwin(BEGINS, inside)], now()) == 1
    assert Said.objects.get(who="M").facts["text"] == r"Lift out \u0000"


def test_a_length_in_digits_of_another_script_is_no_length():
    place = '<Location tpl="PBRO" wta="09:48"><arr et="09:50"/><length>\u00b2</length></Location>'
    part = f'<TS rid="202611271234567" uid="W10001" ssd="2026-11-27">{place}</TS>'
    (told,) = READERS["darwin"](darwin(BEGINS, part)).told
    assert "coaches" not in told.facts


def test_a_frame_that_trips_us_is_put_before_a_person_and_those_beside_it_are_taken_in(monkeypatch):
    def read(raw):
        if raw == b"trips":
            raise KeyError("a fault of ours")
        return READERS["darwin"](raw)

    monkeypatch.setattr(inbound, "READERS", {"darwin": read})
    bodies = [b"trips", darwin_schedule(BEGINS)]
    assert inbound.take_in("darwin", bodies, now()) == 1
    assert Train.objects.count() == 1
    assert "KeyError" in DeadLetter.objects.get().why
