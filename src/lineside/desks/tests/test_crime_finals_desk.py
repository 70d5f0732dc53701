"""What becomes of a recorded crime, as a browser sees it: what the rules ask, the refusals, and the lists by clock."""

import json
from typing import Any

import pytest
from django.urls import reverse

from lineside.crimes.commands import Cancelling, cancel_crime, flag_crime, record_force_answer
from lineside.crimes.models import Crime, CrimeTransfer
from lineside.crimes.testing import DECIDING, DECISION_MAKER, RECORDING, make_crime, make_old_crime, make_sent
from lineside.gazetteer.permissions import CanGazetteer

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MURDER = json.dumps(["001/01", "1", "Murder of persons aged 1 yr or over", "Common Law"])
FIFTEEN = {
    "outcome": "15",
    "suspect": "identified",
    "evidence": "confirmed",
    "victim": "supports",
    "confirmed": ["difficulties", "suspects_recorded"],
    "told_victim_at": "03/05/2026 10:00",
    "telling": "By telephone, by PC Ash",
    "rationale": "No witness and no camera saw who struck first.",
}
MISTAKE: dict[str, Any] = {
    "code": "C4",
    "confirmed": ["independent", "genuine_mistake"],
    "rationale": "It was recorded on the wrong log; nothing happened here.",
}


@pytest.fixture
def decider(client, sign_in):
    sign_in(*RECORDING, *DECIDING, CanGazetteer.LOCATE)
    return client


@pytest.fixture
def recorder(client, sign_in):
    sign_in(*RECORDING, CanGazetteer.LOCATE)
    return client


def shown(client, crime):
    return client.get(reverse("desks:occurrence", args=[crime.incident_id]), headers=HTMX).content.decode()


def post(client, name, crime, facts, key=None):
    version = Crime.objects.get(id=crime.id).version
    answer = client.post(
        reverse(f"desks:{name}", args=[key or crime.id]), {"seen_version": version, **facts}, headers=HTMX
    )
    return answer.status_code, answer.content.decode()


def test_what_an_outcome_needs_stands_in_sentences_with_their_paragraph_before_it_is_given(decider):
    crime = make_old_crime()
    _, page = post(decider, "crime-outcome-weigh", crime, {"outcome": "15"})
    for said in (
        "Outcome 15 needs a named suspect <small>(OF 2026 p18; CRR 2026/27 p22)</small>",
        "Outcome 15 needs a confirmed crime",
        "is told of the outcome before it is given; say when <small>(OF 2026 p3)</small>",
        "Not confirmed yet: 2 of what must be so.",
        "The evidential difficulties that prevent a prosecution are on record <small>must be so; OF 2026 p18</small>",
    ):
        assert said in page, said
    assert "Nothing stands in the way" not in page
    _, page = post(decider, "crime-outcome-weigh", crime, FIFTEEN)
    assert "Nothing stands in the way." in page
    assert not crime.outcomes.exists()


def test_before_an_outcome_is_chosen_nothing_is_said_of_it(decider):
    page = post(decider, "crime-outcome-weigh", make_old_crime(), {"outcome": ""})[1]
    assert "Still in the way" not in page
    assert "Confirm what is so" not in page


def test_a_crime_is_finalised_and_the_page_says_so(decider):
    crime = make_old_crime()
    assert "no outcome yet" in shown(decider, crime)
    status, page = post(decider, "crime-outcome", crime, FIFTEEN)
    assert (status, "Outcome 15" in page, "finalised" in page) == (200, True, True)
    assert "OF 2026 p18; CRR 2026/27 p22, edition 2026-04" in page
    assert "data-focus" in page.split("crime-name")[1].split(">")[0]  # the hands are led to what was done


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"suspect": "named"}, "needs a suspect whose true identity is established (OF 2026 p18"),
        ({"confirmed": ["difficulties"]}, "Not confirmed: Everybody who is suspected is recorded as a suspect"),
        ({"confirmed": ["moonlight"]}, "No rule asks to confirm moonlight."),
        ({"suspect_age": "about thirty"}, "Write the age in years, as 31."),
        ({"suspect_age": "130"}, "An age is from 0 to 120"),
        ({"told_victim_at": "soon"}, "Write the time as 24/11/2026 14:05."),
        ({"told_victim_at": "24/11/2126 14:05"}, "That time is in the future"),
        ({"telling": ""}, "Say how the victim was told, and by whom (OF 2026 p3)."),
        ({"authority": "sergeant"}, "Say who authorised it, by name"),
        ({"outcome": "19"}, "National Fraud Intelligence Bureau"),
        ({"outcome": ""}, "That is no outcome of the list in force"),
        ({"rationale": "bell\x07 and more words"}, "control character"),
    ],
)
def test_a_refused_outcome_keeps_what_was_typed_and_ticked(decider, facts, sentence):
    crime = make_old_crime()
    status, page = post(decider, "crime-outcome", crime, FIFTEEN | facts)
    assert (status, sentence in page) == (422, True)
    for name in ("told_victim_at", "telling", "rationale"):
        assert (FIFTEEN | facts)[name] in page
    if (FIFTEEN | facts)["outcome"] == "15" and "confirmed" not in facts:
        assert f'id="outcome-{crime.id}-difficulties" name="confirmed" value="difficulties" checked' in page
    assert "Nothing stands in the way" not in page
    assert f'<details class="more" open><summary id="open-outcome-{crime.id}"' in page
    assert not crime.outcomes.exists()


def test_what_somebody_else_did_meanwhile_is_seen_first(decider):
    crime = make_old_crime()
    flag_crime(actor=DECISION_MAKER, crime_id=crime.id, flags=["alcohol"])
    status, page = post(decider, "crime-outcome", crime, FIFTEEN | {"seen_version": crime.version})
    assert (status, FIFTEEN["rationale"] in page, crime.outcomes.exists()) == (409, True, False)


def test_words_typed_about_a_crime_that_was_cancelled_meanwhile_stay(decider):
    crime = make_old_crime()
    asked = Cancelling(code="C4", confirmed=frozenset(MISTAKE["confirmed"]), rationale=MISTAKE["rationale"])
    cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=asked)
    status, page = post(decider, "crime-outcome", crime, FIFTEEN)
    assert (status, "nothing more is decided on it" in page, FIFTEEN["rationale"] in page) == (422, True, True)
    assert "Finalise with an outcome" not in shown(decider, crime)


def test_a_crime_is_cancelled_with_the_information_that_it_rests_on(decider):
    crime = make_old_crime()
    page = post(decider, "crime-cancel-weigh", crime, {"code": "C2"})[1]
    assert "Additional verifiable information says when the information became available" in page
    assert "The victim is told before the crime is cancelled; say when <small>(CRR 2026/27 p26)</small>" in page
    facts = {
        "code": "C2", "confirmed": ["compelling", "independent"], "arose": "Two days after it was recorded",
        "came_from": "Cameras 4 and 5", "verified": "The recordings are kept",
        "changes": "He fell; nobody was near him", "told_victim_at": "03/05/2026 10:00",
        "telling": "By telephone, by PC Ash", "rationale": "The recordings of two cameras were looked through.",
    }  # fmt: skip
    status, page = post(decider, "crime-cancel", crime, facts | {"arose": ""})
    assert (status, "write it (OF 2026 p28)" in page, "He fell; nobody was near him" in page) == (422, True, True)
    status, page = post(decider, "crime-cancel", crime, facts)
    assert (status, "Cancelled as C2" in page) == (200, True)
    assert "New information: Two days after it was recorded; from Cameras 4 and 5" in page


def test_flags_are_set_with_those_that_they_bring(decider):
    crime = make_crime()
    status, page = post(decider, "crime-flags", crime, {"flags": ["hate_sikh", "alcohol"]})
    assert (status, "Hate: religion or belief" in page.split("crimestate-")[1].split("</p>")[0]) == (200, True)
    facts = {"flags": ["metal_infrastructure", "metal_non_infrastructure"]}
    status, page = post(decider, "crime-flags", crime, facts)
    assert (status, "exclude each other (CRR 2026/27 p27)." in page) == (422, True)
    assert page.count('name="flags"') > 20
    assert 'value="metal_infrastructure" checked' in page


def test_a_crime_is_sent_answered_and_then_cancelled_as_c1(decider):
    crime = make_old_crime()
    sending = {"force": "Kent Police", "rationale": "It was done in their area.", "confirmed": ["place_known"]}
    status, page = post(decider, "crime-send", crime, sending)
    assert (status, "Not confirmed: Somebody here looks after the victim" in page, "Kent Police" in page) == (
        422, True, True,
    )  # fmt: skip
    status, page = post(decider, "crime-send", crime, sending | {"confirmed": ["place_known", "victim_care"]})
    assert (status, "Sent to Kent Police" in page, "What Kent Police answers" in page) == (200, True, True)
    assert "Send to another force" not in page
    sent = CrimeTransfer.objects.get()
    for facts, sentence in (
        ({}, "Say whether they take it."),
        ({"takes": "yes", "answer": "They said so"}, "Say whether it is their crime"),
        ({"takes": "no"}, "Say why they do not take it"),
    ):
        status, page = post(decider, "crime-answer", crime, {"seen_version": sent.version, **facts}, key=sent.id)
        assert (status, sentence in page, facts.get("answer", "") in page) == (422, True, True)
    taken = {"takes": "yes", "reference": "46/1234/26", "reference_kind": "crime", "seen_version": sent.version}
    status, page = post(decider, "crime-answer", crime, taken, key=sent.id)
    assert (status, "Accepted by Kent Police" in page, "46/1234/26" in page) == (200, True, True)
    assert "accepted as 46/1234/26" in decider.get("/crime/?list=transfers").content.decode()


def test_an_answer_that_somebody_else_wrote_down_meanwhile_is_not_written_over(decider):
    sent = make_sent()
    record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False, answer="It was on the platform.")
    facts = {"takes": "no", "answer": "They told me by telephone", "seen_version": sent.version}
    status, page = post(decider, "crime-answer", sent.crime, facts, key=sent.id)
    assert (status, "They told me by telephone" in page) == (409, True)


def test_a_change_to_homicide_asks_whether_the_detective_was_asked(decider):
    crime = make_crime()
    assert "The on-call senior detective or the registrar has been asked" in shown(decider, crime)
    path = reverse("desks:crime-reclassify", args=[crime.incident_id, crime.id])
    facts = {"offence": MURDER, "reason": "He died of it this morning.", "seen_version": crime.version}
    refused = decider.post(path, facts, headers=HTMX)
    assert (refused.status_code, "Not confirmed: The on-call" in refused.content.decode()) == (422, True)
    done = decider.post(path, facts | {"confirmed": ["homicide_advice"]}, headers=HTMX)
    crime.refresh_from_db()
    assert (done.status_code, crime.offence_class) == (200, "1")


def test_a_recorder_flags_and_neither_finalises_nor_cancels_without_the_right(recorder):
    crime = make_crime()
    page = shown(recorder, crime)
    assert "Flags" in page
    for words in ("Finalise with an outcome", "Cancel the crime", "Send to another force", "Change class"):
        assert words not in page
    for name in ("crime-outcome", "crime-cancel", "crime-send"):
        assert post(recorder, name, crime, {})[0] == 403
