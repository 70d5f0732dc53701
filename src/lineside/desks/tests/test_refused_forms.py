"""Forms of who has no right, and of who saw an older record: nothing is done, and nobody's words vanish."""

from dataclasses import replace
from html import unescape

import pytest

from lineside.access.queries import actor_of
from lineside.desks.tests.hostile import done, is_one_sentence, is_typed, refusals, sent
from lineside.desks.tests.test_hostile_forms import EVERYTHING, FORMS
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
OLDER = -1  # than the version of any record
NEVER_STALE = {
    "control-line": "a line only adds; a command on it that changes is tried in test_control_desk",
    "control-foreseen": "nothing is done yet",
    "control-new": "there is no record yet",
    "contact-next": "whatever is first in the queue now",
    "contact-note": "a note only adds",
    "contact-reply-size": "nothing is done yet",
    "place": "nothing is done yet",
    "propose": "nothing is done yet",
    "duplicates": "nothing is done yet",
    "account-open": "there is no record yet",
    "end-every-sitting": "whoever is signed in now",
    "account-link": "a new link ends the earlier one",
    "account-end": "wherever they are signed in now",
    "client-enrol": "there is no record yet",
    "client-revoke": "a key is revoked once",
    "policy-set": "the value that is set last stands",
    "audit-export": "the trail only grows",
    "find": "nothing is changed",
    "begin": "the duty that waits now",
    "book-on": "a duty is booked on once",
    "book-off": "a duty is booked off once",
    "retire-part": "a part is taken off once",
}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.mark.parametrize("name", FORMS)
def test_no_form_does_anything_for_who_has_no_right(client, sign_in, name):
    sign_in()
    ask = FORMS[name].about(an_actor(*EVERYTHING))
    before = done()
    answer = sent(client, name, FORMS[name], ask)
    assert answer.status_code == 403
    assert done() == before
    told = refusals(answer.content.decode())
    assert len(told) == 1
    assert is_one_sentence(told[0])


@pytest.mark.parametrize("name", [name for name in FORMS if name not in NEVER_STALE])
def test_a_form_filled_in_on_an_older_record_is_refused_and_its_words_stay(client, sign_in, name):
    form = FORMS[name]
    ask = form.about(actor_of(sign_in(*EVERYTHING)))
    before = done()
    answer = sent(client, name, form, replace(ask, version=OLDER))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert done() == before
    assert len(refusals(page)) == 1
    assert is_one_sentence(refusals(page)[0])
    typed = [words for field, words in form.filled.items() if is_typed(form, field) and words]
    assert [words for words in typed if words not in unescape(page)] == []
