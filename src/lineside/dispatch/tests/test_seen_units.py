"""What another did with a unit is not undone by who has not seen it; a position in between hinders nobody."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands
from lineside.dispatch.testing import CONTROLLER, make_crewed, make_officer, make_unit, row_of
from lineside.kernel.clock import now
from lineside.kernel.errors import Stale

pytestmark = pytest.mark.django_db


def keep(unit, what, seen=None):
    facts = {"for_what": what, "why": "As planned", "until": now() + timedelta(hours=2), "seen_fence": seen}
    return commands.ring_fence_unit(actor=CONTROLLER, unit_id=unit.id, **facts)


def crew(unit, key, seen=None):
    return commands.change_crew(actor=CONTROLLER, unit_id=unit.id, members=(key,), driver_id=key, seen_crew=seen)


def test_a_crew_that_another_changed_is_neither_changed_nor_booked_off_unseen():
    unit, _ = make_crewed()
    seen = row_of(unit).crew_mark
    _, shah = make_officer("PC Shah")
    crew(unit, shah)
    with pytest.raises(Stale, match="Who is in BX12"):
        crew(unit, make_officer("PC Late")[1], seen)
    with pytest.raises(Stale, match="Who is in BX12"):
        commands.book_off_unit(actor=CONTROLLER, unit_id=unit.id, seen_crew=seen)
    assert [each.staff_id for each in row_of(unit).people] == [shah]
    commands.book_off_unit(actor=CONTROLLER, unit_id=unit.id, seen_crew=row_of(unit).crew_mark)


def test_what_another_keeps_a_unit_for_is_neither_written_over_nor_let_go_unseen():
    unit = make_unit()
    free = row_of(unit).fence_mark
    keep(unit, "Wembley")
    with pytest.raises(Stale, match="is kept for"):
        keep(unit, "Derby", free)
    with pytest.raises(Stale, match="is kept for"):
        commands.release_unit(actor=CONTROLLER, unit_id=unit.id, seen_fence=free)
    commands.release_unit(actor=CONTROLLER, unit_id=unit.id, seen_fence=row_of(unit).fence_mark)
    assert row_of(unit).ring_fence is None


def test_a_unit_that_moves_meanwhile_is_crewed_and_kept_all_the_same():
    unit, _ = make_crewed()
    marks = row_of(unit).crew_mark, row_of(unit).fence_mark
    commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5, lon=-0.1)
    crew(unit, make_officer("PC Shah")[1], marks[0])
    assert keep(unit, "Wembley", marks[1]).ring_fenced_for == "Wembley"
