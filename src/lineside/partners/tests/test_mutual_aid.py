"""The local force is asked for officers in one deed."""

import pytest

from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, audit_lines
from lineside.partners import commands, queries
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner
from lineside.partners.testing import WORKER, answer_of, make_heard, make_transfer

pytestmark = pytest.mark.django_db
ONE = commands.Wanted(kind="response unit", quantity="1", why="Our first is 35 minutes away")


@pytest.fixture(autouse=True)
def _live(settings, tmp_path):
    settings.ENVIRONMENT, settings.FILES_DIR = "LIVE", tmp_path


def ask(incident, agency="NPOL", wanted=ONE, status="Actual"):
    return commands.ask_mutual_aid(actor=WORKER, incident_id=incident.id, agency=agency, wanted=wanted, status=status)


def kinds():
    return list(ExchangeMessage.objects.order_by("seq").values_list("kind", flat=True))


def test_a_force_is_offered_the_incident_and_asked_for_officers_at_once():
    incident = make_incident("I")
    transfer = ask(incident)
    assert (transfer.agency, transfer.state, transfer.accepted_at) == ("NPOL", "offered", None)
    assert kinds() == ["CREATE", "RESOURCE_REQUEST"]
    asked = ExchangeMessage.objects.get(kind="RESOURCE_REQUEST")
    assert asked.facts["requested"][0]["quantity"] == "1"
    assert {message.status for message in ExchangeMessage.objects.all()} == {"Actual"}
    lines = [line.text for line in incidents.log(incident.id)]
    assert "Offered to NPOL" in lines[-2]
    assert lines[-1].endswith("asked for 1 response unit, Our first is 35 minutes away")
    assert "partners.ask_mutual_aid" in audit_lines()


def test_a_force_that_has_the_incident_is_asked_once_more_and_not_offered_it_again():
    incident = make_incident("I")
    first = ask(incident)
    assert ask(incident).id == first.id
    assert kinds() == ["CREATE", "RESOURCE_REQUEST", "RESOURCE_REQUEST"]


def test_a_force_that_did_not_take_it_is_offered_it_afresh():
    incident = make_incident("I")
    first = ask(incident)
    make_heard(answer_of(first, "REJECT", sender="npol.police.example"))
    second = ask(incident)
    assert second.id != first.id
    assert Transfer.objects.count() == 2


def test_only_a_police_force_is_asked_for_mutual_aid():
    with pytest.raises(RuleBroken, match="Northern Ambulance Service is no police force"):
        ask(make_incident("I"), agency="NAS")


def test_a_request_that_says_too_little_leaves_no_offer_behind():
    with pytest.raises(RuleBroken, match="Say why they are needed"):
        ask(make_incident("I"), wanted=commands.Wanted(kind="response unit", quantity="1", why=" "))
    assert not Transfer.objects.exists()


def test_what_is_an_exercise_is_never_asked_for_as_actual(settings):
    settings.ENVIRONMENT = "DEMO"
    incident = make_incident("I")
    with pytest.raises(RuleBroken, match=r"[Ee]xercise"):
        ask(incident, status="Actual")
    assert not Transfer.objects.exists()
    make_transfer(incident_id=incident.id, status="Exercise")
    transfer = ask(incident, status="Exercise")
    assert transfer.is_exercise
    assert {message.status for message in transfer.messages.all()} == {"Exercise"}


def test_the_forces_of_the_area_come_first_and_nobody_else_is_among_them():
    assert {row.kind for row in queries.forces_for("C")} == {"police"}
    assert queries.forces_for("C")[0].code == "NPOL"


def test_who_may_not_work_with_agencies_asks_nobody():
    with pytest.raises(NotPermitted):
        commands.ask_mutual_aid(
            actor=an_actor(CanPartner.VIEW), incident_id=make_incident("I").id, agency="NPOL", wanted=ONE
        )
