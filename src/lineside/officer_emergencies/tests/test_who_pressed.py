"""Whose press it is: of a unit, a radio or a person, and never lost in another's."""

import pytest

from lineside.dispatch.testing import make_unit
from lineside.officer_emergencies.commands import Pressed, raise_emergency
from lineside.officer_emergencies.testing import RADIO, make_emergency

pytestmark = pytest.mark.django_db


def test_two_officers_with_neither_unit_nor_radio_are_two_emergencies_by_their_names():
    first, second = (
        raise_emergency(actor=RADIO, source="unit", pressed=Pressed(holder=name)) for name in ("PC Hale", "PC Shah")
    )
    assert first.id != second.id
    assert second.incident.summary == "OFFICER EMERGENCY: PC Shah"
    assert raise_emergency(actor=RADIO, source="unit", pressed=Pressed(holder="PC Shah")).id == second.id


def test_a_key_that_another_radio_had_before_loses_no_press():
    first, second = (
        raise_emergency(actor=RADIO, source="status", press_key="000118", pressed=Pressed(issi=issi))
        for issi in ("6401234", "6401235")
    )
    assert (first.issi, second.issi) == ("6401234", "6401235")
    long = "k" * 199
    presses = [make_emergency(unit_id=make_unit(sign).id, press_key=f"{long}1").id for sign in ("BX31", "BX32")]
    assert len({*presses, first.id, second.id}) == 4
