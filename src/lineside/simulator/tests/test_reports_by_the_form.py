"""What the stream has come by the form goes by the form itself, once, and is known again by its link."""

from datetime import UTC, datetime
from itertools import islice

import pytest
from django.conf import settings as own
from django.test import override_settings

from lineside.contacts.models import Contact
from lineside.gateways.web.models import WebReport
from lineside.simulator.demand import Stream
from lineside.simulator.errands import TryLater
from lineside.simulator.letters import answers
from lineside.simulator.outside import Forms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def public():
    with override_settings(**own.PUBLIC_FACE):
        yield


@pytest.fixture
def forms(public, live_server):
    forms = Forms(live_server.url)
    yield forms
    forms.close()


def of_the_stream(count=1):
    stream = Stream("now", 1, datetime(2026, 4, 1, tzinfo=UTC)).contacts()
    return list(islice((each for each in stream if each.channel == "web_form"), count))


def test_a_report_of_the_stream_is_taken_and_known_by_its_link(forms):
    (told,) = of_the_stream()
    known_by = forms.send(told.key, answers(told))
    report = WebReport.objects.get()
    assert report.link_sha256 == known_by
    assert report.facts["what"]["text"].split() == told.text.split()
    assert Contact.objects.get().channel == "web"


def test_one_whose_answer_was_lost_is_sent_again_and_there_once(forms):
    (told,) = of_the_stream()
    reporter, filled = forms._fill(told.key, answers(told))
    link = reporter.send(filled)
    assert forms.send(told.key, answers(told)) == WebReport.objects.get().link_sha256
    assert link.startswith("/follow/")


def test_a_form_that_is_away_is_tried_later(public):
    (told,) = of_the_stream()
    forms = Forms("http://127.0.0.1:9")
    with pytest.raises(TryLater):
        forms.send(told.key, answers(told))
    forms.close()
