"""The supervisor's desk: what waits for a decision, the letters that died, how quickly calls are answered."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.urls import reverse

from lineside.contacts import queries
from lineside.contacts.commands import (
    begin_hearing_gap,
    end_hearing_gap,
    record_call_moment,
    record_dead_letter,
    work_dead_letter,
)
from lineside.contacts.models import Contact, DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, a_call, make_call, make_message
from lineside.desks.rows import render
from lineside.files.permissions import CanFile
from lineside.gateways.email import commands, inbound
from lineside.gateways.email.peer import write_mail
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SUPERVISOR = an_actor(CanContact.SUPERVISE)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def supervisor(client, sign_in):
    sign_in(CanContact.VIEW, CanContact.SUPERVISE, CanFile.READ)
    return client


@pytest.fixture
def dead():
    raw = write_mail("Sam <sam@passenger.example>", "fcc@force.example", "Smoke at Hendon", "I see <b>smoke</b>.")
    with patch.object(commands, "receive_message", side_effect=KeyError("x")):
        inbound.receive(raw, ("fcc",))
    return DeadLetter.objects.get()


def post(client, name, letter, **facts):
    path = reverse(f"desks:{name}", args=[letter.id])
    return client.post(path, {"seen_version": letter.version, **facts}, headers=HTMX)


def test_the_desk_shows_what_waits_for_a_decision(supervisor, dead):
    make_message(subject="Bag lost")
    make_call("abandoned")
    gap = begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=now(), why="the switch closed the line")
    page = supervisor.get("/supervise/").content.decode()
    for said in (
        "Bag lost",
        "call back?",
        "deaf now",
        "the switch closed the line",
        "The gateway has a fault (KeyError)",
    ):
        assert said in page
    for which, key in (("call-backs", "call-back-"), ("letters", f"letter-{dead.id}"), ("gaps", f"gap-{gap.id}")):
        assert key in supervisor.get(f"/supervise/rows/{which}/").content.decode()
    assert supervisor.get("/supervise/rows/nothing/").status_code == 404


def test_a_letter_that_died_is_shown_with_its_bytes_made_harmless_and_the_look_is_on_record(supervisor, dead):
    page = supervisor.get(reverse("desks:letter", args=[dead.id])).content.decode()
    assert "Subject: Smoke at Hendon" in page
    assert "I see &lt;b&gt;smoke" in page
    assert dead.sha256 in page
    assert AuditLine.objects.filter(name="contacts.dead_letter").exists()
    assert AuditLine.objects.filter(name="files.open_file", why=f"dead letter {dead.id} on the screen").exists()


def test_a_letter_is_tried_again_from_the_screen(supervisor, dead):
    answer = post(supervisor, "letter-retry", dead, key="a")
    assert answer.status_code == 200
    assert "Read at another try." in answer.content.decode()
    assert Contact.objects.get().subject == "Smoke at Hendon"


def test_a_letter_that_trips_us_still_stays_with_the_reason(supervisor, dead):
    with patch.object(commands, "receive_message", side_effect=KeyError("x")):
        answer = post(supervisor, "letter-retry", dead, as_it_came="yes")
    assert answer.status_code == 422
    assert "trips the gateway still" in answer.content.decode()


def test_a_letter_is_set_aside_with_what_was_done_and_not_without(supervisor, dead):
    refused = post(supervisor, "letter-aside", dead, how=" ")
    assert refused.status_code == 422
    assert "Say what was done about it." in refused.content.decode()
    assert post(supervisor, "letter-aside", dead, how="Rang them").status_code == 200
    (gone,) = render(f"dead_letter:{dead.id}")
    assert gone.gone


def test_the_unworked_letters_come_first_however_many_were_dealt_with(dead):
    for number in range(3):
        digest = f"{number}" * 64
        letter = record_dead_letter(actor=GATEWAY, gateway="email", sha256=digest, raw_id=None, why="x")
        work_dead_letter(actor=SUPERVISOR, dead_letter_id=letter.id, how="done", seen_version=0)
    assert [row.id for row in queries.dead_letters(SUPERVISOR, limit=1)] == [dead.id]


def test_the_oldest_unworked_letter_is_never_out_of_sight_behind_newer_ones(supervisor, dead, monkeypatch):
    monkeypatch.setattr("lineside.desks.views.supervise.MOST_LETTERS", 1)
    newer = record_dead_letter(actor=GATEWAY, gateway="email", sha256="9" * 64, raw_id=None, why="newer")
    page = supervisor.get("/supervise/").content.decode()
    assert str(dead.id) in page
    assert str(newer.id) not in page
    assert "1 newer ones are not shown" in page


def test_a_handler_sees_none_of_it(client, sign_in, dead):
    sign_in(CanContact.VIEW, CanContact.TAKE, CanFile.READ)
    for path in ("/supervise/", "/supervise/figures/", reverse("desks:letter", args=[dead.id])):
        assert client.get(path).status_code == 403
    assert post(client, "letter-retry", dead).status_code == 403


def ring(line, waited, answered=True, ago=60):
    begun = now() - timedelta(seconds=ago)
    call = a_call(at=begun, line_type=line)
    record_call_moment(actor=GATEWAY, call=call)
    kind = "answered" if answered else "abandoned"
    later = a_call(kind, at=begun + timedelta(seconds=waited), switch_call_id=call.switch_call_id, line_type=line)
    return record_call_moment(actor=GATEWAY, call=later)


def test_answer_times_are_of_this_hour_and_against_the_standard(supervisor):
    for waited in (4, 6, 25):
        ring("999_BT", waited)
    ring("PUBLIC_FREEPHONE", 40)
    ring("PUBLIC_FREEPHONE", 50, answered=False)
    figures = queries.answer_figures(SUPERVISOR)
    assert (figures.calls, figures.answered, figures.abandoned) == (5, 4, 1)
    assert (figures.emergency, figures.emergency_in_time) == (3, 2)
    assert figures.median_s == pytest.approx(15.5, abs=0.1)
    page = supervisor.get("/supervise/figures/").content.decode()
    assert "66 %" in page
    assert 'class="short"' in page


def test_each_live_row_of_the_desk_goes_only_to_a_supervisor():
    contact = make_call("abandoned")
    gap = begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=now(), why="x")
    rows = {row.list: row for row in render(f"contact:{contact.id}") if row.list in ("call-backs", "failed")}
    assert rows["failed"].gone
    assert not rows["call-backs"].gone
    shown = [*rows.values(), *render(f"gap:{gap.id}")]
    assert {str(row.needs) for row in shown} == {CanContact.SUPERVISE}
    end_hearing_gap(actor=GATEWAY, gap_id=gap.id, ended_at=now(), heard_late=2)
    assert "2 heard late" in render(f"gap:{gap.id}")[0].html


def test_thrive_that_is_overdue_stands_with_the_supervisor_who_may_see_incidents(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanContact.VIEW, CanIncident.VIEW)
    incident = make_incident("P")
    rows = reverse("desks:owed-rows", args=["reassess"])
    assert incident.reference not in client.get(rows).content.decode()
    with clock(now() + timedelta(minutes=46)):
        page = client.get(rows).content.decode()
        assert f'id="reassess-{incident.id}"' in page
        assert incident.reference in page


def test_who_may_not_see_incidents_is_told_of_none_that_is_overdue(supervisor):
    incident = make_incident("P")
    with clock(now() + timedelta(minutes=46)):
        rows = supervisor.get(reverse("desks:owed-rows", args=["reassess"]))
    assert incident.reference not in rows.content.decode()


def test_a_lost_caller_and_a_failed_reply_are_shown_however_many_graver_contacts_wait(supervisor):
    lost, failed = make_call("abandoned"), make_message()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    Contact.objects.filter(pk=failed.id).update(delivery_failure="Mailbox unknown")
    Contact.objects.bulk_create(
        Contact(
            reference=f"T-{n}", channel="email", box_or_line="fcc", state="waiting", risk=99, opened_at=failed.opened_at
        )
        for n in range(501)
    )
    page = supervisor.get("/supervise/").content.decode()
    for which, row in (("call-backs", f'id="call-back-{lost.id}"'), ("failed", f'id="failed-{failed.id}"')):
        assert row in page
        assert row in supervisor.get(reverse("desks:owed-rows", args=[which])).content.decode()


def test_more_may_wait_than_the_page_lists_and_all_of_them_are_counted(supervisor):
    make_call(line_type="999_BT")
    first = make_message()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
    Contact.objects.bulk_create(
        Contact(
            reference=f"T-{n}", channel="email", box_or_line="fcc", state="waiting", risk=20, opened_at=first.opened_at
        )
        for n in range(600)
    )
    found = queries.queue_figures(SUPERVISOR)
    assert (found.ringing, found.waiting, found.in_hand) == (1, 601, 0)
    assert found.waiting_since == first.opened_at
    page = " ".join(supervisor.get("/supervise/figures/").content.decode().split())
    assert "<dt>Waiting</dt><dd>601 <small>longest" in page
