"""Notices on the wire to an HR system that is well, away, deaf or talks rubbish: each is kept there once."""

import pytest

from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.hr.client import Client
from lineside.gateways.hr.peer import HrSystem
from lineside.gateways.hr.protocol import REPEATS, Answer, Mapping
from lineside.gateways.hr.run import mapping
from lineside.kernel.clock import now
from lineside.kernel.testing import clock
from lineside.sickness import rules
from lineside.sickness.models import Notice
from lineside.sickness.testing import REASON, make_absence

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    peer = HrSystem()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def client(system):
    made = Client(system_of(system.url, "LINESIDE_HR_URL"), mapping())
    yield made
    made.exchange.close()


def deliver(client, minutes=0.0):
    with clock(now() + rules.LONGEST_WAIT * minutes):
        client.deliver_one()
    return Notice.objects.get()


def test_an_absence_is_kept_by_the_hr_system_and_its_reference_here(client, system):
    make_absence()
    notice = deliver(client)
    assert (notice.state, notice.hr_reference) == ("delivered", "ABS-1")
    kept = system.kept[str(notice.id)]
    assert (kept["event"], kept["staffNumber"], kept["absenceReason"]) == ("SICKNESS_START", "C1042", REASON)
    assert not client.deliver_one()


def test_what_it_kept_without_saying_so_is_sent_again_and_stays_one(client, system):
    system.mood = "deaf"
    make_absence()
    assert deliver(client).state == "queued"
    system.mood = "well"
    notice = deliver(client, 1)
    assert notice.state == "delivered"
    assert (len(system.kept), system.came[str(notice.id)]) == (1, 2)


@pytest.mark.parametrize("mood", ["away", "rubbish"])
def test_an_hr_system_that_makes_no_sense_is_tried_again(client, system, mood):
    system.mood = mood
    make_absence()
    notice = deliver(client)
    assert (notice.state, notice.attempts) == ("queued", 1)
    assert notice.says
    assert REASON not in notice.says


def test_who_is_not_known_there_is_seen_by_a_person(client):
    make_absence("C1049")
    notice = deliver(client)
    assert (notice.state, notice.says) == ("dead", "No such member of staff")


def test_nothing_listens_and_it_is_tried_again(client, system):
    system.stop()
    make_absence()
    assert deliver(client).state == "queued"
    system.start = lambda: None


def test_a_wrong_password_is_tried_again_since_it_may_be_mended(system):
    client = Client(system_of(f"http://lineside:wrong@127.0.0.1:{system.port}", "LINESIDE_HR_URL"), mapping())
    make_absence()
    assert deliver(client).state == "queued"
    client.exchange.close()


@pytest.mark.parametrize("secret", ["12345/word", "hush/word", "12345[word"])
def test_no_part_of_a_secret_stands_in_what_is_said_of_its_address(secret):
    with pytest.raises(Unreadable) as fault:
        system_of(f"https://user:{secret}@host:443", "LINESIDE_HR_URL")
    assert secret[:4] not in str(fault.value)


def test_a_mapping_file_that_lacks_a_name_and_an_address_that_is_none_are_refused_in_a_sentence():
    with pytest.raises(Unreadable, match=r"answer\.key"):
        Mapping({"path.notices": "/absences"})
    with pytest.raises(Unreadable, match="LINESIDE_HR_URL"):
        system_of("origin", "LINESIDE_HR_URL")
    with pytest.raises(Unreadable, match="this notice"):
        mapping().answer(b'{"messageId":"another","outcome":"STORED"}', "mine")


def test_a_reason_that_cannot_be_unsealed_here_is_a_persons_and_holds_up_nobody_elses(client, system, settings):
    make_absence()
    settings.SECRET_KEY = "another" * 8
    assert client.deliver_one()
    [first] = Notice.objects.all()
    assert (first.state, "another secret key" in first.says) == ("dead", True)
    make_absence("C1043")
    assert client.deliver_one()
    assert len(system.kept) == 1


def test_words_of_the_reason_in_an_answer_are_not_kept_for_many_to_read():
    answer = mapping().answer(b'{"messageId":"k","outcome":"REJECTED","text":"No code for WRIST"}', "k")
    assert answer.apart_from(REASON) == Answer("refused", REPEATS, "")
    assert answer.apart_from("Unwell") == answer
    assert answer.apart_from("for") == Answer("refused", REPEATS, "")
    assert answer.apart_from("co") == answer.apart_from("") == answer
