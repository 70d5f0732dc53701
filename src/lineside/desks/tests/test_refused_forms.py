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
    "crime-count": "nothing is done yet",
    "crime-outcome-weigh": "nothing is done yet",
    "crime-cancel-weigh": "nothing is done yet",
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
    "vehicle-record": "there is no record yet",
    "exercise-start": "there is no record yet",
    "exercise-remark": "a remark only adds",
    "victim-step": "a step only adds, and the same step is recorded once",
    "victim-add": "there is no record yet",
    "press-duty": "there is no record yet",
    "contact-refer": "there is no record yet",
    "log-refer": "there is no record yet",
    "contact-interpreter": "adds a request and changes nothing of the contact",
    "contact-statement": "the last said stands",
    "log-decide": "adds a decision and a line",
    "log-mutual-aid": "a request only adds; a force that has the incident is asked once more",
    "log-methane-draft": "adds a version made of the facts as they are now",
    "contact-promise": "adds a promise and changes nothing of the contact",
    "warning-open": "there is no record yet",
    "callback-ask": "there is no record yet",
    "callback-opt-out": "it is for good; a second changes nothing",
    "callback-ring": "adds a call; a second at once is refused",
    "callback-end": "said once; the second is told",
    "review-draw": "there is no record yet",
    "review-by-hand": "there is no record yet",
    "sample-review": "each reviewer's marks are put in once",
    "samples-draw": "a month is drawn once",
    "sweep-begin": "there is no record yet; one that is under way is refused",
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
    "incident-disclose": "a copy changes nothing; what it holds is as it is then",
    "control-send": "a unit is on one incident at a time; who sends it second is told where it is",
    "own-state": "what the crew does now; the last word counts",
    "own-line": "a line only adds",
    "own-step": "each step of a message is recorded once",
    "own-photo": "a photo only adds",
    "own-emergency": "nothing stands in the way of an emergency",
    "unit-confidential": "whoever takes it speaks to the crew; one for which none waits is refused",
    "unit-accepted": "the first acceptance stands; another changes nothing",
    "unit-book": "one that is on duty already is refused",
    "unit-place": "where it is now; each place before stays among its fixes",
    "unit-well": "adds a line and begins the clock anew; nothing is written over",
    "handover-give": "a sheet is of the moment at which it is given; one before that nobody took stays readable",
    "handover-take": "a sheet never changes; one that was taken or replaced is refused",
    "ladder-seen": "the level that was seen is sent along; one that is passed is refused",
    "log-partner-offer": "adds a transfer; an agency that has the incident already is refused",
    "log-party": "who is listed already stays so; nothing is written over",
    "log-protect": "adds a protection; those that are open stay as they are",
    "fatality-confirm": "said once; the second is told",
    "fatality-driver": "said once; the second is told",
    "fatality-hand-back": "said once; the second is told",
    "card-take": "one that is on stays as it is; one that was taken off comes back, and the log has both",
    "card-step": "a step is ended once; the second is told by whom",
    "event-plan": "there is no record yet",
    "event-log": "adds a log; one that belongs to it already is refused",
    "event-log-off": "a log is taken off once; the second is told by whom",
    "event-unit": "names a unit; one that is named already is refused",
    "event-unit-off": "a unit is released once; the second is told by whom",
    "major-declare": "it is declared once; one that stands is refused",
    "major-count": "what was told last stands; each count before stays in its history with who told it",
    "major-task": "adds a task",
    "major-task-end": "a task is ended once; the second is told by whom",
    "major-ring": "a turn is rung once; the second is told",
    "major-answer": "a turn is answered once; the second is told",
    "major-decide": "adds a decision and a line",
    "major-decline": "it is answered once; the second is told by whom",
    "card-ring": "adds a call and changes nothing of the card",
    "log-send": "a unit is on one incident at a time; who sends it second is told where it is",
    "log-who": "holds the first for some seconds; what another holds is left alone",
    "officer-emergency-answer": "adds who answers; the first has it in hand",
    "train-ask": "adds what was asked",
    "appointment-agree": "adds a slot; where one stands already it is refused",
    "stranded-record": "adds a train; one whose clock runs already is refused",
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
