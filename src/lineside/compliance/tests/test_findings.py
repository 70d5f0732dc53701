"""Records judged on the real database: one by one, many at once, as they change and by a count made by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lineside.compliance import commands, queries
from lineside.compliance.models import Finding
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.reactions import CLOCK, look_at_contact, look_at_decided, look_at_recorded
from lineside.compliance.rules.checks import INCIDENT
from lineside.compliance.rules.spans import WHOLE
from lineside.compliance.testing import (
    CRIME_TOLD,
    PLAIN,
    REGISTRAR,
    make_finding,
    make_overdue,
)
from lineside.contacts.events import ContactChanged
from lineside.crimes.commands import decide_no_crime
from lineside.crimes.events import CrimeRecorded, NoCrimeDecided
from lineside.crimes.testing import RECORDER, make_crime
from lineside.incidents.commands import add_log_entry
from lineside.incidents.models import Incident
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.quality.testing import make_ended_contact
from lineside.triage.models import ContactIncident
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db
WHY = "It came to light only in a review of the camera."
EVERY = PagingIn(cursor="", limit=200)


def decide(incident_id, *, told=True, at=None):
    with clock(at or now()):
        return decide_no_crime(
            actor=RECORDER,
            incident_id=incident_id,
            reason_code="not_a_crime",
            rationale="The words are of a play that was rehearsed.",
            told_reporter_at=now() if told else None,
            telling="By telephone." if told else "No number is known.",
        )


def as_a_command(work):
    """What no command of ours would do, for a record as an old system may have left it."""
    work.__module__, work.__name__ = "lineside.compliance.tests.commands", f"work_{uuid7().hex}"
    return command(needs=CanCompliance.WORK)(work)(actor=REGISTRAR)


def found_of(incident_id):
    rows = Finding.objects.filter(incident_id=incident_id, state__in=["open", "explained"]).order_by("check_code")
    return [row.check_code for row in rows]


def look_at(*incident_ids):
    return commands.judge(actor=CLOCK, subject=INCIDENT, keys=list(incident_ids))


def test_what_nobody_decided_on_in_a_day_is_found_once_with_its_paragraph():
    row = make_overdue()
    look_at(row.id)
    look_at(row.id)
    finding = Finding.objects.get(incident_id=row.id)
    assert (finding.check_code, finding.gravity, finding.state) == ("recordable_not_recorded", "grave", "open")
    assert finding.paragraph == "CRR 2026/27 p7, p10"
    assert (finding.reference, finding.version, finding.returned) == (row.reference, 0, 0)
    assert "punched" in finding.detail


def test_within_the_day_there_is_nothing_to_find():
    row = make_incident(summary=CRIME_TOLD)
    look_at(row.id)
    assert found_of(row.id) == []


def test_a_reaction_closes_it_when_its_cause_is_gone_and_it_comes_back_as_the_same():
    key = make_overdue().id
    look_at(key)
    made = decide(key)
    look_at_decided(NoCrimeDecided(incident_id=key, reason_code="not_a_crime"))
    closed = Finding.objects.get(incident_id=key, check_code="recordable_not_recorded")
    assert (closed.state, closed.ended_by) == ("put_right", "compliance")
    assert closed.ended_at is not None

    def undo(*, actor):
        made.delete()

    as_a_command(undo)
    look_at(key)
    again = Finding.objects.get(incident_id=key, check_code="recordable_not_recorded")
    assert (again.id, again.state, again.returned, again.ended_at) == (closed.id, "open", 1, None)


def test_a_late_crime_is_found_by_the_news_of_it_and_can_only_be_explained():
    row = make_overdue(opening_code="HATE")
    crime = make_crime(row.id, late_reason="The victim was in hospital.")
    look_at_recorded(CrimeRecorded(incident_id=row.id, crime_id=crime.id, reference=crime.reference))
    finding = Finding.objects.get(crime_id=crime.id)
    assert finding.check_code == "recorded_late"
    with pytest.raises(RuleBroken, match="cause is still there"):
        commands.put_right(actor=REGISTRAR, finding_id=finding.id, words=WHY)
    commands.explain_finding(actor=REGISTRAR, finding_id=finding.id, words=WHY, seen_version=0)
    look_at(row.id)
    finding.refresh_from_db()
    assert (finding.state, finding.words, finding.words_by) == ("explained", WHY, REGISTRAR.name)


def test_a_person_dismisses_with_the_reason_and_it_is_never_found_again():
    finding = make_finding()
    machine = replace(REGISTRAR, kind="client")
    with pytest.raises(NotPermitted, match="A person"):
        commands.dismiss_finding(actor=machine, finding_id=finding.id, words=WHY)
    with pytest.raises(RuleBroken, match="reason"):
        commands.dismiss_finding(actor=REGISTRAR, finding_id=finding.id, words="no")
    with pytest.raises(Stale):
        commands.dismiss_finding(actor=REGISTRAR, finding_id=finding.id, words=WHY, seen_version=9)
    commands.dismiss_finding(actor=REGISTRAR, finding_id=finding.id, words=WHY)
    look_at(finding.incident_id)
    finding.refresh_from_db()
    assert (finding.state, finding.ended_by) == ("dismissed", REGISTRAR.name)
    with pytest.raises(RuleBroken, match="dismissed already"):
        commands.explain_finding(actor=REGISTRAR, finding_id=finding.id, words=WHY)


def test_put_right_looks_again_and_keeps_what_was_done():
    finding = make_finding()
    decide(finding.incident_id)
    commands.put_right(actor=REGISTRAR, finding_id=finding.id, words=WHY, seen_version=0)
    finding.refresh_from_db()
    assert (finding.state, finding.words, finding.ended_by) == ("put_right", WHY, REGISTRAR.name)


def test_the_database_keeps_one_finding_of_a_kind_and_no_dismissal_without_a_reason():
    finding = make_finding()

    def again(*, actor):
        finding.pk, finding._state.adding = uuid7(), True
        finding.save()

    def silent(*, actor):
        Finding.objects.update(state="dismissed", ended_at=now())

    for breach in (again, silent):
        with pytest.raises(IntegrityError), transaction.atomic():
            as_a_command(breach)


def test_what_is_told_in_the_log_of_a_nuisance_is_found():
    with clock(now() - timedelta(hours=3)):
        row = make_incident("R", summary="Youths shouting on platform 2")

    def ends(*, actor):
        row.state, row.closing_code, row.result_codes, row.closed_at = "closed", "ASB2", ["ADV"], now()
        row.save()

    as_a_command(ends)
    look_at(row.id)
    assert found_of(row.id) == []
    add_log_entry(actor=OPERATOR, incident_id=row.id, text="They smashed the window of the waiting room")
    look_at(row.id)
    assert found_of(row.id) == ["asb_hides_crime"]


def test_the_crimes_own_text_speaks_against_its_class():
    row = make_incident(opening_code="HATE")
    crime = make_crime(row.id, summary="Her former partner punched her; she has a bruise")

    def reclass(*, actor):
        crime.offence_class = "105A"
        crime.save()

    as_a_command(reclass)
    look_at(row.id)
    finding = Finding.objects.get(crime_id=crime.id, check_code="wrong_class")
    assert finding.detail == "injury_told"
    assert "8N" in queries.finding(REGISTRAR, finding.id).told


def test_who_may_not_see_a_restricted_record_sees_nothing_that_was_found_of_it():
    finding = make_finding()
    assert [row.id for row in queries.board(PLAIN)] == [finding.id]

    def restrict(*, actor):
        Incident.objects.filter(pk=finding.subject_id).update(is_restricted=True)

    as_a_command(restrict)
    assert queries.board(PLAIN) == []
    assert queries.board_page(PLAIN, EVERY).items == []
    with pytest.raises(NotFound):
        queries.finding(PLAIN, finding.id)
    with pytest.raises(NotFound):
        commands.explain_finding(actor=PLAIN, finding_id=finding.id, words=WHY)
    assert [row.id for row in queries.board(REGISTRAR)] == [finding.id]
    elsewhere = an_actor(CanCompliance.VIEW, CanIncident.VIEW_RESTRICTED, areas=frozenset({"B"}))
    assert queries.board(elsewhere) == []


def test_a_look_at_a_finding_is_on_record():
    finding = make_finding()
    queries.finding(REGISTRAR, finding.id)
    line = AuditLine.objects.filter(kind="looked", name="compliance.finding").get()
    assert line.facts["subject"] == str(finding.incident_id)


def test_nobody_without_the_right_judges_sweeps_or_reads():
    nobody = an_actor(CanIncident.VIEW)
    finding = make_finding()
    for refused in (
        lambda: queries.board(nobody),
        lambda: queries.figures(nobody, uk_day(now()), uk_day(now())),
        lambda: queries.sweeps(nobody, EVERY),
        lambda: commands.begin_sweep(actor=nobody, kind=WHOLE),
        lambda: commands.judge(actor=nobody, subject=INCIDENT, keys=[]),
        lambda: commands.explain_finding(actor=nobody, finding_id=finding.id, words=WHY),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_an_exercise_is_never_judged():
    row = make_overdue(is_exercise=True)
    look_at(row.id)
    assert Finding.objects.count() == 0


def test_a_contact_that_told_a_crime_is_found_when_it_is_resolved_and_no_more_once_it_is_linked():
    key = make_ended_contact(subject="My bag", text="Somebody stole my bag at Leeds.")
    look_at_contact(ContactChanged(contact_id=key, state="resolved"))
    finding = Finding.objects.get(contact_id=key)
    assert (finding.check_code, finding.paragraph) == ("contact_without_record", "CRR 2026/27 p6; NSIR 2011 p5")
    without = an_actor(CanCompliance.VIEW, CanIncident.VIEW, name="Ash Rowe")
    assert [row.id for row in queries.board(PLAIN)] == [finding.id]
    assert queries.board(without) == []  # who may not see contacts
    with pytest.raises(NotFound):
        queries.finding(without, finding.id)
    assert [row.id for row in queries.board(PLAIN)] == [finding.id]
    incident = make_incident()
    link = ContactIncident(contact_id=key, incident=incident, by_name="Kim Osei")

    def join(*, actor):
        link.save()

    as_a_command(join)
    look_at_contact(ContactChanged(contact_id=key, state="resolved"))
    finding.refresh_from_db()
    assert finding.state == "put_right"

    def restrict(*, actor):
        incident.is_restricted = True
        incident.save()

    as_a_command(restrict)
    with pytest.raises(NotFound):
        queries.finding(PLAIN, finding.id)
    assert queries.finding(REGISTRAR, finding.id).row.state == "put_right"
