"""A mail handed to us over SMTP is kept first, and then checked against a name server over real UDP."""

import base64
import socket
import threading
import time
from dataclasses import replace

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from lineside.contacts.commands import claim_sender_check, resolve_contact, take_contact
from lineside.contacts.commands.senders import LEASE, WORTH_ASKING
from lineside.contacts.models import Contact, Message, SenderCheck
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.files.models import Attachment
from lineside.gateways.senders import run as running
from lineside.gateways.senders.names import Names
from lineside.gateways.senders.peer import NameServer
from lineside.gateways.senders.run import ACTOR, PATIENCE, check_next, run
from lineside.heartbeats.commands import Pulse
from lineside.heartbeats.queries import heartbeat
from lineside.kernel.clock import now
from lineside.kernel.models import EventRecord
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db(transaction=True)

HANDLER = an_actor(*CanContact)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
LETTER = (
    b"From: Sam Porter <sam@passenger.example>\r\nTo: fcc@force.example\r\nSubject: A bag\r\n"
    b"Message-ID: <%d@passenger.example>\r\n\r\nA blue bag, on platform 3.\r\n"
)


@pytest.fixture
def server():
    server = NameServer()
    server.text("passenger.example", "v=spf1 ip4:127.0.0.1 -all")
    server.text("_dmarc.passenger.example", "v=DMARC1; p=reject")
    server.text("one._domainkey.passenger.example", f"v=DKIM1; k=rsa; p={PUBLIC}")
    yield server.start()
    server.stop()


@pytest.fixture
def names(server):
    return Names(server.address, patience=2.0)


@pytest.fixture
def listener(settings, tmp_path):
    from lineside.gateways.email.inbound import Listener

    settings.FILES_DIR, settings.MAIL_DOMAIN, settings.MAIL_RELAYS = tmp_path, "force.example", "none"
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    listener = Listener("127.0.0.1", port)
    listener.start()
    yield listener
    listener.stop()


def letter():
    return LETTER % time.monotonic_ns()


def signed(raw, **more):
    return dkim.sign(raw, b"one", b"passenger.example", PEM, include_headers=[b"from", b"subject"], **more) + raw


def send(listener, raw, sender="sam@passenger.example"):
    from lineside.gateways.email.peer import send_mail

    send_mail(("127.0.0.1", listener.port), ["fcc@force.example"], raw, sender)
    return Message.objects.latest("created_at")


def found(names, message):
    while check_next(names):
        pass
    message.refresh_from_db()
    return SenderCheck.objects.get(message=message).results, message.remarks[-1]


def test_who_is_who_they_say_passes_all_three_and_it_is_told_at_the_contact(listener, names):
    message = send(listener, signed(letter()))
    assert SenderCheck.objects.get().client == "127.0.0.1"
    results, says = found(names, message)
    assert results["spf"] == results["dkim"] == results["dmarc"] == "pass"
    assert says == (
        "Sender, by our own check: SPF pass for passenger.example, DKIM pass for passenger.example,"
        " DMARC pass for passenger.example."
    )
    assert says in Contact.objects.get().marks
    assert EventRecord.objects.filter(name="contacts.SenderChecked").count() == 1


def test_an_answer_that_comes_after_somebody_took_it_makes_nothing_stale_that_they_fill_in(listener, names):
    send(listener, letter())
    taken = take_contact(actor=HANDLER, contact_id=Contact.objects.get().id)
    assert check_next(names)
    done = resolve_contact(
        actor=HANDLER, contact_id=taken.id, disposition="advice_given", reason="Told him", seen_version=taken.version
    )
    assert any("passenger.example" in mark for mark in done.marks)


def test_a_forged_name_is_news_and_moves_nothing(listener, names, server):
    server.records["passenger.example", "TXT"] = ['"v=spf1 ip4:192.0.2.7 -all"']
    message = send(listener, signed(letter()).replace(b"blue", b"red"))
    before = Contact.objects.values("state", "risk", "ranking", "look_by").get()
    results, says = found(names, message)
    assert (results["spf"], results["dkim"], results["dmarc"]) == ("fail", "fail", "fail")
    assert says.endswith("it may not come from whom it names; its domain asks that such mail be refused.")
    assert Contact.objects.values("state", "risk", "ranking", "look_by").get() == before
    assert Contact.objects.get().has_news
    assert Attachment.objects.filter(pk=message.raw_id).exists()


def test_a_name_server_that_is_silent_holds_no_mail_and_costs_a_bounded_time(listener, names, server):
    server.is_silent = True
    began = time.monotonic()
    message = send(listener, signed(letter()))
    assert time.monotonic() - began < 5, "the sender waited for our question"
    began = time.monotonic()
    results, says = found(names, message)
    assert time.monotonic() - began < 2.0 + 3.0
    assert (results["spf"], results["dkim"], results["dmarc"]) == ("temperror",) * 3
    assert "the name servers" in says


def test_name_servers_that_are_silent_are_on_the_panel_until_they_answer(server, names):
    pulse, seen = Pulse(running.PART), []
    for server.is_silent in (False, True, False):
        names.alive_at = float("-inf")
        running.turn(names, pulse)
        seen.append((part := heartbeat(running.PART)) and part.why)
    assert seen == ["", "the name servers do not answer", ""]


def test_a_server_of_ours_between_hides_who_handed_it_over(listener, names, settings):
    settings.MAIL_RELAYS = "127.0.0.0/8"
    unsigned, says = found(names, send(listener, letter()))
    assert "spf" not in unsigned
    assert unsigned["dmarc"] == "", "who handed it to our server may have been entitled to"
    assert "SPF not checked" in says
    assert "a server of ours" in says
    by_signature, _ = found(names, send(listener, signed(letter())))
    assert by_signature["dmarc"] == "pass"


def test_mail_that_we_fetched_is_checked_by_its_signatures_and_spf_is_not_claimed(settings, tmp_path, names):
    from lineside.gateways.email.imap import NOT_BY_SMTP
    from lineside.gateways.email.inbound import receive
    from lineside.gateways.email.rules import HandedBy, ImapPlace

    settings.FILES_DIR = tmp_path
    place = ImapPlace(account="fcc@mail.example", folder="INBOX", uidvalidity=1, uid=1)
    receive(signed(letter()), ("fcc",), place, HandedBy(NOT_BY_SMTP))
    results, says = found(names, Message.objects.get())
    assert ("spf" in results, results["dkim"], results["dmarc"]) == (False, "pass", "pass")
    assert "SPF not checked" in says
    assert "fetched from a mail server" in says
    receive(letter(), ("fcc",), replace(place, uid=2), HandedBy(NOT_BY_SMTP))
    unsigned, _ = found(names, Message.objects.latest("created_at"))
    assert unsigned["dmarc"] == "", "nobody knows who handed it to that server"


def test_a_signature_that_leaves_words_open_vouches_for_nothing(listener, names, server):
    server.records["passenger.example", "TXT"] = ['"v=spf1 -all"']
    results, _ = found(names, send(listener, signed(letter(), length=True) + b"And a bomb.\r\n"))
    assert (results["dkim"], results["dmarc"]) == ("policy", "fail")


def test_a_key_that_nobody_published_is_no_forgery_of_it(listener, names, server):
    del server.records["one._domainkey.passenger.example", "TXT"]
    results, _ = found(names, send(listener, signed(letter())))
    assert (results["dkim"], results["dmarc"]) == ("permerror", "pass")


def test_a_second_author_is_not_judged_by_the_first(listener, names):
    results, says = found(names, send(listener, b"From: eve@stranger.example\r\n" + signed(letter())))
    assert results["dmarc"] == "permerror"
    assert "does not name one author" in says


@pytest.mark.parametrize(
    "raw",
    [
        b"no headers at all\r\n" * 5,
        b"DKIM-Signature: v=1; a=rsa-sha256; h=from; d=\xff; s=..; b=AAAA; bh=AAAA\r\nFrom: a@b.example\r\n\r\nx",
        b"DKIM-Signature: ;;;=;\r\n" * 50 + b"From: a@b.example\r\n\r\nx\r\n",
        b"\tfolded first\r\nFrom: a@b.example\r\n\r\nx\r\n",
        b"From: a@" + b"x." * 500 + b"example\r\n\r\nx\r\n",
    ],
)
def test_whatever_a_stranger_sends_is_kept_and_checked_to_an_end(listener, names, raw):
    message = send(listener, raw, sender="%{ir}.%{v}._spf.%{d2}@xn--a.example")
    results, says = found(names, message)
    assert results
    assert says.startswith("Sender, by our own check: ")


def test_blanks_without_end_take_no_time(listener, names):
    head = signed(letter()).replace(b"c=simple/simple", b"c=relaxed/relaxed")
    message = send(listener, head + b" " * 900_000 + b"x\r\n")
    began = time.monotonic()
    results, _ = found(names, message)
    assert time.monotonic() - began < 5
    assert results["dkim"] == "neutral"


def test_signatures_that_run_for_ever_are_broken_off_whole_and_not_one_by_one(listener, names, monkeypatch):
    monkeypatch.setattr(running, "LONGEST_CHECK", 0.3)
    monkeypatch.setattr(dkim.DKIM, "verify", lambda *_: time.sleep(20))
    message = send(listener, signed(signed(letter())))
    began = time.monotonic()
    results, says = found(names, message)
    assert time.monotonic() - began < 10
    assert results == {"why": "it took too long"}
    assert "SPF not checked" in says


def test_an_spf_record_that_sends_us_round_ends(listener, names, server):
    server.records["passenger.example", "TXT"] = ['"v=spf1 include:passenger.example -all"']
    began = time.monotonic()
    results, _ = found(names, send(listener, letter()))
    assert results["spf"] == "permerror"
    assert time.monotonic() - began < 5


def test_each_way_in_which_spf_names_servers_is_asked(listener, names, server):
    server.records |= {
        ("passenger.example", "TXT"): ['"v=spf1 mx a:box.passenger.example ptr exists:%{i}.yes.example -all"'],
        ("passenger.example", "MX"): ["10 mx.passenger.example."],
        ("mx.passenger.example", "A"): ["127.0.0.1"],
    }
    results, _ = found(names, send(listener, letter()))
    assert results["spf"] == "pass"
    assert "mx.passenger.example" in server.asked


def test_a_check_that_broke_off_is_done_again_and_not_for_ever(listener, names):
    message = send(listener, letter())
    at = now()
    for attempt in range(PATIENCE):
        at += LEASE
        with clock(at):
            assert [claim_sender_check(actor=ACTOR)] == list(SenderCheck.objects.filter(attempts=attempt + 1))
            assert claim_sender_check(actor=ACTOR) is None, "leased to one"
    with clock(at + LEASE):
        results, says = found(names, message)
    assert results == {"why": f"it broke off {PATIENCE} times at this mail"}
    assert "SPF not checked" in says
    assert claim_sender_check(actor=ACTOR) is None


def test_the_newest_is_checked_first_and_what_is_old_is_not_asked_about_today(listener, names):
    old, new = send(listener, letter()), send(listener, letter())
    claimed = [claim_sender_check(actor=ACTOR), claim_sender_check(actor=ACTOR)]
    assert claimed == [SenderCheck.objects.get(message=each) for each in (new, old)]
    send(listener, letter())
    with clock(now() + WORTH_ASKING + LEASE):
        assert claim_sender_check(actor=ACTOR) is None


def test_what_did_not_come_by_smtp_is_not_checked():
    make_message()
    assert not SenderCheck.objects.exists()


def test_the_process_checks_what_comes_until_it_is_told_to_stop(listener, server, settings):
    settings.DNS = server.address
    stop = threading.Event()
    process = threading.Thread(target=run, args=(stop,))
    process.start()
    try:
        send(listener, signed(letter()))
        end = time.monotonic() + 20
        while not SenderCheck.objects.filter(results__dmarc="pass").exists():
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        stop.set()
        process.join(10)
    assert not process.is_alive()
