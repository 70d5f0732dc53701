"""The race for one unit: however many desks send it in the same instant, it goes once and the others are told where."""

import sys
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from lineside.dispatch.commands import assign_unit
from lineside.dispatch.models import Deployment, Unit
from lineside.dispatch.testing import CONTROLLER
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken

ROUNDS = 1000


def many_units(count):
    """Units for a thousand rounds in one statement: booking each on would take longer than the race."""
    units = [Unit(call_sign=f"R{number}", state=2, state_at=now()) for number in range(count)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Unit.objects.bulk_create(units)
    return units


class Desk(Thread):
    """One desk, with its own connection to the database and its own incident, that sends every unit of the race."""

    def __init__(self, units, start_together):
        super().__init__()
        self.incident, self.units, self.start_together = make_incident(), units, start_together
        self.won, self.told, self.rounds = [], [], 0

    def run(self):
        try:
            for unit in self.units:
                self.start_together.wait()
                self.send(unit)
                self.rounds += 1
        finally:
            connection.close()
            if self.rounds < len(self.units):
                self.start_together.abort()  # nobody waits for a desk that broke

    def send(self, unit):
        try:
            assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=self.incident.id)
            self.won.append(unit.id)
        except RuleBroken as refusal:
            self.told.append((unit.call_sign, refusal.sentence))


@pytest.fixture
def _quick_turns():
    """Desks take turns in this process more often than Python would let them: the wait is for each other."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("_quick_turns")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("desks", [2, 8])
def test_a_thousand_times_one_desk_wins_and_every_other_is_told_in_a_sentence(desks):
    units = many_units(ROUNDS)
    start_together = Barrier(desks)
    race = [Desk(units, start_together) for _ in range(desks)]
    for desk in race:
        desk.start()
    for desk in race:
        desk.join()

    assert [desk.rounds for desk in race] == [ROUNDS] * desks
    where = {unit_id: desk.incident.reference for desk in race for unit_id in desk.won}
    assert sum(len(desk.won) for desk in race) == len(where) == ROUNDS
    said = {unit.call_sign: f"{unit} is assigned to {where[unit.id]}; clear it there first." for unit in units}
    told = [each for desk in race for each in desk.told]
    assert len(told) == ROUNDS * (desks - 1)
    assert [(sign, sentence) for sign, sentence in told if sentence != said[sign]] == []
    assert Deployment.objects.filter(cleared_at=None).count() == ROUNDS
    assert all(len(desk.won) < ROUNDS for desk in race)  # a race in which one desk always wins is none
