"""A referral on record: sent, received, accepted or returned, holding its log, and shared with another agency."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lineside.incidents.commands import close_incident, result_incident
from lineside.incidents.queries import holds, log
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.safeguarding import queries
from lineside.safeguarding.commands import (
    accept_referral,
    acknowledge_referral,
    acknowledge_share,
    refer,
    return_referral,
    send_referral_again,
    share_referral,
)
from lineside.safeguarding.permissions import CanSafeguard
from lineside.safeguarding.queries import overdue, referral, referrals_of, worklist, worklist_page
from lineside.safeguarding.testing import (
    HANDLER,
    UNIT,
    WORDS,
    make_accepted,
    make_referral,
    make_returned,
    referral_facts,
)
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db
SEES_ALL = replace(HANDLER, permissions=UNIT.permissions | HANDLER.permissions)
NAMED = ("red coat", "no ticket", "alone and afraid")


def test_what_was_done_with_the_risk_is_read_with_the_referral_alone():
    row = make_referral(risk="reduce", risk_words="The station supervisor stays with her")
    whole = referral(UNIT, row.id)
    assert (whole.risk_label, whole.risk_words) == (
        "Reduced: it is less, and not gone",
        "The station supervisor stays with her",
    )
    assert "supervisor" not in str(worklist(UNIT))


def test_a_referral_stands_on_the_units_list_with_its_limit_and_without_whom_it_names():
    row = make_referral()
    (listed,) = worklist(UNIT)
    assert (listed.reference, listed.words, listed.is_overdue) == (row.reference, "sent, nobody has it yet", False)
    assert not any(each in str(listed) for each in NAMED)
    assert overdue(UNIT) == []
    with clock(row.due_at + timedelta(seconds=1)):
        assert [each.id for each in overdue(UNIT)] == [row.id]


def test_however_many_were_returned_they_hide_none_that_waits_nor_one_that_is_overdue(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    for _ in range(3):
        make_returned()
    row = make_referral(urgency="soon")
    assert row.id in [each.id for each in worklist(UNIT)]
    assert row.id in [each.id for each in worklist_page(UNIT, PagingIn(limit=50, cursor="")).items]
    with clock(row.due_at + timedelta(seconds=1)):
        assert [each.id for each in overdue(UNIT)] == [row.id]


def test_nobody_changes_a_referral_that_they_may_not_read():
    hidden = make_referral(SEES_ALL, make_incident(opening_code="ASB", is_restricted=True).id)
    unit = an_actor(*CanSafeguard, "incidents.view", name="Bo Field", key=uuid7())
    with pytest.raises(NotFound):
        acknowledge_referral(actor=unit, referral_id=hidden.id)
    returned = make_returned()
    stranger = an_actor(CanSafeguard.REFER, CanSafeguard.VIEW, "contacts.view", name="Kim Osei", key=uuid7())
    with pytest.raises(NotFound):
        send_referral_again(actor=stranger, referral_id=returned.id, content=referral_facts())
    returned.refresh_from_db()
    hidden.refresh_from_db()
    assert (returned.state, hidden.state) == ("returned", "sent")


def test_what_was_seen_stands_in_no_audit_line_no_event_and_no_log():
    make_referral(incident_id=make_incident().id)
    kept = json.dumps(
        [*AuditLine.objects.values_list("facts", flat=True), *EventRecord.objects.values_list("facts", flat=True)]
    )
    lines = " ".join(line.text for each in worklist(UNIT) if each.incident_id for line in log(each.incident_id))
    assert not any(each in kept + lines for each in NAMED)


def test_the_unit_acknowledges_then_accepts_and_every_step_stays():
    row = make_referral()
    acknowledge_referral(actor=UNIT, referral_id=row.id)
    accept_referral(actor=UNIT, referral_id=row.id, words=WORDS)
    whole = referral(UNIT, row.id)
    assert [(each.state, each.by_name) for each in whole.steps] == [
        ("sent", "Kim Osei"),
        ("received", "Jo Lindqvist"),
        ("accepted", "Jo Lindqvist"),
    ]
    assert whole.unit_words == WORDS
    assert worklist(UNIT) == []


def test_a_returned_one_is_corrected_and_sent_again_with_the_first_words_kept():
    row = make_returned()
    with pytest.raises(RuleBroken, match="returned to who referred already"):
        accept_referral(actor=UNIT, referral_id=row.id, words=WORDS)
    again = referral_facts(seen="She stands at the end of platform 8 and has no ticket.")
    send_referral_again(actor=HANDLER, referral_id=row.id, content=again, seen_version=row.version)
    whole = referral(HANDLER, row.id)
    assert (whole.row.state, whole.unit_words) == ("sent", "")
    assert [each.state for each in whole.steps] == ["sent", "returned", "sent"]
    assert "may not go home" in whole.steps[0].words


def test_returning_needs_a_reason_for_who_referred():
    with pytest.raises(RuleBroken, match="for who referred"):
        return_referral(actor=UNIT, referral_id=make_referral().id, words="no")


def test_who_referred_cannot_accept_it_even_with_the_units_right():
    both = an_actor(*HANDLER.permissions, *UNIT.permissions, key=uuid7())
    row = make_referral(both)
    with pytest.raises(RuleBroken, match="somebody else of the unit"):
        accept_referral(actor=both, referral_id=row.id, words=WORDS)


def test_the_second_of_two_of_the_unit_is_told():
    row = make_referral()
    acknowledge_referral(actor=UNIT, referral_id=row.id, seen_version=0)
    with pytest.raises(Stale):
        return_referral(actor=UNIT, referral_id=row.id, words="Not for us, I think", seen_version=0)


def test_closing_a_log_waits_until_each_of_its_referrals_is_accepted():
    incident = make_incident("P")
    first, second = (make_referral(incident_id=incident.id) for _ in range(2))
    assert [hold.kind for hold in holds(incident.id)] == ["safeguarding"]
    accept_referral(actor=UNIT, referral_id=first.id, words=WORDS)
    assert [hold.kind for hold in holds(incident.id)] == ["safeguarding"]
    accept_referral(actor=UNIT, referral_id=second.id, words=WORDS)
    assert holds(incident.id) == []
    assert (
        log(incident.id)[-1].text
        == f"Safeguarding referral {second.reference} (Child alone or far from home): accepted"
    )


def test_a_referral_of_a_restricted_log_is_not_there_for_who_may_not_see_it():
    hidden = make_incident("P", is_restricted=True)
    with pytest.raises(NotFound):
        make_referral(incident_id=hidden.id)
    seeing = an_actor(*HANDLER.permissions, "incidents.view_restricted", key=uuid7())
    row = make_referral(seeing, incident_id=hidden.id)
    assert worklist(HANDLER) == []
    assert [each.id for each in worklist(UNIT)] == [row.id]


def test_the_whole_is_read_by_the_unit_and_by_who_made_it_and_by_nobody_else():
    row = make_referral()
    assert referral(HANDLER, row.id).subject.startswith("A girl")
    assert referral(UNIT, row.id).seen.startswith("She has")
    with pytest.raises(NotFound):
        referral(an_actor(*HANDLER.permissions, key=uuid7()), row.id)
    assert [each.reference for each in referrals_of(HANDLER, contact_id=row.contact_id)] == [row.reference]


def test_an_agency_is_told_once_and_only_after_acceptance_and_counts_once_it_answers():
    with pytest.raises(RuleBroken, match="Accept the referral first"):
        share_referral(actor=UNIT, referral_id=make_referral().id, agency="children")
    row = make_accepted()
    share = share_referral(actor=UNIT, referral_id=row.id, agency="children")
    assert share.document["referral"]["ourReference"] == row.reference
    assert share.document["referral"]["concern"] == "Child alone or far from home"
    assert share.acknowledged_at is None
    with pytest.raises(RuleBroken, match="has been told"):
        share_referral(actor=UNIT, referral_id=row.id, agency="children")
    with pytest.raises(RuleBroken, match="own reference"):
        acknowledge_share(actor=UNIT, share_id=share.id, their_reference=" ")
    done = acknowledge_share(actor=UNIT, share_id=share.id, their_reference="LCC-2291")
    assert (done.their_reference, done.acknowledged_by) == ("LCC-2291", "Jo Lindqvist")


def test_a_referral_has_one_subject_and_who_may_not_refer_makes_none():
    with pytest.raises(RuleBroken, match="one contact or from one incident"):
        refer(actor=HANDLER, content=referral_facts())
    with pytest.raises(NotPermitted):
        make_referral(UNIT)
    assert audit_lines("refused")[-1] == "safeguarding.refer"


def test_a_referral_can_be_made_from_a_closed_log_and_holds_nothing():
    incident = make_incident("P")
    done = result_incident(
        actor=OPERATOR,
        incident_id=incident.id,
        closing_code="ASB2",
        result_codes=("ADV",),
        seen_version=incident.version,
    )
    close_incident(actor=OPERATOR, incident_id=done.id)
    assert make_referral(incident_id=incident.id).state == "sent"
    assert holds(incident.id) == []
