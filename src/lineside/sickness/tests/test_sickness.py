"""An absence told to the HR system once; why stays sealed from everybody but few, who are on record."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.people.testing import make_staff
from lineside.sickness import rules
from lineside.sickness.commands import (
    AbsenceFacts,
    claim_notice,
    end_absence,
    record_notice,
    report_absence,
    retry_notice,
    set_notice_aside,
)
from lineside.sickness.models import Absence, Notice
from lineside.sickness.permissions import CanSickness
from lineside.sickness.queries import absence_row, absences, notice_wire, read_reason
from lineside.sickness.testing import GATEWAY, REASON, REPORTER, make_absence

pytestmark = pytest.mark.django_db
WORKER = an_actor(*CanSickness)
TODAY = uk_day(now())


def claimed():
    notice = claim_notice(actor=GATEWAY)
    assert notice
    return notice


def test_why_somebody_is_sick_stands_in_no_table_no_trail_and_no_event():
    make_absence()
    with connection.cursor() as cursor:
        for table in ("sickness_absence", "sickness_notice", "kernel_auditline", "kernel_eventrecord", "kernel_answer"):
            cursor.execute(f"SELECT coalesce(json_agg(row_to_json(t))::text, '') FROM {table} t")
            assert "wrist" not in json.dumps(cursor.fetchall()), table


def test_who_may_read_it_says_why_and_stands_on_record():
    absence = make_absence()
    with pytest.raises(RuleBroken, match="why"):
        read_reason(WORKER, absence.id, " ")
    assert read_reason(WORKER, absence.id, "To arrange cover") == REASON
    look = AuditLine.objects.get(kind="looked")
    assert (look.name, look.why, look.actor_name) == ("sickness.reason", "To arrange cover", "Alex Reed")


def test_who_may_not_is_refused_and_that_stands_on_record_too():
    absence = make_absence()
    with pytest.raises(NotPermitted):
        read_reason(REPORTER, absence.id, "Curious")
    assert AuditLine.objects.get(kind="refused").name == "sickness.reason"


def test_the_row_of_an_absence_holds_no_reason():
    absence = make_absence()
    assert "wrist" not in repr(absence_row(absence.id))
    assert "wrist" not in repr(absences(REPORTER))


def test_the_hr_system_is_told_once_and_its_reference_kept():
    make_absence()
    notice = claimed()
    assert claim_notice(actor=GATEWAY) is None
    assert notice_wire(GATEWAY, notice.id)["reason"] == REASON
    record_notice(actor=GATEWAY, notice_id=notice.id, outcome="kept", reference="ABS-1")
    record_notice(actor=GATEWAY, notice_id=notice.id, outcome="refused", says="late and wrong")
    notice.refresh_from_db()
    assert (notice.state, notice.hr_reference) == ("delivered", "ABS-1")


def test_who_died_between_sending_and_telling_leaves_it_to_be_sent_again_under_the_same_key():
    make_absence()
    first = claimed()
    with clock(now() + rules.LEASE + timedelta(seconds=1)):
        again = claimed()
    assert again.id == first.id
    assert again.attempts == 2


def test_it_is_tried_again_ever_later_and_then_a_person_sees_it():
    make_absence()
    at = now()
    for _ in range(rules.LAST_ATTEMPT):
        with clock(at):
            notice = claimed()
            record_notice(actor=GATEWAY, notice_id=notice.id, outcome="later", says="No answer")
        at += rules.LONGEST_WAIT
    notice.refresh_from_db()
    assert notice.state == "dead"
    assert absences(REPORTER)[0].is_owed
    retry_notice(actor=WORKER, notice_id=notice.id)
    assert claimed().attempts == 1


def test_a_refused_notice_is_set_aside_only_with_what_was_done():
    absence = make_absence(dead=True)
    notice = absence.notices.get()
    with pytest.raises(RuleBroken, match="what was done"):
        set_notice_aside(actor=WORKER, notice_id=notice.id, how=" ")
    set_notice_aside(actor=WORKER, notice_id=notice.id, how="Rang the HR duty desk")
    assert not absences(REPORTER)[0].is_owed


def test_the_end_is_told_after_the_beginning_and_never_before():
    make_absence()
    end_absence(actor=REPORTER, collar_number="C1042", last_day=TODAY)
    first = claimed()
    assert first.kind == "begins"
    assert claim_notice(actor=GATEWAY) is None
    record_notice(actor=GATEWAY, notice_id=first.id, outcome="kept")
    second = claimed()
    assert second.kind == "ends"
    assert notice_wire(GATEWAY, second.id)["reason"] == ""


def test_one_open_absence_of_each_and_an_end_needs_a_beginning():
    make_absence()
    with pytest.raises(RuleBroken, match="already"):
        make_absence()
    with pytest.raises(RuleBroken, match="not reported sick"):
        end_absence(actor=REPORTER, collar_number="C9", last_day=TODAY)
    assert Absence.objects.count() == Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"collar_number": "?"}, "collar_number"),
        ({"first_day": TODAY - timedelta(days=90)}, "first_day"),
        ({"expected_day": TODAY - timedelta(days=9)}, "expected_day"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_beside_its_field(facts, field):
    good = {"name": "Robin Vale", "collar_number": "C1042", "first_day": TODAY}
    with pytest.raises(RuleBroken) as told:
        report_absence(actor=REPORTER, facts=AbsenceFacts(**{**good, **facts}), secret=REASON)
    assert told.value.field == field


def test_only_the_gateway_reads_what_the_hr_system_is_told():
    make_absence()
    with pytest.raises(NotPermitted):
        notice_wire(system_actor("somebody", CanSickness.VIEW), Notice.objects.get().id)


@pytest.mark.parametrize("how", ["kept", "set aside"])
def test_why_somebody_is_sick_is_erased_as_soon_as_the_hr_system_has_it(how):
    absence = make_absence(dead=how == "set aside")
    if how == "kept":
        record_notice(actor=GATEWAY, notice_id=claimed().id, outcome="kept")
    else:
        assert read_reason(WORKER, absence.id, "To tell the HR duty desk") == REASON
        set_notice_aside(actor=WORKER, notice_id=absence.notices.get().id, how="Rang the HR duty desk")
    absence.refresh_from_db()
    assert absence.reason_sealed == ""
    with pytest.raises(RuleBroken, match="erased"):
        read_reason(WORKER, absence.id, "To arrange cover")
    end_absence(actor=REPORTER, collar_number="C1042", last_day=TODAY)
    assert claimed().kind == "ends"


def test_a_notice_that_every_gateway_died_with_is_seen_by_a_person():
    make_absence()
    at = now()
    for _ in range(rules.LAST_ATTEMPT):
        with clock(at):
            claimed()
        at += rules.LEASE + timedelta(seconds=1)
    with clock(at):
        assert claim_notice(actor=GATEWAY) is None
    assert absences(REPORTER)[0].is_owed
    assert "never finished" in absences(REPORTER)[0].notices[0].says


def test_a_number_that_is_anothers_is_refused_without_saying_whose_and_one_nobody_knows_is_not():
    make_staff("C1001")
    facts = AbsenceFacts(name="Ash Brook", collar_number="C1001", first_day=TODAY)
    with pytest.raises(RuleBroken, match="C1001 is the number of somebody of another name; check both"):
        report_absence(actor=REPORTER, facts=facts, secret=REASON)
    report_absence(actor=REPORTER, facts=replace(facts, name="person c1001"), secret=REASON)
    report_absence(actor=REPORTER, facts=replace(facts, collar_number="C9999"), secret=REASON)
    assert Absence.objects.count() == 2
