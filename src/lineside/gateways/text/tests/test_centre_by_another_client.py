"""Our message centre as another library's client sees it: what we test against speaks SMPP as others do."""

from typing import Any

import pytest
import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm

from lineside.gateways.text.peer import Handset
from lineside.gateways.text.tests.conftest import until


@pytest.fixture
def client(server):
    client = smpplib.client.Client("127.0.0.1", server.port, timeout=5, allow_unknown_opt_params=True)
    client.connect()
    yield client
    client.unbind()
    client.disconnect()


def remembering(heard):
    def hear(pdu):
        heard.append(pdu)

    return hear


def submit(client, words, number="447700900123"):
    parts, coding, esm_class = smpplib.gsm.make_parts(words)
    answers = []
    client.set_message_sent_handler(lambda pdu: answers.append(pdu.message_id))
    for part in parts:
        client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_NWSPEC,
            source_addr="61016",
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            destination_addr=number,
            short_message=part,
            data_coding=coding,
            esm_class=esm_class,
            registered_delivery=True,
        )
        while not answers:
            client.read_once()
    return answers


@pytest.mark.parametrize("words", ["Which coach?", "Stay where you are. " * 20, "Залишайтеся на місці. " * 8])
def test_it_takes_what_the_other_client_submits(client, centre, words):
    client.bind_transceiver(system_id="other", password="peer")
    ids = submit(client, words)
    assert len(ids) >= 1
    until(lambda: centre.texts("+447700900123") == [words.strip()])


def test_the_other_client_gets_texts_and_receipts_and_answers_them(client, centre):
    client.bind_transceiver(system_id="other", password="peer", address_range="61016")
    heard: list[Any] = []
    client.set_message_received_handler(remembering(heard))
    (network_id,) = submit(client, "Which coach?")
    deliveries = centre.text("447700900123", "Coach C")
    while len(heard) < 2:
        client.read_once()
    receipt, text = sorted(heard, key=lambda pdu: -pdu.esm_class)
    assert receipt.esm_class == 4
    assert receipt.receipted_message_id == network_id
    assert b"stat:DELIVRD" in receipt.short_message
    assert (text.source_addr, text.short_message) == (b"447700900123", b"Coach C")
    assert centre.until(lambda: deliveries[0].status == 0)


def test_what_the_other_client_refuses_for_now_comes_again(client, centre):
    client.bind_receiver(system_id="other", password="peer", address_range="61016")
    answers, heard = [smpplib.consts.SMPP_ESME_RX_T_APPN, smpplib.consts.SMPP_ESME_ROK], []

    def take(pdu):
        heard.append(pdu.short_message)
        return answers.pop(0)

    client.set_message_received_handler(take)
    (delivery,) = centre.text("447700900123", "Coach C")
    while len(heard) < 2:
        client.read_once()
    assert heard == [b"Coach C"] * 2
    assert centre.until(lambda: delivery.status == 0)


def test_the_other_client_hears_each_refusal_by_its_number(client, centre):
    centre.moods.throttle = 1
    centre.moods.refused.add("447700900999")
    client.bind_transmitter(system_id="other", password="peer")
    seen = []
    client.set_error_pdu_handler(lambda pdu: seen.append(pdu.status))
    client.set_message_sent_handler(lambda **_: None)
    for number in ("447700900123", "447700900999"):
        client.send_message(source_addr="61016", destination_addr=number, short_message=b"x")
        client.read_once()
    assert seen == [smpplib.consts.SMPP_ESME_RTHROTTLED, smpplib.consts.SMPP_ESME_RINVDSTADR]


def test_a_wrong_password_is_refused(client, centre):
    centre.moods.password = "right"
    with pytest.raises(smpplib.exceptions.PDUError, match="Invalid Password"):
        client.bind_transceiver(system_id="other", password="wrong")
    client.bind_transceiver(system_id="other", password="right")


def test_a_handset_texts_through_the_centre_to_the_other_client(client, centre, server):
    client.bind_receiver(system_id="other", password="peer", address_range="61016")
    handset = Handset("127.0.0.1", server.port)
    heard: list[Any] = []
    client.set_message_received_handler(remembering(heard))
    handset.send("07700900123", "Coach C")
    handset.close()
    while not heard:
        client.read_once()
    assert (heard[0].source_addr, heard[0].source_addr_ton) == (b"447700900123", smpplib.consts.SMPP_TON_INTL)
