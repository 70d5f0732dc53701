"""The steps one by one: what is asked again, what stays, and the order of time."""

from datetime import timedelta

import pytest

from lineside.gateways.web.forms import STEPS, WhenStep, WhereStep, YouStep
from lineside.kernel.clock import UK, now


def refusals(form):
    return {name: str(errors[0]) for name, errors in form.errors.items()}


def test_a_known_place_is_read_and_an_unknown_one_is_asked_about_once():
    form = WhereStep({"place": "kgx p9"})
    assert form.is_valid()
    assert "King" in form.cleaned_data["reading"]
    strange = WhereStep({"place": "zzqx"})
    assert "do not know this place" in refusals(strange)["place"]
    assert WhereStep({"place": "zzqx", "seen": "zzqx"}).is_valid()


def test_a_reading_is_only_taken_from_those_that_the_place_has():
    form = WhereStep({"place": "Leeds", "reading": "York"})
    assert form.is_valid()
    assert form.cleaned_data["reading"] == "Leeds"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"when": ""}, "when"),
        ({"when": "at"}, "from_day"),
        ({"when": "at", "from_day": "2026-13-01"}, "from_day"),
        ({"when": "at", "from_day": "2026-11-01", "from_time": "25:00"}, "from_time"),
        ({"when": "between", "from_day": "2026-11-02", "to_day": "2026-11-01"}, "to_day"),
    ],
)
def test_a_time_that_cannot_be_is_asked_for_again(facts, field):
    assert field in refusals(WhenStep(facts))


def test_a_time_to_come_is_asked_for_again():
    later = now().astimezone(UK) + timedelta(days=2)
    assert "future" in refusals(WhenStep({"when": "at", "from_day": f"{later:%Y-%m-%d}"}))["from_day"]


def test_times_that_are_not_asked_for_are_not_kept():
    form = WhenStep({"when": "now", "from_day": "nonsense"})
    assert form.is_valid()
    assert form.cleaned_data["from_day"] == ""


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"how": "phone"}, "phone"), ({"how": "email"}, "email"), ({"how": "none", "phone": "abc"}, "phone")],
)
def test_a_way_to_be_reached_needs_what_it_goes_to(facts, field):
    assert field in refusals(YouStep(facts))


def test_nobody_has_to_give_a_name():
    assert YouStep({"how": "none"}).is_valid()


def test_every_step_has_a_title_and_every_field_a_label():
    assert all(str(kind.title) for kind in STEPS.values())
    assert all(str(field.label) for kind in STEPS.values() for field in kind())
