"""Agencies listed on a log."""

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db


def test_an_agency_is_listed_once_with_a_line_and_leaves_with_one():
    incident = make_incident()
    for _ in range(2):
        party = commands.list_party(
            actor=OPERATOR, incident_id=incident.id, sign=" nwas ", label="North West  Ambulance Service"
        )
        assert (party.sign, party.label) == ("NWAS", "North West Ambulance Service")
    commands.note_party_left(actor=OPERATOR, incident_id=incident.id, sign="NWAS")
    (row,) = queries.parties_since(incident.id, incident.opened_at)
    assert row.left_at
    texts = [line.text for line in queries.log(incident.id)]
    assert texts[-2:] == ["NWAS (North West Ambulance Service) listed on this log.", "NWAS has left."]


@pytest.mark.parametrize("sign", ["", "A", "TWO WORDS", "x" * 13, "-LAS"])
def test_a_sign_is_one_short_word_that_a_line_can_name(sign):
    with pytest.raises(RuleBroken, match="short word"):
        commands.list_party(actor=OPERATOR, incident_id=make_incident().id, sign=sign)


def test_who_is_not_listed_cannot_leave_and_who_has_no_right_lists_nobody():
    incident = make_incident()
    with pytest.raises(RuleBroken, match="No agency LAS is listed"):
        commands.note_party_left(actor=OPERATOR, incident_id=incident.id, sign="las")
    with pytest.raises(NotPermitted):
        commands.list_party(actor=an_actor(), incident_id=incident.id, sign="LAS")
