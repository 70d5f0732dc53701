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
    "seat-state": "what I am doing now; the last word counts",
    "contact-help": "asks for a supervisor, and changes nothing of the contact",
    "surge-declare": "something new, one at a time",
    "surge-end": "ends once; the second is told",
    "staff-sign-off": "only adds to what somebody holds",
    "contact-repeat-seen": "kept once for each person and contact, and changes nothing of the contact",
    "contact-reserve": "changes nothing of the contact; another's is refused",
    "contact-marker-place": "there is no record yet; one that stands already is refused",
    "operator-ask": "adds an enquiry and changes nothing of the call",
    "emergency-silent": "what is heard now; the last word counts",
    "emergency-ask": "a question only adds",
    "emergency-taps": "an answer is given once; the second is told",
    "emergency-relay": "what is heard now; the last word counts",
    "emergency-ring-back": "an attempt only adds",
    "contact-call-out": "adds a call and changes nothing of the contact",
    "log-call-out": "adds a call and a line",
    "listen-in": "changes nothing of the seat; one at a time, and the second is told",
    "listening-end": "ends once; the second is told",
    "refer": "there is no record yet",
    "internal-report": "there is no record yet",
    "absence-reason": "a look changes nothing",
    "report-source": "a look changes nothing",
    "press-open": "there is no record yet",
    "press-duty": "there is no record yet",
    "contact-refer": "there is no record yet",
    "log-refer": "there is no record yet",
    "contact-interpreter": "adds a request and changes nothing of the contact",
    "contact-statement": "the last said stands",
    "log-decide": "adds a decision and a line",
    "log-methane-draft": "adds a version made of the facts as they are now",
    "contact-promise": "adds a promise and changes nothing of the contact",
    "warning-open": "there is no record yet",
    "callback-ask": "there is no record yet",
    "callback-opt-out": "it is for good; a second changes nothing",
    "callback-ring": "adds a call; a second at once is refused",
    "callback-end": "said once; the second is told",
    "review-draw": "there is no record yet",
    "review-by-hand": "there is no record yet",
    "review-score": "each scorer's marks are put in once",
    "witness-ring": "adds an attempt and changes nothing of the witness",
    "attempt-end": "said once; the second is told",
    "witness-settle": "said once; the second is told",
    "contact-next": "whatever is first in the queue now",
    "contact-note": "a note only adds",
    "contact-reply-size": "nothing is done yet",
    "place": "nothing is done yet",
    "propose": "nothing is done yet",
    "kind-questions": "nothing is done yet",
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
    "incident-disclose": "a copy changes nothing",
    "unit-accepted": "that an officer accepted is recorded once",
    "unit-book": "a unit is booked on once",
    "unit-crew": "the crew as it is now; the one before stays on record",
    "unit-place": "the newest place of a unit stands",
    "unit-well": "that all is well is a moment of its own",
    "unit-fence": "what a unit is kept for now; it is one thing at a time",
    "unit-off": "a unit is booked off once",
    "unit-release": "a unit that is kept for nothing is not released",
    "handover-give": "a sheet is of the moment at which it is given",
    "handover-take": "a sheet is taken over once",
    "ladder-seen": "the rung itself is acknowledged",
    "log-party": "who works on a log is listed once",
    "log-party-word": "each word is somebody's at a moment, and the last stands",
    "log-person": "each word is somebody's at a moment, and the last stands",
    "log-protect": "a protection is a record of its own",
    "fatality-classify": "each class with its reason stays on record, and the last stands",
    "fatality-confirm": "a death is confirmed once",
    "fatality-driver": "each account is a line of its own",
    "fatality-hand-back": "the line is handed back once",
    "risk-decide": "a risk is decided once",
    "card-take": "a card is taken on once",
    "card-step": "a step is done once",
    "card-ring": "a call is placed, and changes nothing",
    "log-scale": "the larger scale brings the larger cards, and takes none away",
    "log-send": "the database holds a unit to one incident",
    "log-who": "it asks, and changes nothing",
    "officer-emergency-answer": "whoever answers is put on record beside the others",
    "train-ask": "each asking is a line of its own",
    "train-meet": "the newest plan stands, and the one before stays on record",
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
