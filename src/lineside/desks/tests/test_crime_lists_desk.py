"""The lists of the crime desk by clock, as a browser sees them, and the live rows that keep them true."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.crimes.commands import record_crime, record_force_answer
from lineside.crimes.testing import (
    DECIDING,
    DECISION_MAKER,
    RECORDING,
    a_report,
    make_crime,
    make_old_crime,
    make_sent,
)
from lineside.desks import rows
from lineside.desks.tests.test_crime_finals_desk import FIFTEEN, HTMX, post
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def decider(client, sign_in):
    sign_in(*RECORDING, *DECIDING, CanGazetteer.LOCATE)
    return client


def test_each_list_of_the_desk_has_its_key_and_shows_what_waits_on_it(decider):
    late = make_incident(opening_code="HATE", first_contact_at=now() - timedelta(hours=30))
    young = make_incident(opening_code="HATE")
    waiting, sent = make_crime(), make_sent()
    pages = {
        name: decider.get(f"/crime/?list={name}").content.decode()
        for name in ("decide", "late", "transfers", "finalise", "nonsense")
    }
    for name, there, gone in (
        ("decide", [late.reference, young.reference], [waiting.reference]),
        ("late", [late.reference], [young.reference]),
        ("transfers", [sent.crime.reference, "Kent Police", "no answer yet"], [waiting.reference]),
        ("finalise", [waiting.reference], [sent.crime.reference, late.reference]),
        ("nonsense", [young.reference], [waiting.reference]),
    ):
        assert [words for words in there if words not in pages[name]] == [], name
        assert [words for words in gone if words in pages[name]] == [], name
    for key, words in (
        ("alt+1", "To decide"),
        ("alt+2", "Late"),
        ("alt+3", "With another force"),
        ("alt+4", "To finalise"),
    ):
        assert f'data-key="{key}" data-command="List: {words}"' in pages["decide"]


def test_a_list_goes_on_on_its_next_page(decider, monkeypatch):
    monkeypatch.setattr("lineside.desks.crime_work.SHOWN", 1)
    first, second = make_crime(), make_crime()
    page = decider.get("/crime/?list=finalise").content.decode()
    assert (first.reference in page, second.reference in page) == (True, False)
    following = page.split('class="more-rows"><a class="button" href="')[1].split('"')[0].replace("&amp;", "&")
    page = decider.get(following).content.decode()
    assert (first.reference in page, second.reference in page, "Next page" in page) == (False, True, False)
    assert decider.get("/crime/?list=finalise&cursor=WzFd").status_code == 422


def test_a_row_that_is_asked_for_alone_is_there_or_gone(decider):
    crime, sent = make_old_crime(), make_sent()
    late = make_incident(opening_code="HATE", first_contact_at=now() - timedelta(hours=30))
    for name, key, words in (
        ("crime-finalise-row", crime.id, f'id="crimefinalise-{crime.id}"'),
        ("crime-transfer-row", sent.id, f'id="crimetransfer-{sent.id}"'),
        ("crime-row", late.id, f'id="crime-{late.id}"'),
    ):
        assert words in decider.get(reverse(f"desks:{name}", args=[key]), headers=HTMX).content.decode()
    path = reverse("desks:crime-row", args=[late.id])
    assert f'id="crimelate-{late.id}"' in decider.get(f"{path}?list=late", headers=HTMX).content.decode()
    post(decider, "crime-outcome", crime, FIFTEEN)
    assert decider.get(reverse("desks:crime-finalise-row", args=[crime.id]), headers=HTMX).status_code == 404


def test_the_live_rows_of_a_crime_follow_what_is_decided(decider):
    crime = make_old_crime()

    def live():
        return {row.id.partition("-")[0]: row for row in rows.render(f"crime:{crime.incident_id}")}

    before = live()
    assert [before[name].gone for name in ("crime", "crimelate", "crimefinalise")] == [True, True, False]
    assert "no outcome yet" in before["crimestate"].html
    assert "<input" not in before["crimestate"].html
    post(decider, "crime-outcome", crime, FIFTEEN)
    after = live()
    assert (after["crimefinalise"].gone, "Outcome 15" in after["crimestate"].html) == (True, True)


def test_the_live_row_of_a_transfer_goes_with_the_answer():
    sent = make_sent()

    def live():
        found = {row.id.partition("-")[0]: row for row in rows.render(f"crime:{sent.crime.incident_id}")}
        return found["crimetransfer"], found["crimefinalise"]

    assert [row.gone for row in live()] == [False, True]
    record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False, answer="It was on the platform.")
    assert [row.gone for row in live()] == [True, False]


def test_of_a_crime_on_a_restricted_incident_nothing_is_told_to_who_may_not_see_it(decider):
    hidden = make_incident(opening_code="HATE", is_restricted=True)
    cleared = an_actor(*RECORDING, CanIncident.VIEW_RESTRICTED)
    crime = record_crime(actor=cleared, incident_id=hidden.id, report=a_report())
    for name in ("crime-outcome", "crime-outcome-weigh", "crime-cancel", "crime-flags", "crime-send"):
        assert post(decider, name, crime, {})[0] == 404
    for name in ("crime-state", "crime-finalise-row"):
        assert decider.get(reverse(f"desks:{name}", args=[crime.id]), headers=HTMX).status_code == 404
    assert crime.reference not in decider.get("/crime/?list=finalise").content.decode()
    assert {row.needs for row in rows.render(f"crime:{hidden.id}")} == {CanIncident.VIEW_RESTRICTED}
