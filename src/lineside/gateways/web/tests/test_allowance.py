"""Who sends without end is slowed down, and does not take what is kept for the others."""

from datetime import timedelta

import pytest

from lineside.gateways.web import allowance
from lineside.gateways.web.allowance import Busy, Limit, Places, spend
from lineside.gateways.web.peer import ANSWERS
from lineside.kernel.clock import now
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db(transaction=True)


def spent(*addresses):
    """How many of these may send."""
    count = 0
    for address in addresses:
        try:
            spend(address)
        except Busy:
            continue
        count += 1
    return count


def test_a_flood_from_some_addresses_leaves_a_part_to_those_who_sent_nothing_lately(monkeypatch):
    monkeypatch.setattr(allowance, "EVERYBODY", Limit(most=10, every=60, kept=4))
    flood = [f"192.0.2.{number % 3}" for number in range(30)]
    with clock(now()):
        assert spent(*flood) == 6
        assert spent("198.51.100.1") == 1
        assert spent("198.51.100.1") == 0
    with clock(now() + timedelta(minutes=61)):
        assert spent(*flood[:3]) == 3


def test_reading_places_has_a_limit_of_its_own_and_what_was_typed_stays(browser, monkeypatch):
    monkeypatch.setattr("lineside.gateways.web.views.places", Places())
    monkeypatch.setattr(allowance, "PLACES", Limit(most=2, every=600))
    filled = browser.fill(ANSWERS)
    facts = {"csrfmiddlewaretoken": filled.mark, "draft": filled.draft, "step": "where", "place": "Leeds", "go": "next"}
    assert browser.client.post("/report/", data=facts).status_code == 200
    answer = browser.client.post("/report/", data=facts)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert 'value="Leeds"' in answer.text
    monkeypatch.setattr(allowance, "PLACES", Limit(most=2, every=0.001))
    assert browser.client.post("/report/", data=facts).status_code == 200


def test_readings_of_places_are_kept_for_those_who_asked_nothing_lately_too(monkeypatch):
    monkeypatch.setattr(allowance, "ALL_PLACES", Limit(most=4, every=600, kept=2))
    places = Places()
    for _ in range(2):
        places.spend("192.0.2.1")
    with pytest.raises(Busy):
        places.spend("192.0.2.1")
    places.spend("198.51.100.1")


def test_a_page_without_its_mark_costs_no_reading_of_a_place(browser, monkeypatch):
    monkeypatch.setattr("lineside.gateways.web.forms.gazetteer.locate", None)
    answer = browser.client.post("/report/", data={"step": "where", "place": "Leeds", "go": "next"})
    assert (answer.status_code, 'value="Leeds"' in answer.text) == (403, True)
