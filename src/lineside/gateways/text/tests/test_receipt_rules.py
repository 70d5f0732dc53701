"""Delivery receipts in the many ways that networks write them."""

import json

import pytest

from lineside.gateways.text.protocol import Command, Tag, Tlv, id_forms, message_pdu, read_pdu, receipt_of
from lineside.kernel.testing import real_data


def came(payload=b"", **facts):
    return read_pdu(message_pdu(Command.DELIVER_SM, short_message=payload, dest="61016", **facts).encode())


def test_the_receipt_of_another_network_is_read():
    vectors = json.loads(real_data("protocol/smpp_pdu_vectors.json").read_text())
    (pdu,) = (read_pdu(bytes.fromhex(vector["hex"])) for vector in vectors["pdus"] if "handset_ack" in vector["test"])
    receipt = receipt_of(pdu)
    assert receipt is not None
    assert (receipt.message_id, receipt.state, receipt.outcome) == ("70BA8A69", "DELIVRD", "delivered")
    assert "1891273321" in id_forms(receipt.message_id)


@pytest.mark.parametrize(
    ("words", "state", "outcome"),
    [
        ("id:1A sub:001 dlvrd:001 done date:1305050826 stat:DELIVRD err:000 Text:x", "DELIVRD", "delivered"),
        ("id:7 stat:UNDELIV err:34F submit date:20260101120000", "UNDELIV", "failed"),
        ("ID:7 STAT:expired ERR:", "EXPIRED", "failed"),
        ("id:7 stat:ENROUTE", "ENROUTE", ""),
        ("nothing of the kind", "UNKNOWN", ""),
    ],
)  # fmt: skip
def test_receipts_are_read_however_they_are_written(words, state, outcome):
    receipt = receipt_of(came(words.encode(), esm_class=4))
    assert receipt is not None
    assert (receipt.state, receipt.outcome) == (state, outcome)


def test_a_receipt_may_stand_in_its_parameters_alone():
    tlvs = (Tlv(Tag.RECEIPTED_MESSAGE_ID, b"abc\0"), Tlv(Tag.MESSAGE_STATE, b"\x05"), Tlv(Tag.NETWORK_ERROR, b"\3\0\1"))
    receipt = receipt_of(came(esm_class=4, tlvs=tlvs))
    assert receipt is not None
    assert (receipt.message_id, receipt.outcome, receipt.error) == ("abc", "failed", "030001")


def test_words_are_no_receipt():
    assert receipt_of(came(b"id:7 stat:DELIVRD")) is None
