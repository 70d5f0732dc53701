"""The HR system keeps the contract of a port."""

from contextlib import contextmanager
from itertools import count

import pytest

from lineside.exchanges.rules import system_of
from lineside.gateways.hr import client as gateway
from lineside.gateways.hr.peer import HrSystem
from lineside.gateways.hr.run import mapping
from lineside.gateways.tests.ports import PortContract
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.sickness.models import Notice
from lineside.sickness.rules import LONGEST_WAIT
from lineside.sickness.testing import make_absence


class HrPort:
    part = gateway.PART

    def __init__(self, system):
        self.system, self.turns = system, count(1)
        self.client = gateway.Client(system_of(system.url, "LINESIDE_HR_URL"), mapping())

    def ask(self):
        make_absence()

    def ask_refused(self):
        make_absence("C1049")

    def turn(self):
        """Each as much later as a notice that failed waits at most."""
        with clock(now() + LONGEST_WAIT * next(self.turns)):
            while self.client.deliver_one():
                pass
        self.client._alive_at = float("-inf")
        self.client._beat()

    def done(self):
        assert set(self.system.came.values()) <= {1}
        return len(self.system.kept)

    def seen(self):
        return Notice.objects.filter(state="dead").count()

    @contextmanager
    def away(self):
        self.system.mood = "away"
        yield
        self.system.mood = "well"


class TestTheHrSystemKeepsTheContract(PortContract):
    @pytest.fixture
    def port(self):
        system = HrSystem()
        system.start()
        made = HrPort(system)
        yield made
        made.client.exchange.close()
        system.stop()
