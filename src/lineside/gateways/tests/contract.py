"""The gateway contract: what every gateway keeps, whatever protocol it speaks. Each one's tests inherit it."""

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from lineside.contacts.models import Contact, DeadLetter


class Line(Protocol):
    """One outside system as a test drives it: it offers something and learns whether that was acknowledged."""

    def offer(self, key: str) -> bool:
        """Send the thing of this key; True when the gateway said that it is kept."""

    def offer_rubbish(self) -> bool:
        """Send what makes no sense in this protocol; True when the gateway said that it is kept."""

    def database_away(self) -> AbstractContextManager[object]:
        """While this lasts nothing can be committed."""


@pytest.mark.django_db(transaction=True)
class GatewayContract:
    """Inherit it, and make a fixture `line` of your own."""

    def kept(self) -> int:
        """How many things were taken in; contacts, unless a gateway brings something else."""
        return Contact.objects.count()

    def test_what_is_acknowledged_is_a_contact(self, line: Line) -> None:
        assert line.offer("one")
        assert self.kept() == 1

    def test_the_same_thing_again_is_acknowledged_and_is_no_second_contact(self, line: Line) -> None:
        assert line.offer("one")
        assert line.offer("one")
        assert self.kept() == 1

    def test_two_things_are_two_contacts(self, line: Line) -> None:
        assert line.offer("one")
        assert line.offer("two")
        assert self.kept() == 2

    def test_nothing_is_acknowledged_that_was_not_committed_and_nothing_is_lost_by_it(self, line: Line) -> None:
        with line.database_away():
            assert not line.offer("one")
        assert self.kept() == 0
        assert line.offer("one")
        assert self.kept() == 1

    def test_rubbish_is_refused_or_kept_for_a_person_and_the_next_thing_comes_through(self, line: Line) -> None:
        kept = line.offer_rubbish()
        assert (self.kept() + DeadLetter.objects.count() > 0) == kept
        before = self.kept()
        assert line.offer("after")
        assert self.kept() == before + 1
