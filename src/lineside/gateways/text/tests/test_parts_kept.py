"""Parts of texts: what was said of one stays said, and one that was dead becomes the contact that it is."""

from datetime import timedelta

import pytest

from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.files.permissions import CanFile
from lineside.gateways.text.commands import close_overdue, retry_dead_letter, take_in, take_in_dead
from lineside.gateways.text.inbound import ACTOR, dead_on
from lineside.gateways.text.link import link_of
from lineside.gateways.text.peer import Centre
from lineside.gateways.text.protocol import part_of, read_pdu
from lineside.gateways.text.rules import TextCame, digest_of, sender_of
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor, clock
from lineside.whereabouts.models import Fix

SUPERVISOR = an_actor(*CanContact, *CanFile)
LONG = "He has a knife, he is in coach C and he shouts at everybody. " * 4
pytestmark = pytest.mark.django_db


def came(pdu):
    return TextCame(link="smpp", digest=digest_of("smpp", pdu), sender=sender_of(pdu), recipient=pdu.dest,
                    part=part_of(pdu), at=now(), raw=pdu.encode())  # fmt: skip


def test_what_was_said_of_an_incomplete_text_stays_when_a_part_comes_again():
    first, *_ = Centre().packets("447700900001", LONG)
    take_in(actor=ACTOR, content=[came(first)])
    with clock(now() + timedelta(seconds=61)):
        close_overdue(actor=ACTOR)
        take_in(actor=ACTOR, content=[came(first)])
    remarks = " ".join(Message.objects.get().remarks)
    assert "It came again at" in remarks
    assert "Incomplete: 1 of" in remarks


@pytest.mark.parametrize("to", ["61016", "61999"])
def test_a_dead_text_is_read_by_the_alphabet_of_its_line_and_linked_to_its_contact(to):
    (pdu,) = Centre().packets("447700900001", "A")
    raw = pdu.encode().replace(b"61016", to.encode())
    raw = raw[:-1] + b"$"
    link = link_of("smpp://lineside:peer@127.0.0.1:2775/?alphabet=latin-1")
    dead_id = take_in_dead(actor=ACTOR, content=dead_on(link, raw, "It could not be read."))
    dead = DeadLetter.objects.get(id=dead_id)
    done = retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead_id, seen_version=dead.version)
    assert done.became_id == Contact.objects.get().id
    assert Message.objects.get().text == "$"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_position_whose_other_part_comes_late_is_taken_once_it_is_whole(order):
    make_call(line_type="999_BT")
    body = f";lt=+53.79490;lg=-1.54770;rd=12;top={now():%Y%m%d%H%M%S};lc=68;x={'y' * 150}"
    packets = Centre().packets("447700900123", f'A"ML=1;ml={len(body) + 13}{body}')
    parts = [read_pdu(packet.encode()) for packet in packets]
    take_in(actor=ACTOR, content=[came(parts[order[0]])])
    with clock(now() + timedelta(seconds=61)):
        close_overdue(actor=ACTOR)
        assert Fix.objects.count() == 0
        take_in(actor=ACTOR, content=[came(parts[order[1]])])
        take_in(actor=ACTOR, content=[came(parts[order[1]])])
    assert Fix.objects.get().uncertainty_m == 12
