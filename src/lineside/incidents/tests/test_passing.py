"""Passing an incident on (control_room.md c.2 guard 5): always one desk, one named owner."""

from datetime import timedelta

import pytest

from lineside.access.testing import make_account
from lineside.incidents import commands, queries
from lineside.incidents.models import Incident, Passing
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident, make_offer
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.people import commands as people
from lineside.people.testing import PLANNER, make_duty, make_staff

pytestmark = pytest.mark.django_db
OTHER = an_actor(*CanIncident, name="Kim Osei", key=uuid7())


def at_desk(number, role="communications_officer"):
    """Somebody with an account who is booked on: their actor and their duty."""
    account = make_account(role, username=number)
    duty = make_duty(make_staff(number, role=role, account_id=account.id))
    people.book_on(actor=PLANNER, duty_id=duty.id)
    rights = (*CanIncident, "people.book", "people.view")
    return an_actor(*rights, name=f"Person {number}", key=account.id), duty


def owner(incident):
    found = Incident.objects.get(id=incident.id)
    return (found.owner_name, found.desk)


def lines(incident):
    return [line.text for line in queries.log(incident.id) if line.kind == "owner"]


def test_until_the_other_desk_accepts_the_first_still_owns_it():
    incident = make_incident("P")
    commands.offer_incident(actor=OPERATOR, incident_id=incident.id, to="fcrl", why="Their line is blocked")
    assert owner(incident) == ("Sam Okafor", "C")
    assert [row.to_label for row in queries.offers(OTHER)] == ["Force Control Room London"]
    commands.accept_incident(actor=OTHER, incident_id=incident.id)
    assert owner(incident) == ("Kim Osei", "FCRL")
    assert queries.offers(OTHER) == []
    assert lines(incident) == [
        "Offered to Force Control Room London by Sam Okafor: Their line is blocked",
        "Accepted: owned by Kim Osei at FCRL (was Sam Okafor, C).",
    ]


def test_who_accepts_owns_it_at_the_desk_at_which_they_are_booked_on():
    incident = make_incident("P")
    make_offer(incident)
    taker, duty = at_desk("C2001")
    commands.accept_incident(actor=taker, incident_id=incident.id)
    assert owner(incident) == ("Person C2001", duty.desk)


def test_refused_with_a_reason_it_stays_with_its_owner_and_can_be_offered_elsewhere():
    incident = make_offer().incident
    with pytest.raises(RuleBroken, match="empty line"):
        commands.refuse_incident(actor=OTHER, incident_id=incident.id, reason=" ")
    commands.refuse_incident(actor=OTHER, incident_id=incident.id, reason="No unit north of York.")
    assert owner(incident)[0] == "Sam Okafor"
    assert lines(incident)[-1] == "Not accepted by Kim Osei: No unit north of York. It stays with Sam Okafor."
    assert make_offer(incident, to="FCRB").state == "offered"


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"actor": OTHER}, "Sam Okafor owns it"), ({"to": "Mars"}, "no desk, site or area of that name")],
)
def test_only_its_owner_offers_it_and_only_to_a_place_that_there_is(asked, told):
    incident = make_incident("P")
    with pytest.raises(RuleBroken, match=told):
        commands.offer_incident(**{"actor": OPERATOR, "to": "FCRL", "incident_id": incident.id, **asked})


def test_it_is_on_offer_once_and_nobody_accepts_their_own():
    incident = make_offer().incident
    with pytest.raises(RuleBroken, match="on offer already"):
        make_offer(incident)
    with pytest.raises(RuleBroken, match="offered it yourself"):
        commands.accept_incident(actor=OPERATOR, incident_id=incident.id)
    with pytest.raises(RuleBroken, match="Sam Okafor offered it"):
        commands.keep_incident(actor=OTHER, incident_id=incident.id)
    commands.keep_incident(actor=OPERATOR, incident_id=incident.id)
    for answer in (commands.accept_incident, commands.keep_incident):
        with pytest.raises(RuleBroken):
            answer(actor=OTHER, incident_id=incident.id)


def test_after_two_minutes_the_supervisor_is_told_once_and_its_owner_has_it_still():
    offered = make_offer()
    with clock(offered.created_at + timedelta(seconds=119)):
        assert commands.tell_of_offers() == 0
    with clock(offered.created_at + timedelta(minutes=2)):
        assert (commands.tell_of_offers(), commands.tell_of_offers()) == (1, 0)
        assert [row.told_at for row in queries.offers_late(OTHER)] == [now()]
    assert audit_lines().count("incidents.tell_of_offer") == 1
    assert owner(offered.incident)[0] == "Sam Okafor"
    with pytest.raises(RuleBroken, match="told already"):
        commands.tell_of_offer(actor=commands.OFFER_CLOCK, passing_id=offered.id)


def test_who_takes_it_over_ends_what_was_on_offer():
    incident = make_offer().incident
    commands.take_ownership(actor=OTHER, incident_id=incident.id, desk="N")
    assert (owner(incident), queries.offers(OTHER)) == (("Kim Osei", "N"), [])
    assert Passing.objects.get().state == "taken back"


def test_an_area_to_which_it_is_offered_sees_it_and_no_other_does():
    incident = make_incident("P", area="C")
    there, elsewhere = (
        an_actor(*CanIncident, name="Lee Park", key=uuid7(), areas=frozenset({area})) for area in ("B", "D")
    )
    assert not queries.sees(there, incident)
    make_offer(incident, to="B")
    assert [row.incident.id for row in queries.offers(there)] == [incident.id]
    with pytest.raises(NotFound):
        commands.accept_incident(actor=elsewhere, incident_id=incident.id)
    commands.accept_incident(actor=there, incident_id=incident.id)
    assert queries.incident(there, incident.id).owner_name == "Lee Park"  # who owns it sees it from then on


def test_nobody_books_off_as_the_owner_of_an_open_log():
    leaver, duty = at_desk("C2001")
    incident = make_incident("P", actor=leaver)
    with pytest.raises(RuleBroken, match="owns 1 open log; choose who takes them over"):
        people.book_off(actor=leaver, duty_id=duty.id)
    _, stays = at_desk("C2002")
    assert commands.leave_desk(actor=leaver, duty_id=duty.id, to_id=stays.staff.account_id) == 1
    duty.refresh_from_db()
    assert (owner(incident), duty.booked_off_at is not None) == (("Person C2002", stays.desk), True)


def test_where_nobody_takes_over_neither_the_logs_move_nor_does_anybody_leave():
    leaver, duty = at_desk("C2001")
    incident = make_incident("P", actor=leaver)
    with pytest.raises(RuleBroken, match="somebody else who is booked on"):
        commands.leave_desk(actor=leaver, duty_id=duty.id, to_id=uuid7())
    duty.refresh_from_db()
    assert (owner(incident)[0], duty.booked_off_at) == ("Person C2001", None)


def test_nobody_is_handed_a_log_that_they_may_not_see_and_then_none_moves():
    leaver, _ = at_desk("C2001")
    _, stays = at_desk("C2002")
    seen, hidden = make_incident("P", actor=leaver), make_incident("P", actor=leaver, is_restricted=True)
    with pytest.raises(RuleBroken, match=f"may not see {hidden.reference}"):
        commands.hand_over_logs(actor=leaver, from_id=leaver.id, to_id=stays.staff.account_id)
    assert owner(seen)[0] == "Person C2001"


def test_the_logs_of_another_are_handed_over_by_themselves_or_a_supervisor():
    leaver, _ = at_desk("C2001")
    _, stays = at_desk("C2002")
    make_incident("P", actor=leaver)
    move = {"from_id": leaver.id, "to_id": stays.staff.account_id}
    with pytest.raises(RuleBroken, match="somebody else's"):
        commands.hand_over_logs(actor=OPERATOR, **move)
    assert commands.hand_over_logs(actor=OTHER, **move) == 1


def test_who_has_no_right_offers_nothing():
    with pytest.raises(NotPermitted):
        commands.offer_incident(actor=an_actor(CanIncident.VIEW), incident_id=make_incident().id, to="FCRL")


def test_a_desk_of_two_words_is_told_from_the_reason_behind_it():
    at_desk("C2001")
    assert queries.split_target("Contact", "1 too many calls") == ("Contact 1", "too many calls")
    assert queries.split_target("fcrl", "blocked") == ("FCRL", "blocked")


def test_who_offered_what_nobody_owns_takes_it_back_and_the_log_says_whose_it_is():
    incident = make_incident("P", actor=an_actor(*CanIncident, name=""))
    assert owner(incident)[0] == ""
    make_offer(incident)
    commands.refuse_incident(actor=OTHER, incident_id=incident.id, reason="No unit north of York.")
    assert lines(incident)[-1].endswith("It stays with nobody.")
    offered = make_offer(incident)
    with clock(offered.created_at + timedelta(minutes=2)):
        commands.tell_of_offers()
    assert "it is still nobody's" in lines(incident)[-1]
    commands.keep_incident(actor=OPERATOR, incident_id=incident.id)
    assert queries.offers(OPERATOR) == []


def close(incident):
    commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
    commands.close_incident(actor=OPERATOR, incident_id=incident.id)


def cancel(incident):
    commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Opened twice by mistake")


def merge(incident):
    commands.mark_duplicate(actor=OPERATOR, incident_id=incident.id, master_id=make_incident("P").id)


@pytest.mark.parametrize("ended", [close, cancel, merge])
def test_what_ends_is_on_offer_no_more_and_no_clock_writes_in_its_log(ended):
    offered = make_offer()
    ended(offered.incident)
    offered.refresh_from_db()
    assert offered.state == "taken back"
    with clock(offered.created_at + timedelta(minutes=3)):
        assert commands.tell_of_offers() == 0
    with pytest.raises(RuleBroken, match="answered already"):
        commands.accept_incident(actor=OTHER, incident_id=offered.incident_id)
