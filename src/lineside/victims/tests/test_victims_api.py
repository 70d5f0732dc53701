"""The API of letters to victims and of who is told before a decision, asked without the site around it."""

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from lineside.crimes.api import router as crimes
from lineside.crimes.commands import record_crime
from lineside.crimes.testing import RECORDER, a_report
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import Refusal
from lineside.victims.api import router as victims
from lineside.victims.testing import CARER, make_victim

pytestmark = pytest.mark.django_db
api = NinjaAPI(urls_namespace="victims-test")
api.add_router("", crimes)
api.add_router("", victims)
client = TestClient(api)


@api.exception_handler(Refusal)
def refused(request, refusal):
    return api.create_response(request, {"detail": refusal.sentence, "field": refusal.field}, status=refusal.status)


def written(row, **asked):
    body = {"template": "confirmation", "way": "post", "address": "1 Vale Row, Leeds", **asked}
    headers = {"If-Match": f'"{row.version}"'}
    return client.post(f"/victims/{row.id}/letters", json=body, actor=CARER, headers=headers).json()


def test_a_letter_is_printed_and_a_text_is_not():
    row = make_victim()
    letter = written(row)
    answer = client.get(f"/victim-letters/{letter['id']}/pdf", actor=CARER)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    row.refresh_from_db()
    text = written(row, template="progress_text", way="text", address="")
    answer = client.get(f"/victim-letters/{text['id']}/pdf", actor=CARER)
    assert (answer.status_code, answer.json()["detail"]) == (422, "A text is not printed; it goes by itself.")


def test_an_e_mail_is_on_its_way_and_says_so():
    letter = written(make_victim(), way="mail", address="robin@passenger.example")
    headers = {"If-Match": f'"{letter["version"]}"'}
    sent = client.post(f"/victim-letters/{letter['id']}/send", json={}, actor=CARER, headers=headers).json()
    assert (sent["delivery"], sent["failure"]) == ("queued", "")


def test_a_victim_may_be_older_than_this_century():
    row = make_victim()
    body = {"name": "Kim Vale", "standing": "bereaved", "phone": "07700 900125", "born_on": "1948-03-09",
            "words": "Mother of the deceased"}  # fmt: skip
    added = client.post(f"/crimes/{row.crime_id}/victims", json=body, actor=CARER)
    assert (added.status_code, added.json().get("name", added.json())) == (200, "Kim Vale")
    later = {**body, "name": "Lou Vale", "born_on": "2999-01-01"}
    assert client.post(f"/crimes/{row.crime_id}/victims", json=later, actor=CARER).status_code == 422


def test_who_is_told_before_a_decision_is_listed_and_nothing_of_a_log_that_one_may_not_see():
    row = make_victim()
    [outcome, leaving] = client.get(f"/crimes/{row.crime_id}/tellings", actor=CARER).json()["items"]
    assert (outcome["reference"], outcome["about"], outcome["settled_at"]) == (row.reference, "outcome", None)
    assert leaving["about"] == "leaving"
    recorder = RECORDER.also(CanIncident.VIEW_RESTRICTED)
    seeing = OPERATOR.also(CanIncident.VIEW_RESTRICTED)
    hidden = make_incident(opening_code="VIOL", is_restricted=True, actor=seeing)
    crime = record_crime(actor=recorder, incident_id=hidden.id, report=a_report())
    assert client.get(f"/crimes/{crime.id}/tellings", actor=CARER).status_code == 404
