"""Two people at once on one incident: one succeeds, the other is told in a sentence, and nobody's words vanish."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lineside.incidents import commands, queries
from lineside.incidents.models import ClosingHold
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident, make_offer, waited
from lineside.kernel.errors import Refusal
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


@pytest.fixture
def at_once(transactional_db):
    """Each work on a connection of its own, begun in the same instant; what came of it, a refusal as its sentence."""
    with ThreadPoolExecutor(8) as pool:
        yield lambda *works: list(pool.map(together, works, [Barrier(len(works))] * len(works)))
        list(pool.map(hang_up, [Barrier(8)] * 8))


def hang_up(barrier):
    barrier.wait()
    connection.close()


def together(work, barrier):
    barrier.wait()
    try:
        return work()
    except Refusal as refusal:
        return refusal.sentence


def refused(outcomes):
    return [each for each in outcomes if isinstance(each, str)]


def test_of_two_who_grade_one_is_told_that_it_has_changed(at_once):
    for _ in range(ROUNDS):
        incident = make_incident(grade="S")
        version = queries.incident(OPERATOR, incident.id).version

        def grade(code, incident=incident, version=version):
            return lambda: assessed_grade(incident, code, seen_version=version)

        outcomes = at_once(grade("I"), grade("P"))
        assert len(refused(outcomes)) == 1
        assert "has changed since you opened it" in refused(outcomes)[0]
        won = next(each.grade for each in outcomes if not isinstance(each, str))
        assert queries.incident(OPERATOR, incident.id).grade == won
        assert [line.kind for line in queries.log(incident.id)] == ["opened", "grade", "grade"]


def test_of_two_who_close_one_closes_and_the_other_is_told(at_once):
    for _ in range(ROUNDS):
        incident = make_incident(grade="P")
        done = commands.result_incident(
            actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",)
        )

        def close(incident=incident, version=done.version):
            return commands.close_incident(actor=OPERATOR, incident_id=incident.id, seen_version=version)

        outcomes = at_once(close, close)
        assert len(refused(outcomes)) == 1
        assert "has changed since you opened it" in refused(outcomes)[0]
        assert [line.kind for line in queries.log(incident.id)].count("closed") == 1


def test_a_hold_placed_while_it_closes_is_placed_first_or_refused(at_once):
    for _ in range(ROUNDS):
        incident = make_incident(grade="P")
        commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))

        def close(incident=incident):
            return commands.close_incident(actor=OPERATOR, incident_id=incident.id)

        def hold(incident=incident):
            return commands.hold_closing(
                actor=OPERATOR, incident_id=incident.id, kind="crime_decision", why="a crime decision is owed"
            )

        assert len(refused(at_once(close, hold))) == 1
    assert not ClosingHold.objects.filter(released_at=None, incident__closed_at__isnull=False).exists()


def test_lines_written_at_once_are_all_kept(at_once):
    incident = make_incident()

    def write(number):
        return lambda: commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text=f"Line {number}")

    at_once(*(write(number) for number in range(8)))
    texts = {line.text for line in queries.log(incident.id)}
    assert {f"Line {number}" for number in range(8)} <= texts


def test_two_who_merge_both_ways_do_not_wait_for_each_other_for_ever(at_once):
    for _ in range(ROUNDS):
        one, other = make_incident(), make_incident()

        def merge(this, into):
            return lambda: commands.mark_duplicate(actor=OPERATOR, incident_id=this.id, master_id=into.id)

        assert len(refused(at_once(merge(one, other), merge(other, one)))) == 1


def test_of_two_who_accept_one_owns_it_and_the_other_is_told(at_once):
    for number in range(5):
        incident = make_offer().incident
        takers = [an_actor(*CanIncident, name=f"Taker {number} {each}", key=uuid7()) for each in "AB"]

        def accept(taker, key=incident.id):
            return lambda: commands.accept_incident(actor=taker, incident_id=key).owner_name

        outcomes = at_once(*map(accept, takers))
        assert sum("answered already" in each for each in outcomes) == 1
        owner = queries.incident(OPERATOR, incident.id).owner_name
        assert [each for each in outcomes if "answered" not in each] == [owner]


def test_of_two_workers_who_look_at_once_one_writes_the_rung(at_once):
    for _ in range(5):
        incident = make_incident(grade="I")
        later = waited(incident, 3)

        def reach(key=incident.id, at=later):
            with clock(at):
                return commands.reach_rung(actor=commands.CLOCK, incident_id=key, step="1")

        outcomes = at_once(reach, reach)
        assert len(refused(outcomes)) == 1
        assert [line.kind for line in queries.log(incident.id)].count("rung") == 1
