"""A position finds its call by number and time, stays as it was told, and whoever reads it is on record."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lineside.contacts.models import DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact, emergency_calls
from lineside.contacts.testing import GATEWAY, make_call
from lineside.files.permissions import CanFile
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor, audit_lines
from lineside.whereabouts.commands import record_fix, show_unclaimed, take_aml_text
from lineside.whereabouts.models import Fix
from lineside.whereabouts.queries import fixes_of, unclaimed
from lineside.whereabouts.testing import a_fix, make_fix

pytestmark = pytest.mark.django_db
TAKER = system_actor("test gateway", CanContact.RECEIVE, CanFile.STORE)


def text(**more: str) -> str:
    stamp = now().strftime("%Y%m%d%H%M%S")
    facts = {"lt": "+53.79490", "lg": "-1.54770", "rd": "12", "top": stamp, "lc": "68", "pm": "G", **more}
    return 'A"ML=1;' + ";".join(f"{name}={said}" for name, said in facts.items())


def test_a_position_joins_the_call_of_its_number_announces_itself_and_is_on_record():
    call = make_call(line_type="999_BT")
    fix = make_fix()
    assert fix.contact_id == call.id
    event = EventRecord.objects.get(name="whereabouts.CallerLocated")
    assert event.topics == [f"whereabouts:{call.id}"]
    assert AuditLine.objects.filter(name="whereabouts.record_fix").count() == 1


def test_the_same_telling_again_is_one_position():
    make_call()
    same = a_fix()
    assert record_fix(actor=GATEWAY, fix=same).id == record_fix(actor=GATEWAY, fix=same).id
    assert Fix.objects.count() == 1


def test_a_position_that_comes_before_its_call_is_there_when_the_call_is():
    make_fix()
    call = make_call()
    assert [fix.place_text for fix in fixes_of(contact(call.id))] == ["53.79490,-1.54770"]


def test_a_position_of_another_number_or_of_another_hour_is_not_this_callers():
    make_fix(number="07700 900999")
    make_fix(received_at=now() - timedelta(hours=1), positioned_at=None)
    call = make_call()
    assert fixes_of(contact(call.id)) == []


def test_a_call_that_ended_long_ago_takes_no_position():
    make_call("ended", at=now() - timedelta(hours=1))
    assert make_fix().contact_id is None


def test_nobody_can_change_or_delete_a_position():
    fix = make_fix()
    for change in (lambda: Fix.objects.update(lat=1), fix.delete):
        with pytest.raises((DatabaseError, RuntimeError)), transaction.atomic():
            change()


def test_a_look_at_a_callers_position_is_on_record_and_needs_a_right():
    call = make_call()
    make_fix()
    row = contact(call.id)
    fixes_of(row, an_actor(CanContact.VIEW))
    assert AuditLine.objects.get(kind="looked").facts == {"subject": call.reference}
    with pytest.raises(NotPermitted):
        fixes_of(row, an_actor())


def test_a_bad_or_stale_text_becomes_no_position_and_waits_for_a_person_with_its_sentence():
    make_call()
    stale = (now() - timedelta(hours=3)).strftime("%Y%m%d%H%M%S")
    for bad in (text(lg="-1.54x"), text(top=stale), 'A"ML=7;x'):
        assert take_aml_text(actor=TAKER, content=bad, number="+447700900123", received_at=now()) is None
        assert take_aml_text(actor=TAKER, content=bad, number="+447700900123", received_at=now()) is None
    assert Fix.objects.count() == 0
    whys = list(DeadLetter.objects.order_by("id").values_list("why", flat=True))
    assert len(whys) == 3
    assert "longitude '-1.54x' is no number" in whys[0]
    assert "taken 3 h 0 min before it came" in whys[1]


def test_a_good_text_becomes_a_position_with_its_bytes_kept():
    call = make_call()
    key = take_aml_text(actor=TAKER, content=text(), number="+447700900123", received_at=now())
    assert key
    fix = Fix.objects.get(pk=key)
    assert fix.contact_id == call.id
    assert fix.raw is not None


def test_a_full_file_store_costs_a_text_its_bytes_alone_and_nothing_says_that_they_were_kept(settings, tmp_path):
    (tmp_path / "full").write_text("")
    settings.FILES_DIR = tmp_path / "full" / "files"
    call = make_call()
    take_aml_text(actor=TAKER, content=text(), number="+447700900123", received_at=now())
    take_aml_text(actor=TAKER, content=text(lg="west"), number="+447700900123", received_at=now())
    fix = Fix.objects.get()
    assert (fix.contact_id, fix.raw_id, DeadLetter.objects.get().raw_id) == (call.id, None, None)
    assert audit_lines("refused") == ["files.store_file"] * 2
    assert "files.store_file" not in audit_lines()


def test_a_position_that_no_call_follows_is_shown_to_a_person_once():
    ago = now() - timedelta(minutes=8)
    make_fix(received_at=ago, positioned_at=ago)
    make_fix(number="07700 900777", received_at=ago, positioned_at=ago)
    make_fix(number="07700 900888")  # its call may still come
    make_call(number="07700 900777", at=ago + timedelta(minutes=1))
    assert [show_unclaimed(actor=GATEWAY), show_unclaimed(actor=GATEWAY)] == [1, 0]
    assert audit_lines().count("contacts.record_dead_letter") == 1
    assert "+447700900123 at 53.79490,-1.54770 belongs to no call" in DeadLetter.objects.get().why


def test_what_came_while_nobody_looked_is_shown_once_somebody_does():
    ago = now() - timedelta(days=2)
    make_fix(received_at=ago, positioned_at=ago)
    make_fix(number="07700 900777", received_at=ago, positioned_at=ago)
    make_call(number="07700 900777", at=ago + timedelta(minutes=1))
    assert [fix.number for fix in unclaimed().values()] == ["+447700900123"]
    assert show_unclaimed(actor=GATEWAY) == 1
    assert unclaimed() == {}


@pytest.mark.parametrize("minutes", [1, 4, 6, 8])
def test_a_position_is_shown_at_its_call_or_to_a_person_and_never_nowhere(minutes):
    ago = now() - timedelta(minutes=10)
    make_fix(received_at=ago, positioned_at=ago)
    call = make_call(at=ago + timedelta(minutes=minutes))
    show_unclaimed(actor=GATEWAY)
    assert (len(fixes_of(contact(call.id))), DeadLetter.objects.count()) in [(1, 0), (0, 1)]


def test_a_999_call_is_asked_about_although_its_switchs_clock_is_behind():
    call = make_call(line_type="999_BT", at=now() - timedelta(seconds=100))
    make_call(line_type="999_BT", number="07700 900124", at=now() - timedelta(minutes=4))
    assert [row.id for row in emergency_calls(timedelta(seconds=60))] == [call.id]
