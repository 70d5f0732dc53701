"""The radio system keeps the contract of a port."""

from contextlib import contextmanager

import pytest

from lineside.exchanges.rules import system_of
from lineside.gateways.radio import client as gateway
from lineside.gateways.radio.peer import RadioSystem
from lineside.gateways.radio.run import mapping
from lineside.gateways.tests.ports import PortContract
from lineside.radios.models import RadioOrder
from lineside.radios.testing import make_approved, make_lost_radio


class RadioPort:
    part = gateway.PART

    def __init__(self, system):
        self.system = system
        self.client = gateway.Client(system_of(system.url, "LINESIDE_RADIO_URL"), mapping())

    def ask(self):
        make_approved(make_lost_radio("7301234"))

    def ask_refused(self):
        make_approved(make_lost_radio("7301239"))

    def turn(self):
        self.client.look()
        self.client._alive_at = float("-inf")
        self.client._beat()

    def done(self):
        return self.system.carried_out.total()

    def seen(self):
        return RadioOrder.objects.filter(state__in=["refused", "unanswered"]).count()

    @contextmanager
    def away(self):
        self.system.mood = "away"
        yield
        self.system.mood = "well"


class TestTheRadioSystemKeepsTheContract(PortContract):
    @pytest.fixture
    def port(self):
        system = RadioSystem()
        system.start()
        made = RadioPort(system)
        yield made
        made.client.exchange.close()
        system.stop()
