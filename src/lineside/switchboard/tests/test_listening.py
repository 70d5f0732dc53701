"""Being on somebody's call: asked for with a reason, shown to them, connected once, ended in words."""

from datetime import timedelta

import pytest

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import in_one_instant, make_call, make_taken_contact
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.queues.commands import choose_state
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import seat_of
from lineside.switchboard.commands import claim_listening, end_listening, listen_in, tell_listening
from lineside.switchboard.models import Listening
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.queries import heard_now, listened_to, to_connect
from lineside.switchboard.reactions import end_overdue_listening
from lineside.switchboard.testing import (
    damage_listening,
    hang_up,
    make_listening,
    make_on_call,
    make_ready,
    make_supervisor,
)

pytestmark = pytest.mark.django_db
SWITCH = system_actor("a switch", CanSwitchboard.CONNECT)
ASKED = {"mode": "whisper", "why": "She asked for me", "telephone": "301"}


def told(row, *states, **facts):
    for state in states:
        tell_listening(actor=SWITCH, listening_id=row.id, state=state, **facts)
    row.refresh_from_db()
    return row


def up(row):
    assert claim_listening(actor=SWITCH) == row
    return told(row, "up")


def seen_by(row):
    """What whoever is listened to reads at their own seat."""
    return [f"{each.by_name} {each.words}" for each in heard_now(row.account_id)]


def test_whoever_is_listened_to_sees_who_it_is_and_in_which_mode_from_the_asking_to_the_end():
    seat, call = make_on_call()
    row = listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    assert seen_by(row) == ["Sarah Cole is about to be on the call"]
    up(row)
    assert seen_by(row) == ["Sarah Cole listens to the call, and may speak to its handler alone"]
    assert told(row, "ended", outcome="listened").outcome == "listened"
    assert seen_by(row) == []
    line = AuditLine.objects.get(name="switchboard.listen_in")
    assert (line.facts["why"], line.facts["mode"], line.actor_name) == ("She asked for me", "whisper", "Sarah Cole")
    assert row.contact_id == call.id


def test_only_a_call_that_is_in_hand_and_goes_on_is_listened_to():
    handler = make_ready("201")
    assert handler.id
    seat = seat_of(handler.id)
    assert seat
    with pytest.raises(RuleBroken, match="on no call"):
        listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    make_taken_contact(handler)  # a mail is no call
    with pytest.raises(RuleBroken, match="on no call"):
        listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    seat, call = make_on_call("202")
    hang_up(call)
    with pytest.raises(RuleBroken, match="on no call"):
        listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    seat, call = make_on_call("203")
    make_call("transferred", switch_call_id=call.switch_call_id, facts={"result": "Success"})
    with pytest.raises(RuleBroken, match="on no call"):
        listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    with pytest.raises(NotFound):
        listen_in(actor=make_supervisor(), seat_id=uuid7(), **ASKED)
    assert not Listening.objects.exists()


def test_nobody_else_hears_it_at_the_telephone_that_is_rung():
    seat, _ = make_on_call("201")
    make_ready("301")
    supervisor = make_supervisor()
    with pytest.raises(RuleBroken, match="sits at that telephone"):
        listen_in(actor=supervisor, seat_id=seat.id, **ASKED)
    with pytest.raises(RuleBroken) as refused:
        listen_in(actor=supervisor, seat_id=seat.id, **{**ASKED, "telephone": "301,o"})
    assert refused.value.field == "telephone"
    choose_state(actor=supervisor, state="training", telephone="302")
    assert listen_in(actor=supervisor, seat_id=seat.id, **{**ASKED, "telephone": "302"}).own_telephone == "302"


def test_only_supervisors_listen_in_by_themselves_and_never_on_themselves():
    seat, _ = make_on_call()
    with pytest.raises(NotPermitted):
        listen_in(actor=actor_of(make_account("contact_handler")), seat_id=seat.id, **ASKED)
    with pytest.raises(RuleBroken, match="Only a person"):
        listen_in(actor=system_actor("a key", CanSwitchboard.LISTEN), seat_id=seat.id, **ASKED)
    oneself = an_actor(*CanSwitchboard, key=seat.account_id)
    with pytest.raises(RuleBroken, match="themselves"):
        listen_in(actor=oneself, seat_id=seat.id, **ASKED)
    roles = {"fcc_supervisor": True, "fcr_supervisor": True, "force_duty_officer": True, "auditor": False}
    held = {role: actor_of(make_account(role, username=role)).may(CanSwitchboard.LISTEN) for role in roles}
    assert held == roles


def test_a_supervisor_is_on_one_call_at_a_time():
    supervisor, (other, _) = make_supervisor(), make_on_call("202")
    row = make_listening(supervisor)
    with pytest.raises(RuleBroken, match="already"):
        listen_in(actor=supervisor, seat_id=other.id, **ASKED)
    end_listening(actor=supervisor, listening_id=row.id)
    assert listen_in(actor=supervisor, seat_id=other.id, **ASKED).state == "asked"


@pytest.mark.django_db(transaction=True)
def test_who_asks_twice_in_one_instant_is_on_one_call():
    supervisor, (seat, _), (other, _) = make_supervisor(), make_on_call("201"), make_on_call("202")
    met = in_one_instant(
        lambda: listen_in(actor=supervisor, seat_id=seat.id, **ASKED),
        lambda: listen_in(actor=supervisor, seat_id=other.id, **ASKED),
    )
    assert isinstance(met, RuleBroken)
    assert Listening.objects.count() == 1


def test_it_is_claimed_once_and_not_when_it_is_stale():
    row = make_listening()
    with clock(now() + timedelta(seconds=31)):
        assert claim_listening(actor=SWITCH) is None
    assert claim_listening(actor=SWITCH) == row
    assert claim_listening(actor=SWITCH) is None


def test_what_was_not_dialled_yet_is_never_dialled_once_it_is_ended():
    supervisor = make_supervisor()
    row = make_listening(supervisor)
    end_listening(actor=supervisor, listening_id=row.id)
    assert claim_listening(actor=SWITCH) is None
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("ended", "given_up")
    with pytest.raises(RuleBroken, match="already"):
        end_listening(actor=supervisor, listening_id=row.id)


def test_another_supervisor_may_end_it_and_is_named_and_it_is_shown_until_the_switch_has_done_so():
    row = up(make_listening())
    end_listening(actor=make_supervisor("Kim Osei"), listening_id=row.id)
    assert seen_by(row) == ["Sarah Cole is being taken off the call"]
    assert [each.id for each in to_connect(SWITCH)] == [row.id]
    assert told(row, "up").state == "ending"
    assert told(row, "ended", outcome="listened").says == "Ended by Kim Osei."
    assert to_connect(SWITCH) == []


def test_the_clock_ends_what_nobody_connects_or_tells_of_in_words_that_say_what_is_known():
    claimed = make_listening(telephone="201")
    assert claim_listening(actor=SWITCH) == claimed
    waiting = make_listening(make_supervisor("Kim Osei"), telephone="202", own="302")
    with clock(now() + timedelta(minutes=4)):
        assert end_overdue_listening() == 2
        assert end_overdue_listening() == 0
    assert told(waiting).outcome == "not_dialled"
    assert seen_by(waiting) == []
    assert told(claimed).outcome == "not_told"
    assert seen_by(claimed) == ["Sarah Cole may still be on the call: the switch tells nothing more"]
    assert told(claimed, "ended", outcome="unknown").outcome == "unknown"  # the switch is heard again
    assert seen_by(claimed) == []


def test_what_is_not_told_is_shown_no_longer_than_the_call_lasts():
    seat, call = make_on_call()
    row = listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    up(row)
    told(row, "ended", outcome="not_told")
    assert len(seen_by(row)) == 1
    hang_up(call)
    assert seen_by(row) == []


def test_one_that_cannot_be_ended_holds_up_none_behind_it():
    stuck = make_listening(telephone="201")
    make_listening(make_supervisor("Kim Osei"), telephone="202", own="302")
    assert claim_listening(actor=SWITCH) == stuck
    damage_listening(stuck, version=2_147_483_647)
    with clock(now() + timedelta(minutes=4)):
        assert end_overdue_listening() == 1


def test_who_was_on_the_calls_of_a_seat_is_read_by_supervisors_and_auditors_alone():
    row = make_listening()
    auditor = actor_of(make_account("auditor", username="an_auditor"))
    assert [each.why for each in listened_to(auditor, row.seat_id)] == ["First week on 999"]
    with pytest.raises(NotPermitted):
        listened_to(an_actor(CanContact.VIEW, *CanQueue), row.seat_id)
