"""Action cards at the control desk: proposed, taken on, ticked, rung, by the panel and by the command line."""

import pytest
from django.urls import reverse

from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.permissions import CanContact
from lineside.desks.rules import read_line, whole_number
from lineside.incidents.models import LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import RuleBroken
from lineside.pole.permissions import CanPole
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.queries import cards_of
from lineside.procedures.testing import make_card

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def controller(client, sign_in):
    sign_in(*CanIncident, *CanProcedure, *CanCallOut, *CanContact, CanPole.LOOK_UP)
    return client


def send(client, name, key, **facts):
    answer = client.post(reverse(f"desks:{name}", args=[key]), facts, headers=HTMX)
    return answer.status_code, answer.content.decode()


def typed(client, incident_id, text):
    return send(client, "control-line", incident_id, text=text)


def first_step(card):
    return next(each for each in cards_of(card.incident_id) if each.id == card.id).steps[0]


def test_the_log_shows_the_card_that_fits_and_why(controller):
    made = make_incident("P", opening_code="TRESP")
    page = controller.get(reverse("desks:control-log", args=[made.id]), headers=HTMX).content.decode()
    assert "Card that fits: <b>Trespass or person on the line</b>" in page
    assert "opened as" in page


def test_a_card_is_taken_on_and_its_steps_are_ticked(controller):
    made = make_incident("P", opening_code="FARE")
    status, page = send(controller, "card-take", made.id, code="FARE")
    assert (status, "The card Fare dispute is on." in page) == (200, True)
    step = cards_of(made.id)[0].steps[0]
    assert send(controller, "card-step", step.id, words="Staff are safe", deed="done")[0] == 200
    assert cards_of(made.id)[0].steps[0].state == "done"


def test_a_skip_without_a_reason_is_refused_beside_its_step_and_nothing_is_lost(controller):
    card = make_card()
    status, page = send(controller, "card-step", first_step(card).id, words="no", deed="skip")
    assert status == 422
    assert 'id="step-1-refusal" role="alert">Write why this step is skipped. </p>' in page
    assert 'value="no"' in page
    assert first_step(card).is_open


def test_a_step_rings_whom_it_names_from_the_log(controller):
    card = make_card()
    step = cards_of(card.incident_id)[0].steps[1]
    status, page = send(controller, "card-ring", step.id, telephone="201")
    assert (status, "rings first, then Train operator" in page) == (200, True)
    call = CallOut.objects.get()
    assert (call.number, call.incident_id) == ("01632960102", card.incident_id)


def test_a_step_that_names_nobody_rings_nobody(controller):
    assert send(controller, "card-ring", first_step(make_card()).id, telephone="201")[0] == 422
    assert not CallOut.objects.exists()


def test_the_command_line_takes_a_card_on_does_a_step_and_skips_one(controller):
    made = make_incident("P", opening_code="FARE")
    assert "The card Fare dispute is on." in typed(controller, made.id, "/card fare")[1]
    assert "Step 1 is done." in typed(controller, made.id, "/card 1 Staff are safe")[1]
    assert "Step 2 is skipped." in typed(controller, made.id, "/card skip 2 They have left")[1]
    assert [each.state for each in cards_of(made.id)[0].steps] == ["done", "skipped", "open", "open"]
    assert LogEntry.objects.filter(incident=made, kind="card").count() == 3


def test_the_command_alone_opens_the_cards(controller):
    page = typed(controller, make_card().incident_id, "/card")[1]
    assert "data-panel-new" in page
    assert "Step 1 is done" in page


def test_what_a_card_line_will_do_is_said_before_it_is_done(controller):
    card = make_card()
    assert "Does step 1: " in send(controller, "control-foreseen", card.incident_id, text="/card 1 safe")[1]
    assert (
        "Takes on the card Bridge strike"
        in send(controller, "control-foreseen", card.incident_id, text="/card bridge")[1]
    )
    assert "/card TRESPASS" in send(controller, "control-foreseen", card.incident_id, text="/card tres")[1]


@pytest.mark.parametrize("line", ["/card skip", "/card skip three", "/card fare dispute", "/card 0 done"])
def test_a_card_line_that_says_neither_a_card_nor_a_step_is_refused(line):
    with pytest.raises(RuleBroken, match="Name a card, or a step by its number"):
        read_line(line)


def test_clocks_of_cards_stand_on_the_control_desk(controller):
    card = make_card()
    page = controller.get(reverse("desks:card-clocks"), headers=HTMX).content.decode()
    assert f'id="card-clock-{card.incident_id}"' in page
    assert "Fare dispute" in page
    one = controller.get(reverse("desks:card-clock", args=[card.incident_id]), headers=HTMX)
    assert f'id="card-clock-{card.incident_id}"' in one.content.decode()
    assert controller.get(reverse("desks:card-clock", args=[make_incident().id]), headers=HTMX).status_code == 404


def test_who_may_only_look_sees_the_cards_and_no_button(client, sign_in):
    card = make_card()
    sign_in(CanIncident.VIEW, CanIncident.LOG, CanProcedure.VIEW)
    page = client.get(reverse("desks:control-log", args=[card.incident_id]), headers=HTMX).content.decode()
    assert f'id="cards-state-{card.incident_id}"' in page
    assert "data-cards" not in page
    assert client.get(reverse("desks:log-cards", args=[card.incident_id]), headers=HTMX).status_code == 403


def test_a_scale_is_said_in_whole_numbers(controller):
    made = make_incident("P", opening_code="BRIDGE")
    assert send(controller, "log-scale", made.id, people="many")[0] == 422
    assert send(controller, "log-scale", made.id, delay_minutes="75")[0] == 200
    assert whole_number(" ", "people") is None


def test_what_was_done_stays_in_sight_when_the_card_is_taken_off(controller):
    card = make_card()
    send(controller, "card-step", first_step(card).id, words="Staff are safe", deed="done")
    card.refresh_from_db()
    status, page = send(controller, "card-off", card.id, reason="It is a lost child", seen_version=card.version)
    assert (status, "Staff are safe" in page, "Taken off by" in page) == (200, True, True)


def test_cards_above_the_log_and_at_the_command_line_have_ids_of_their_own(controller):
    card = make_card()
    at = reverse("desks:card-step", args=[first_step(card).id])
    panel = controller.get(reverse("desks:log-cards-panel", args=[card.incident_id]), headers=HTMX).content.decode()
    above = controller.get(reverse("desks:log-cards", args=[card.incident_id]), headers=HTMX).content.decode()
    there = {**HTMX, "HX-Target": "panel-cards"}
    refused = controller.post(at, {"words": "no", "deed": "skip"}, headers=there).content.decode()
    assert [name in panel for name in ('id="panel-step-1"', 'id="panel-card-code"', 'id="step-1"')] == [
        True,
        True,
        False,
    ]
    assert [name in above for name in ('id="panel-step-1"', 'id="step-1"')] == [False, True]
    assert 'id="panel-step-1-refusal"' in refused
