"""Who is a second person, where two have to stand behind a deed."""

from dataclasses import replace

from lineside.kernel.keys import uuid7
from lineside.kernel.testing import ALEX, an_actor

OTHER = an_actor(name="Kim Osei", key=uuid7())


def test_a_second_person_is_neither_the_first_nor_the_firsts_other_account():
    assert OTHER.is_second_to(ALEX, "Alex Reed")
    assert not an_actor().is_second_to(ALEX, "Alex Reed")
    assert not replace(OTHER, name="alex  REED").is_second_to(ALEX, "Alex Reed")


def test_a_machines_key_is_no_second_person():
    assert not replace(OTHER, kind="client").is_second_to(ALEX, "Alex Reed")
    assert not replace(OTHER, kind="system", id=None).is_second_to(ALEX, "Alex Reed")
