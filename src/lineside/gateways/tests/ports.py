"""What every port keeps by which we ask another system for something. Each one's tests inherit it."""

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from lineside.heartbeats.queries import heartbeat


class Port(Protocol):
    """One outside system as a test drives it: it is asked for something, and seen to have done it."""

    part: str  # as the panel of parts names it

    def ask(self) -> None:
        """Ask for something that the other side does."""

    def ask_refused(self) -> None:
        """Ask for something that the other side refuses."""

    def turn(self) -> None:
        """One round of the gateway: what is due goes out, and its heart beats."""

    def done(self) -> int:
        """How many things the other side has done."""

    def seen(self) -> int:
        """How many things a person sees that came to nothing."""

    def away(self) -> AbstractContextManager[object]:
        """While this lasts the other side does not answer."""


@pytest.mark.django_db(transaction=True)
class PortContract:
    """Inherit it, and make a fixture `port` of your own."""

    def test_what_is_asked_for_is_done_once_however_often_the_gateway_turns(self, port: Port) -> None:
        port.ask()
        for _ in range(3):
            port.turn()
        assert (port.done(), port.seen()) == (1, 0)

    def test_what_finds_the_other_side_away_is_done_once_when_it_is_back(self, port: Port) -> None:
        with port.away():
            port.ask()
            port.turn()
        assert port.done() == 0
        port.turn()
        port.turn()
        assert (port.done(), port.seen()) == (1, 0)

    def test_what_the_other_side_refuses_is_before_a_person_and_holds_up_nothing(self, port: Port) -> None:
        port.ask_refused()
        port.ask()
        port.turn()
        port.turn()
        assert (port.done(), port.seen()) == (1, 1)

    def test_that_the_other_side_is_away_is_on_the_panel_until_it_is_back(self, port: Port) -> None:
        port.turn()
        assert self.is_down(port) is False
        with port.away():
            port.turn()
            assert self.is_down(port) is True
        port.turn()
        assert self.is_down(port) is False

    def is_down(self, port: Port) -> bool | None:
        """None of a part that has no heart."""
        found = heartbeat(port.part)
        return found.is_down if found else None
