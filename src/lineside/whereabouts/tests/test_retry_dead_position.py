"""A position that could not be taken is read again by a supervisor, and then stands beside its call."""

import pytest

from lineside.contacts.models import DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.files.permissions import CanFile
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor
from lineside.whereabouts.commands import refuse_fix, retry_dead_position
from lineside.whereabouts.models import Fix

pytestmark = pytest.mark.django_db
TAKER = system_actor("test gateway", CanContact.RECEIVE, CanFile.STORE)
SUPERVISOR = an_actor(*CanContact, *CanFile)
NUMBER = "+447700900123"


@pytest.fixture
def letter(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    text = f'A"ML=1;lt=+53.79490;lg=-1.54770;rd=9;top={now():%Y%m%d%H%M%S};lc=83;pm=G'
    refuse_fix(actor=TAKER, gateway="aml", content=text.encode(), why="x", number=NUMBER)
    return DeadLetter.objects.get()


def test_it_is_read_again_and_stands_beside_its_call(letter):
    call = make_call("answered", line_type="999_BT")
    worked = retry_dead_position(actor=SUPERVISOR, dead_letter_id=letter.id, seen_version=letter.version)
    fix = Fix.objects.get()
    assert (fix.contact_id, fix.lat, fix.raw_id) == (call.id, 53.7949, letter.raw_id)
    assert (worked.became_id, worked.worked_how) == (call.id, "Read again.")


def test_one_whose_number_rang_nobody_stays_for_a_person(letter):
    with pytest.raises(RuleBroken, match="No call of this number"):
        retry_dead_position(actor=SUPERVISOR, dead_letter_id=letter.id, seen_version=letter.version)
    assert not Fix.objects.exists()
    assert DeadLetter.objects.get().worked_by == ""
