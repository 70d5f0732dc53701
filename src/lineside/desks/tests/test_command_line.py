"""Every command of the command line, as a browser sends it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import deployed_to
from lineside.dispatch.testing import make_unit
from lineside.incidents import commands, queries
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import UK, now
from lineside.kernel.testing import clock
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SUPERVISOR = (*CanIncident, *CanDispatch, *CanTriage)
OFFICER = tuple(right for right in SUPERVISOR if right not in (CanIncident.LOWER_IMMEDIATE, CanIncident.CANCEL))


@pytest.fixture
def officer(client, sign_in):
    sign_in(*OFFICER)
    return client


def write(client, incident, text, **facts):
    incident.refresh_from_db()
    asked = {"text": text, "seen_version": incident.version, **facts}
    answer = client.post(reverse("desks:control-line", args=[incident.id]), asked, headers=HTMX)
    return answer.status_code, answer.content.decode()


def lines(incident):
    return queries.log(incident.id)


def clock_at(moment):
    return moment.astimezone(UK).strftime("%H:%M")


def test_a_line_with_its_event_time_shows_both_times(officer):
    incident = make_incident("P", first_contact_at=now() - timedelta(minutes=30))
    at = now() - timedelta(minutes=20)
    assert write(officer, incident, f"/at {clock_at(at)} man seen")[0] == 200
    assert lines(incident)[-1].event_at == at.replace(second=0, microsecond=0)
    page = officer.get(reverse("desks:control-log", args=[incident.id]), headers=HTMX).content.decode()
    assert "· recorded" in page


@pytest.mark.parametrize(
    ("away", "sentence"),
    [(timedelta(hours=3), "has not come yet"), (timedelta(hours=-30), "more than 24 hours before the first contact")],
)
def test_an_impossible_event_time_is_refused_and_the_line_stays_typed(officer, away, sentence):
    incident = make_incident("P")
    at = (now() + away).astimezone(UK)
    typed = f"/at {at:%d/%m %H:%M} man seen"
    status, page = write(officer, incident, typed)
    assert (status, sentence in page) == (422, True)
    assert typed in page
    assert len(lines(incident)) == 2


def test_a_line_is_corrected_and_the_old_one_stays_struck_through_with_its_correction(officer):
    incident = make_incident("P")
    write(officer, incident, "Man on platform 8")
    number = lines(incident)[-1].number
    status, page = write(officer, incident, f"/fix {number} Man on platform 9")
    assert (status, f"Line {number} is corrected." in page) == (200, True)
    log = officer.get(reverse("desks:log-rows", args=[incident.id])).content.decode()
    assert "<s>Man on platform 8</s>" in log
    assert f"→ line {number + 1}: Man on platform 9" in log
    assert f"corrects line {number}" in log


def test_a_correction_of_no_line_is_refused(officer):
    status, page = write(officer, make_incident("P"), "/fix 99 Man on platform 9")
    assert (status, "has no line 99" in page) == (404, True)


def test_raising_a_grade_is_one_line_and_lowering_it_opens_thrive(officer):
    incident = make_incident("P")
    assert write(officer, incident, "/g i knife seen")[0] == 200
    incident.refresh_from_db()
    assert (incident.grade, incident.grade_reason) == ("I", "knife seen")
    other = make_incident("P")
    status, page = write(officer, other, "/g s all calm now")
    assert status == 200
    assert 'hx-swap-oob="outerHTML"' in page
    assert "THRIVE afresh for" in page
    assert 'value="all calm now"' in page
    assert '<option value="S" selected>' in page
    other.refresh_from_db()
    assert other.grade == "P"


def test_out_of_immediate_only_a_supervisor_and_nobody_answers_thrive_for_nothing(officer):
    incident = make_incident("I")
    status, page = write(officer, incident, "/g p calm now")
    assert (status, "Only a supervisor may lower an Immediate" in page) == (403, True)
    assert "THRIVE afresh for" not in page
    assert "/g p calm now" in page


def test_a_first_grade_opens_thrive(officer):
    assert "THRIVE afresh for" in write(officer, make_incident(), "/g p")[1]
    assert "THRIVE afresh for" in write(officer, make_incident("P"), "/g")[1]


def test_a_result_needs_its_reference_and_closing_with_it_is_one_line(officer):
    incident = make_incident("P")
    status, page = write(officer, incident, "/res ASB2 ADV TRF close")
    assert (status, "needs a reference" in page, "/res ASB2 ADV TRF close" in page) == (422, True, True)
    status, page = write(officer, incident, "/res asb2 adv trf:WMP-44 close", key="once")
    assert (status, "Resulted and closed." in page) == (200, True)
    incident.refresh_from_db()
    assert (incident.state, incident.result_references) == ("closed", {"TRF": "WMP-44"})
    assert write(officer, incident, "/res asb2 adv trf:WMP-44 close", key="once")[0] == 200


def test_a_result_stands_when_closing_must_wait_and_both_are_said(officer):
    incident, unit = make_incident("P"), make_unit("BX12")
    write(officer, incident, "/u BX12")
    page = write(officer, incident, "/res ASB2 ADV close")[1]
    assert "Resulted, and not closed: It cannot close yet: BX12 is attached." in page
    incident.refresh_from_db()
    assert incident.state == "resulted"
    assert unit.call_sign == "BX12"


def test_it_is_put_off_brought_back_reviewed_rejected_closed_and_reopened(officer):
    incident = make_incident("S")
    later = clock_at(now() + timedelta(hours=2))
    steps = [
        (f"/defer {later} witness at work", "deferred"),
        ("/back", "queued"),
        ("/res ASB2 ADV", "resulted"),
        ("/review", "review"),
        ("/reject CCTV was not asked for", "resulted"),
        ("/close", "closed"),
        ("/reopen caller rang again", "queued"),
    ]
    for typed, state in steps:
        status, page = write(officer, incident, typed)
        assert status == 200, (typed, page)
        incident.refresh_from_db()
        assert incident.state == state, typed
    assert incident.times_reopened == 1


def test_a_closed_log_offers_what_can_be_done_on_it(officer):
    incident = make_incident("P")
    write(officer, incident, "/res ASB2 ADV close")
    page = officer.get(f"/incidents/{incident.reference}/").content.decode()
    assert 'data-verb="/reopen"' in page
    assert 'data-verb="/u"' not in page
    assert write(officer, incident, "What was learnt late")[0] == 200
    assert write(officer, incident, "/close")[0] == 422


def test_what_was_opened_in_error_is_cancelled_by_a_supervisor(client, sign_in):
    sign_in(*SUPERVISOR)
    incident = make_incident("P")
    assert write(client, incident, "/cancel opened twice")[0] == 200
    incident.refresh_from_db()
    assert incident.state == "cancelled"


def test_an_officer_without_the_right_is_refused_and_it_is_not_offered(officer):
    incident = make_incident("P")
    status, page = write(officer, incident, "/cancel opened twice")
    assert (status, "/cancel opened twice" in page) == (403, True)
    assert 'data-verb="/cancel"' not in page


def test_duplicates_links_places_and_owners_by_command(officer):
    master, incident = make_incident("P"), make_incident("P")
    assert write(officer, incident, f"/link {master.serial} same suspect")[0] == 200
    assert write(officer, incident, "/l kgx p9")[0] == 200
    assert write(officer, incident, "/own")[0] == 200
    status, page = write(officer, incident, "/l nowhere at all xyz")
    assert (status, "No place is known" in page) == (422, True)
    assert write(officer, incident, f"/dup {master.serial}")[0] == 200
    incident.refresh_from_db()
    assert (incident.state, incident.crs, incident.master_id) == ("duplicate", "KGX", master.id)


@pytest.mark.parametrize("verb", ["/task", "/tx"])
def test_what_is_not_there_yet_is_said_and_what_was_typed_stays(officer, verb):
    status, page = write(officer, make_incident("P"), f"{verb} something")
    assert (status, "is not there yet" in page, f"{verb} something" in page) == (422, True, True)


def test_help_lists_what_works_here_and_what_is_not_there_yet(officer):
    page = write(officer, make_incident("P"), "/?")[1]
    assert "/u BX12 BX14" in page
    assert "Not there yet" in page
    assert "/task" in page
    assert "/reopen" not in page


def foreseen(client, incident, text):
    path = reverse("desks:control-foreseen", args=[incident.id])
    return client.post(path, {"text": text}, headers=HTMX).content.decode()


def test_what_a_command_will_do_is_shown_before_it_is_done(officer):
    other = make_incident("P", summary="Two men fighting")
    incident, unit = make_incident("P"), make_unit("BX12")
    commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Man on platform 8")
    number = lines(incident)[-1].number
    commands.hold_closing(actor=OPERATOR, incident_id=incident.id, kind="task", why="a task is open")
    later = clock_at(now() + timedelta(hours=1))
    for typed, says in (
        ("/u bx12", "Sends BX12 (PC Hale, 1 On duty)."),
        ("/u bx99", "No unit BX99 is on duty."),
        ("/u ", "BX12 PC Hale King&#39;s Cross"),
        ("/st bx12 6", "BX12: 6 At scene."),
        ("/g i knife", "Grades it I ▲ Immediate."),
        ("/g s", "Opens THRIVE for S ● Scheduled"),
        ("/l kgx p9", "Puts it at London King&#39;s Cross"),
        (f"/dup {other.serial}", "Two men fighting"),
        ("/at 00:00 seen", "Adds a line of"),
        (f"/fix {number} platform 9", "“Man on platform 8”, which stays struck through"),
        (f"/defer {later} later", "Puts it off until"),
        ("/res asb2 adv close", "Results it as Anti-social behaviour: Nuisance: Words of advice and closes it, once"),
        ("/res cr", "CRIME Crime: Crime"),
        ("/res crime ad", "ADV Words of advice"),
        ("/close", "cannot be done here by you, or not on this log as it is"),
        ("/task ring him", "is not there yet"),
        ("/own", "Makes it yours."),
    ):
        assert says in foreseen(officer, incident, typed), typed
    assert foreseen(officer, incident, "plain words").count("<p") == 0
    before = Incident.objects.get(id=incident.id).version
    assert before == incident.version + 1  # the line above; looking ahead changed nothing
    assert unit.call_sign == "BX12"


def test_a_mistyped_sign_among_several_sends_nobody(officer):
    make_unit("BX12")
    incident = make_incident("P")
    _, shown = write(officer, incident, "/u BX12 BX99")
    assert "No unit BX99 is on duty" in shown
    assert deployed_to(incident.id) == ()


def test_the_log_of_another_day_is_named_by_its_whole_reference(officer):
    with clock(now() - timedelta(days=1)):
        before = make_incident("P", summary="Two men fighting")
    incident = make_incident("P")
    assert "Two men fighting" in foreseen(officer, incident, f"/dup {before.reference.lower()}")
    assert write(officer, incident, f"/link {before.reference} same suspect")[0] == 200
    status, page = write(officer, incident, f"/dup {before.reference.lower()}")
    assert (status, f"Closed as a duplicate of {before.reference}." in page) == (200, True)
    incident.refresh_from_db()
    assert incident.master_id == before.id


def test_a_reference_of_no_log_or_of_one_that_is_not_to_be_seen_is_refused_alike(client, sign_in):
    sign_in(*(right for right in OFFICER if right != CanIncident.VIEW_RESTRICTED))
    hidden, incident = make_incident("P", is_restricted=True), make_incident("P")
    for reference in (hidden.reference, "LS-20200101-9999"):
        status, page = write(client, incident, f"/dup {reference}")
        assert (status, "no incident of that reference, or not one that you may see" in page) == (404, True)


def test_when_a_later_unit_is_refused_the_line_says_which_were_sent(officer):
    make_unit("BX12")
    make_unit("BX14")
    elsewhere, incident = make_incident("P"), make_incident("P")
    write(officer, elsewhere, "/u BX14")
    status, page = write(officer, incident, "/u BX12 BX14")
    assert (status, "BX12 is sent." in page, "/u BX12 BX14" in page) == (422, True, True)
    assert deployed_to(incident.id) == ("BX12",)
    status, page = write(officer, incident, "/u BX14")
    assert (status, "is sent" in page) == (422, False)
