"""Deliveries of which something fails: what is behind it is kept, and it is told again or left for a person."""

import json
import logging

import httpx
import pytest
from django.db import InterfaceError

from lineside.contacts.models import DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.gateways.social.commands import retry_dead_letter
from lineside.gateways.social.inbound import receive
from lineside.gateways.social.peer.hooking import OWN
from lineside.gateways.social.webhooks import Hook
from lineside.gateways.tests.failing import failing_at_commit
from lineside.kernel.testing import an_actor

ANN = an_actor(*CanContact, "files.read")
pytestmark = pytest.mark.django_db(transaction=True)


def both(x, *words):
    """One delivery with a post for each of these words."""
    told = [x.said(f"sam{number}", each) for number, each in enumerate(words)]
    return {"for_user_id": OWN, "tweet_create_events": [each["tweet_create_events"][0] for each in told]}


def test_an_event_that_fails_loses_none_behind_it_and_a_person_tries_it_again(x):
    told = both(x, "knife", "help")
    with failing_at_commit(when="NEW.text = 'knife'"):
        assert x.deliver(told) == 503
    assert Message.objects.get().text == "help"
    dead = DeadLetter.objects.get()
    assert "could not be kept when it came (OperationalError)" in dead.why
    worked = retry_dead_letter(actor=ANN, dead_letter_id=dead.id, seen_version=dead.version)
    assert Message.objects.get(contact=worked.became_id).text == "knife"
    assert x.deliver(told) == 200
    assert (Message.objects.count(), DeadLetter.objects.count()) == (2, 1)


def test_word_that_a_post_is_gone_is_left_for_a_person_where_it_cannot_be_kept(x):
    told = x.said("sam", "knife")
    x.deliver(told)
    key = told["tweet_create_events"][0]["id_str"]
    with failing_at_commit("57P01", "NEW.name = 'gateways.social.take_gone'", "kernel_auditline"):
        assert x.deliver(x.gone(key)) == 503
    assert (DeadLetter.objects.count(), Message.objects.get().remarks) == (1, [])


def test_where_the_store_is_full_that_something_came_is_kept_and_it_is_told_again(x, settings, tmp_path):
    told, room = x.said("sam", "knife"), settings.FILES_DIR
    (tmp_path / "full").touch()
    settings.FILES_DIR = tmp_path / "full" / "files"
    assert x.deliver(told) == 503
    assert DeadLetter.objects.get().raw is None
    settings.FILES_DIR = room
    assert x.deliver(told) == 200
    assert Message.objects.get().text == "knife"


def test_a_fault_of_the_driver_is_a_database_that_is_away_and_no_fault_of_the_post(x):
    def fails(request):
        raise InterfaceError("the connection is closed")

    told = x.said("sam", "knife")["tweet_create_events"][0]
    told["extended_entities"] = {"media": [{"media_url_https": "https://x.example/a.png"}]}
    with httpx.Client(transport=httpx.MockTransport(fails)) as http, pytest.raises(InterfaceError):
        receive("x", OWN, json.dumps({"post": told}).encode(), http=http)
    assert DeadLetter.objects.count() == 0


def test_a_fault_of_ours_is_answered_and_stands_in_the_log_with_where_it_was(listener, x, caplog):
    class Tripping(Hook):
        def take(self, *_):
            raise RuntimeError("as a fault of ours does")

        def answer_to(self, _):
            raise RuntimeError("as another does")

    given = listener.hooks["/x"]
    listener.hooks["/x"] = Tripping(platform=given.platform, own=given.own, secret=given.secret)
    with caplog.at_level(logging.ERROR, "lineside.social"):
        assert x.deliver(x.said("sam", "knife")) == 503
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{listener.url}/x?crc_token=a")
    assert ["as a fault of ours does" in caplog.text, "as another does" in caplog.text] == [True, True]
