"""A handset's hidden text of where it is comes by the same line as people's words, and is no conversation."""

import pytest

from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.testing import make_call
from lineside.gateways.text.protocol import Command, Status, message_pdu
from lineside.kernel.clock import now
from lineside.whereabouts.models import Fix

pytestmark = pytest.mark.django_db(transaction=True)
HANDSET = "+447700900123"


def position(**more: str) -> str:
    stamp = now().strftime("%Y%m%d%H%M%S")
    facts = {"lt": "+53.79490", "lg": "-1.54770", "rd": "12", "top": stamp, "lc": "68", "pm": "G", **more}
    return 'A"ML=1;' + ";".join(f"{name}={said}" for name, said in facts.items())


def packed(text: str) -> bytes:
    bits = sum(ord(sign) << 7 * place for place, sign in enumerate(text))
    return bits.to_bytes((len(text) * 7 + 7) // 8, "little")


def answered(centre, deliveries):
    assert centre.until(lambda: all(each.status is not None for each in deliveries))
    assert {each.status for each in deliveries} == {Status.OK}


def test_a_position_in_words_or_packed_joins_its_call_and_nobody_is_asked_to_answer_it(line, centre):
    call = make_call(line_type="999_BT")
    said = position()
    answered(centre, [*centre.text(HANDSET, said), *centre.text(HANDSET, said)])
    data = message_pdu(
        Command.DELIVER_SM,
        source=HANDSET[1:],
        source_ton=1,
        source_npi=1,
        dest="61016",
        coding=4,
        short_message=packed(position(rd="8")),
    )
    answered(centre, [centre.deliver(data)])
    assert list(Fix.objects.order_by("id").values_list("contact_id", "uncertainty_m")) == [(call.id, 12), (call.id, 8)]
    assert Contact.objects.count() == 1
    assert Message.objects.count() == 0


def test_a_bad_position_is_answered_for_and_waits_for_a_person(line, centre):
    answered(centre, centre.text(HANDSET, position(lg="west")))
    assert "is no number" in DeadLetter.objects.get().why
    assert Fix.objects.count() == Contact.objects.count() == 0


def test_words_that_only_speak_of_it_stay_a_conversation(line, centre):
    answered(centre, centre.text(HANDSET, 'What is A"ML=1 for?'))
    assert Contact.objects.count() == 1
