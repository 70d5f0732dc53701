"""Cards on incidents: taken on, ticked once, skipped with a reason, taken off, and what closing waits for."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from lineside.incidents.commands import close_incident, mark_duplicate, result_incident
from lineside.incidents.models import ClosingHold, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import holds, incident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, events_of
from lineside.procedures import commands, queries
from lineside.procedures.events import CardChanged
from lineside.procedures.models import Card
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.reactions import EDITION
from lineside.procedures.testing import WORKER, make_card

pytestmark = pytest.mark.django_db


def lines(incident_id):
    return list(
        LogEntry.objects.filter(incident_id=incident_id, kind="card").order_by("id").values_list("text", flat=True)
    )


def steps(card):
    return next(each for each in queries.cards_of(card.incident_id) if each.id == card.id).steps


def done(card, number, words="Agreed with the route control"):
    return commands.complete_step(actor=WORKER, card_step_id=steps(card)[number - 1].id, words=words)


def test_a_card_that_fits_is_proposed_and_a_person_takes_it_on():
    made = make_incident("P", opening_code="TRESP", summary="Two on the line")
    assert [each.code for each in queries.proposed(made)] == ["TRESPASS"]
    card = commands.take_card(actor=WORKER, incident_id=made.id, code="trespass")
    assert (card.taken_by, card.is_by_itself) == ("Kim Osei", False)
    assert queries.proposed(made) == []
    assert lines(made.id) == [f"Card {card.label} taken on: {card.why}"]
    assert events_of(CardChanged)


def test_a_card_is_taken_on_once():
    card = make_card()
    assert make_card(incident_id=card.incident_id).id == card.id
    assert len(lines(card.incident_id)) == 1


def test_a_card_that_does_not_fit_may_be_taken_on_and_says_who_chose_it():
    assert make_card("BRIDGE").why == "chosen by Kim Osei"


@pytest.mark.parametrize("code", ["", "NOTHING", "x" * 40])
def test_a_card_that_is_not_known_is_refused(code):
    with pytest.raises(RuleBroken, match="no action card"):
        make_card(code)


def test_the_card_of_a_death_attaches_by_itself_and_says_so():
    made = make_incident("I", opening_code="FATAL", summary="Person under a train")
    assert commands.attach_always(actor=EDITION, incident_id=made.id) == 1
    assert commands.attach_always(actor=EDITION, incident_id=made.id) == 0
    card = queries.cards_of(made.id)[0]
    assert (card.code, card.is_by_itself, card.taken_by) == ("FATALITY", True, "attached by its edition")


def test_a_card_that_was_taken_off_does_not_attach_by_itself_again():
    made = make_incident("I", opening_code="FATAL", summary="Person under a train")
    commands.attach_always(actor=EDITION, incident_id=made.id)
    commands.take_off_card(actor=WORKER, card_id=queries.cards_of(made.id)[0].id, reason="It was a deer")
    assert commands.attach_always(actor=EDITION, incident_id=made.id) == 0


def test_a_step_is_stamped_on_the_log_with_who_when_and_what():
    card = make_card()
    step = done(card, 1, "Staff are safe")
    assert (step.state, step.by_name, step.words) == ("done", "Kim Osei", "Staff are safe")
    assert step.ended_at <= now()
    line = LogEntry.objects.get(pk=step.entry_id)
    assert line.text == f"Card {card.label}, step 1 done: {step.text}. Staff are safe"
    assert line.by_name == "Kim Osei"


def test_a_step_that_is_done_is_not_done_again():
    card = make_card()
    done(card, 1)
    with pytest.raises(RuleBroken, match="Kim Osei has done this step already"):
        done(card, 1)
    assert len(lines(card.incident_id)) == 2


def test_a_mandatory_step_is_skipped_only_with_a_reason():
    card = make_card()
    key = steps(card)[0].id
    with pytest.raises(RuleBroken, match="why this step is skipped"):
        commands.skip_step(actor=WORKER, card_step_id=key, reason=" ")
    commands.skip_step(actor=WORKER, card_step_id=key, reason="They have left by themselves")
    assert lines(card.incident_id)[-1].endswith("They have left by themselves")


def test_closing_waits_for_the_mandatory_steps_and_goes_on_when_they_are_worked():
    card = make_card()
    key = card.incident_id
    assert [each.why for each in holds(key)] == ["steps of the card Fare dispute are neither done nor skipped"]
    result_incident(actor=WORKER, incident_id=key, closing_code="AD6", result_codes=("ADV",))
    with pytest.raises(RuleBroken, match="steps of the card"):
        close_incident(actor=WORKER, incident_id=key)
    for step in steps(card):
        if step.is_mandatory:
            assert holds(key) != []
            commands.complete_step(actor=WORKER, card_step_id=step.id, words="Resolved without sending")
    assert holds(key) == []
    assert close_incident(actor=WORKER, incident_id=key).state == "closed"


def test_nobody_lets_go_of_a_cards_hold_by_hand():
    from lineside.incidents.rules import check_hold_kind

    card = make_card()
    with pytest.raises(RuleBroken):
        check_hold_kind(holds(card.incident_id)[0].kind)


def test_what_was_done_stays_when_the_card_is_taken_off_and_what_was_not_goes_with_the_reason():
    card = make_card()
    done(card, 1, "Staff are safe")
    commands.take_off_card(actor=WORKER, card_id=card.id, reason="It is a lost child")
    states = [(each.state, each.words) for each in steps(card)]
    assert states[0] == ("done", "Staff are safe")
    assert {state for state, _ in states[1:]} == {"off"}
    assert holds(card.incident_id) == []
    assert lines(card.incident_id)[-1] == "Card Fare dispute taken off, 2 mandatory steps not done: It is a lost child"


def test_a_card_that_comes_back_has_what_was_done():
    card = make_card()
    done(card, 1, "Staff are safe")
    commands.take_off_card(actor=WORKER, card_id=card.id, reason="It is a lost child")
    again = make_card(incident_id=card.incident_id)
    assert (again.id, again.off_at) == (card.id, None)
    assert [each.state for each in steps(again)] == ["done", "open", "open", "open"]
    assert len(holds(card.incident_id)) == 1, "what is mandatory is owed again"


def test_a_card_is_taken_off_once():
    card = make_card()
    commands.take_off_card(actor=WORKER, card_id=card.id, reason="It is a lost child")
    with pytest.raises(RuleBroken, match="Kim Osei has taken this card off already"):
        commands.take_off_card(actor=WORKER, card_id=card.id, reason="It is a lost child")
    with pytest.raises(RuleBroken, match="take it on again first"):
        done(card, 1)


def test_who_takes_off_a_card_that_has_changed_meanwhile_is_told():
    card = make_card()
    done(card, 1)
    with pytest.raises(Stale):
        commands.take_off_card(actor=WORKER, card_id=card.id, reason="It is a lost child", seen_version=card.version)


def test_a_step_after_another_has_no_clock_before_that_one_is_done():
    card = make_card("TRESPASS", incident_id=make_incident("P", opening_code="TRESP").id)
    rows = steps(card)
    assert rows[0].due_at == incident(WORKER, card.incident_id).opened_at.replace() + (
        rows[0].due_at - rows[0].begun_at
    )
    later = make_card("UNATTENDED", incident_id=card.incident_id)
    assert steps(later)[4].due_at is None
    done(later, 4, "Lost property; nobody hid it")
    verdict = steps(later)[3]
    assert (steps(later)[4].due_at - verdict.ended_at).total_seconds() == 600


def test_numbers_of_steps_go_on_over_the_cards_and_name_one_step_each():
    card = make_card()
    second = make_card("BRIDGE", incident_id=card.incident_id)
    rows = [step for each in queries.cards_of(card.incident_id) for step in each.steps]
    assert [each.number for each in rows] == list(range(1, len(rows) + 1))
    assert queries.step_numbered(card.incident_id, 5).id == steps(second)[0].id
    assert lines(card.incident_id)[-1].startswith("Card Bridge strike taken on")
    done(second, 1)
    assert lines(card.incident_id)[-1].startswith("Card Bridge strike, step 5 done")
    with pytest.raises(NotFound):
        queries.step_numbered(card.incident_id, 99)


def test_a_scale_is_on_the_log_and_other_cards_fit_then():
    made = make_incident("P", opening_code="BRIDGE", summary="Lorry under it")
    assert "DELAY" not in {each.code for each in queries.proposed(made)}
    commands.note_scale(actor=WORKER, incident_id=made.id, delay_minutes=75)
    assert "DELAY" in {each.code for each in queries.proposed(made)}
    commands.note_scale(actor=WORKER, incident_id=made.id, people=40)
    scale = queries.scale_of(made.id)
    assert scale
    assert (scale.people, scale.delay_minutes) == (40, 75)
    with pytest.raises(Stale, match="meanwhile"):
        commands.note_scale(actor=WORKER, incident_id=made.id, people=4, seen_scale=0)
    assert queries.scale_seen(scale) == 2
    assert lines(made.id) == ["Scale: 75 minutes of delay to trains", "Scale: 40 people"]


def test_the_next_clock_of_each_log_is_on_the_board_until_it_closes():
    card = make_card()
    row = next(each for each in queries.clocks(WORKER) if each.incident_id == card.incident_id)
    assert (row.card, row.more) == ("Fare dispute", 2)
    for step in steps(card):
        commands.skip_step(actor=WORKER, card_step_id=step.id, reason="They have left")
    assert queries.clock_of(card.incident_id) is None
    assert [each for each in queries.clocks(WORKER) if each.incident_id == card.incident_id] == []


def test_a_duplicates_open_steps_are_owed_at_its_master_until_they_are_worked():
    card, master = make_card(), make_incident("P")
    mark_duplicate(actor=WORKER, incident_id=card.incident_id, master_id=master.id)
    assert [each.kind for each in holds(master.id)] == [f"card:{card.id.hex}"]
    for step in steps(card):
        commands.skip_step(actor=WORKER, card_step_id=step.id, reason="Worked at the master")
    assert holds(master.id) == []
    assert not ClosingHold.objects.filter(released_at=None, kind__startswith="card:").exists()


def test_a_closed_incident_takes_no_card():
    made = make_incident("P", opening_code="FARE")
    mark_duplicate(actor=WORKER, incident_id=made.id, master_id=make_incident("P").id)
    with pytest.raises(RuleBroken, match="closed; reopen it first"):
        make_card(incident_id=made.id)
    assert queries.proposed(incident(WORKER, made.id)) == []


def test_who_may_not_see_the_incident_sees_none_of_its_cards():
    card = make_card(incident_id=make_incident("P", is_restricted=True).id)
    blind = an_actor(*CanProcedure, *(each for each in CanIncident if each != CanIncident.VIEW_RESTRICTED))
    with pytest.raises(NotFound):
        queries.card_row(blind, card.id)
    with pytest.raises(NotFound):
        commands.complete_step(actor=blind, card_step_id=steps(card)[0].id)
    assert queries.clocks(blind) == []


def test_who_has_no_right_to_work_cards_takes_none():
    with pytest.raises(NotPermitted):
        make_card(actor=an_actor(*CanIncident, CanProcedure.VIEW))


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_one_step_in_the_same_instant_leave_one_line():
    card = make_card()
    key, both, told = steps(card)[0].id, Barrier(2), []

    def tick(name):
        try:
            both.wait(10)
            commands.complete_step(actor=an_actor(*CanProcedure, *CanIncident, name=name), card_step_id=key)
            told.append("done")
        except RuleBroken as refused:
            told.append(refused.sentence)
        finally:
            connection.close()

    threads = [Thread(target=tick, args=(name,)) for name in ("Kim Osei", "Sam Okafor")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(each == "done" for each in told) == [False, True]
    assert len([text for text in lines(card.incident_id) if "step 1 done" in text]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_card_on_in_the_same_instant_have_one_card():
    made, both = make_incident("P", opening_code="FARE"), Barrier(2)

    def take():
        both.wait(10)
        commands.take_card(actor=WORKER, incident_id=made.id, code="FARE")
        connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Card.objects.filter(incident=made).count() == 1
    assert len(lines(made.id)) == 1
