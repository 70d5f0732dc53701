"""The lists of the crime desk, on real PostgreSQL and over the API: by clock, paged, and nothing of what is hidden."""

from datetime import timedelta

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from lineside.crimes.api import router as crimes
from lineside.crimes.commands import (
    Change,
    cancel_crime,
    flag_crime,
    give_outcome,
    record_crime,
    record_force_answer,
    send_crime,
)
from lineside.crimes.queries.worklists import late_page, standings_of, to_finalise_page, transfers_out_page
from lineside.crimes.testing import (
    DECIDING,
    DECISION_MAKER,
    RECORDER,
    RECORDING,
    a_report,
    fifteen,
    make_crime,
    make_old_crime,
    make_sent,
    no_crime,
)
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.actors import NOBODY
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, Refusal
from lineside.kernel.testing import an_actor
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db
api = NinjaAPI(urls_namespace="worklists-test")
api.add_router("", crimes)
client = TestClient(api)
CLEARED = an_actor(*RECORDING, *DECIDING, CanIncident.VIEW_RESTRICTED, name="Kit Amara")
SENDING = Change(
    what="send", rationale="It was done in their area.", confirmed=frozenset({"place_known", "victim_care"})
)
WHOLE = PagingIn(cursor="", limit=50)


@api.exception_handler(Refusal)
def refused(request, refusal):
    return api.create_response(request, {"detail": refusal.sentence, "field": refusal.field}, status=refusal.status)


def listed(asked, actor=RECORDER, paging=WHOLE):
    return [row.reference for row in asked(actor, paging).items]


def told(hours):
    return make_incident(opening_code="HATE", first_contact_at=now() - timedelta(hours=hours))


def recorded_on(incident):
    return record_crime(actor=CLEARED, incident_id=incident.id, report=a_report())


def test_late_is_what_is_past_its_24_hours_and_undecided_the_oldest_first():
    oldest, older, _young = told(50), told(25), told(23)
    assert listed(late_page) == [oldest.reference, older.reference]
    make_crime(oldest.id, late_reason="It came to light in a review.")
    assert listed(late_page) == [older.reference]


def test_a_crime_waits_for_its_outcome_until_it_is_given_or_it_is_cancelled_or_sent():
    first, second, third = make_crime(), make_crime(), make_crime()
    assert listed(to_finalise_page) == [first.reference, second.reference, third.reference]
    give_outcome(actor=DECISION_MAKER, crime_id=first.id, claim=fifteen())
    cancel_crime(actor=DECISION_MAKER, crime_id=second.id, asked=no_crime())
    assert listed(to_finalise_page) == [third.reference]


def test_what_another_force_declines_is_ours_to_finalise_again():
    sent = make_sent()
    assert (listed(to_finalise_page), listed(transfers_out_page)) == ([], [sent.crime.reference])
    record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False, answer="It was on the platform.")
    assert (listed(to_finalise_page), listed(transfers_out_page)) == ([sent.crime.reference], [])


def test_what_they_take_stays_on_the_list_until_it_is_cancelled_as_c1():
    sent = make_sent()
    taken = record_force_answer(
        actor=DECISION_MAKER, transfer_id=sent.id, accepted=True, reference="46/1234/26", reference_kind="crime"
    )
    assert taken.state == "accepted"
    [row] = transfers_out_page(RECORDER, WHOLE).items
    assert (row.state, row.their_reference) == ("accepted", "46/1234/26")
    cancel_crime(actor=DECISION_MAKER, crime_id=sent.crime_id, asked=no_crime("C1"))
    assert (listed(to_finalise_page), listed(transfers_out_page)) == ([], [])


def test_each_list_comes_page_by_page():
    references = [make_crime().reference for _ in range(3)]
    first = to_finalise_page(RECORDER, PagingIn(cursor="", limit=2))
    second = to_finalise_page(RECORDER, PagingIn(cursor=first.next, limit=2))
    assert [row.reference for row in (*first.items, *second.items)] == references
    assert second.next == ""


def test_nothing_of_a_restricted_incident_is_on_a_list_of_who_may_not_see_it():
    hidden = make_incident(opening_code="HATE", is_restricted=True)
    late = make_incident(opening_code="HATE", is_restricted=True, first_contact_at=now() - timedelta(days=2))
    waiting, away = recorded_on(hidden), recorded_on(hidden)
    send_crime(actor=CLEARED, crime_id=away.id, force="Kent Police", change=SENDING, in_btp_place=False)
    assert listed(late_page) + listed(to_finalise_page) + listed(transfers_out_page) == []
    assert listed(late_page, CLEARED) == [late.reference]
    assert listed(to_finalise_page, CLEARED) == [waiting.reference]
    assert listed(transfers_out_page, CLEARED) == [away.reference]


def test_how_a_crime_stands_has_its_flags_in_words_and_everything_that_was_decided():
    crime = make_crime()
    cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=no_crime())
    [standing] = standings_of(crime.incident_id)
    [gone] = standing.finals
    assert (gone.code, gone.arose, gone.changes) == (
        "C2",
        "Two days after it was recorded",
        "He fell; nobody was near him",
    )


def test_nobody_reads_a_list_without_the_right():
    for asked in (late_page, to_finalise_page, transfers_out_page):
        with pytest.raises(NotPermitted):
            asked(OPERATOR, WHOLE)


# --- Over the API ---


@pytest.mark.parametrize("path", ["late", "to-finalise", "transfers-out"])
def test_the_lists_are_operations_too(path):
    make_crime(told(30).id, late_reason="It came to light in a review.")
    make_sent()
    late = told(30)
    [row] = client.get(f"/crimes/{path}", actor=RECORDER).json()["items"]
    assert row["incident_id"]
    assert (row["reference"] == late.reference) is (path == "late")
    assert client.get(f"/crimes/{path}", actor=NOBODY).status_code == 403


def test_everything_in_the_way_of_an_outcome_is_told_before_it_is_given():
    crime = make_old_crime()
    path = f"/crimes/{crime.id}/outcomes/weigh"
    said = client.post(path, json={"outcome": "15"}, actor=DECISION_MAKER).json()["items"]
    assert {row["field"] for row in said} == {
        "suspect", "evidence", "victim", "confirmed", "told_victim_at", "rationale",
    }  # fmt: skip
    assert all(row["paragraph"] for row in said)
    whole = {
        "outcome": "15", "suspect": "identified", "evidence": "confirmed", "victim": "supports",
        "confirmed": ["difficulties", "suspects_recorded"], "told_victim_at": "2026-05-03T10:00:00Z",
        "telling": "By telephone", "rationale": "No witness and no camera saw who struck first.",
    }  # fmt: skip
    assert client.post(path, json=whole, actor=DECISION_MAKER).json()["items"] == []
    crime.refresh_from_db()
    assert crime.state == "recorded"
    [row] = client.post(path, json={"outcome": "99"}, actor=DECISION_MAKER).json()["items"]
    assert (row["field"], "no outcome of the list in force" in row["says"]) == ("outcome", True)


def test_everything_in_the_way_of_cancelling_is_told_before_it_is_cancelled():
    path = f"/crimes/{make_old_crime().id}/cancel/weigh"
    said = client.post(path, json={"code": "C2"}, actor=RECORDER).json()["items"]
    assert {"arose", "came_from", "verified", "changes", "told_victim_at", "rationale"} <= {
        row["field"] for row in said
    }
    assert "decision_maker" in {row["code"] for row in said}  # a recorder is none
    assert "decision_maker" not in {
        row["code"] for row in client.post(path, json={"code": "C2"}, actor=DECISION_MAKER).json()["items"]
    }


@pytest.mark.parametrize(("code", "asks"), [("send", {"place_known", "victim_care", "agreed_elsewhere"}),
                                            ("reclassify", {"homicide_advice"})])  # fmt: skip
def test_what_a_change_asks_is_told_before_it_is_made(code, asks):
    answer = client.get(f"/crimes/{make_crime().id}/asked?code={code}", actor=DECISION_MAKER)
    assert {row["code"] for row in answer.json()["items"]} == asks


def test_a_condition_that_holds_for_two_reasons_is_asked_once():
    crime = make_crime()
    flag_crime(actor=RECORDER, crime_id=crime.id, flags=["domestic", "hate_race"])
    rows = client.get(f"/crimes/{crime.id}/asked?code=21", actor=DECISION_MAKER).json()["items"]
    assert [row["code"] for row in rows].count("serious") == 1
