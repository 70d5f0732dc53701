"""What becomes of a recorded crime, on real PostgreSQL: outcome, cancellation, transfer, flags, each permitted."""

from datetime import timedelta
from typing import Any

import pytest

from lineside.crimes.commands import (
    Change,
    cancel_crime,
    decide_no_crime,
    flag_crime,
    give_outcome,
    reclassify_crime,
    record_force_answer,
    send_crime,
)
from lineside.crimes.models import Cancellation, CrimeOutcome
from lineside.crimes.queries.finals import asked_of, finals_of, nation_of_crime
from lineside.crimes.rules import Choice
from lineside.crimes.testing import DECISION_MAKER, RECORDER, REGISTRAR, fifteen, make_crime, no_crime
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine, EventRecord

pytestmark = pytest.mark.django_db


def test_a_crime_is_finalised_on_its_log_its_audit_and_for_the_desks():
    crime = make_crime()
    given = give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    crime.refresh_from_db()
    assert (given.code, given.edition, crime.state) == ("15", "2026-04", "finalised")
    assert f"Crime {crime.reference} finalised: outcome 15" in log(crime.incident_id)[-1].text
    assert AuditLine.objects.filter(name="crimes.give_outcome", kind="did").count() == 1
    assert EventRecord.objects.filter(name="crimes.OutcomeGiven").count() == 1


def test_a_refused_outcome_names_the_paragraph_and_leaves_nothing():
    crime = make_crime()
    with pytest.raises(RuleBroken, match=r"true identity is established \(OF 2026 p18"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen(suspect="named"))
    assert not CrimeOutcome.objects.exists()


def test_a_crime_is_judged_by_the_law_of_where_it_was_committed():
    crime = make_crime(make_incident(opening_code="HATE", place_text="Glasgow Central", place={"crs": "GLC"}).id)
    assert nation_of_crime(RECORDER, crime.id) == "scotland"
    with pytest.raises(RuleBroken, match="no outcome of types 1 to 24"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    asked = {row.code for row in asked_of(RECORDER, crime.id, "S5")}
    given = give_outcome(
        actor=DECISION_MAKER,
        crime_id=crime.id,
        claim=fifteen(outcome="S5", suspect="none", suspect_age=None, confirmed=frozenset(asked)),
    )
    assert (given.group, given.paragraph) == ("not cleared up", "SCRS p5")
    cancel_crime(
        actor=DECISION_MAKER, crime_id=crime.id, asked=no_crime("NC4", confirmed=frozenset({"complainer_told"}))
    )
    assert [row.is_cancelling for row in finals_of(RECORDER, crime.id)] == [False, True]


def test_a_later_outcome_takes_the_place_of_the_first_which_stays():
    crime = make_crime()
    eighteen = fifteen(outcome="18", suspect="none", suspect_age=None, confirmed=frozenset({"investigated"}))
    give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=eighteen)
    give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    assert list(crime.outcomes.order_by("id").values_list("code", flat=True)) == ["18", "15"]


def test_who_saw_an_older_record_is_told_to_look_again():
    crime = make_crime()
    flag_crime(actor=RECORDER, crime_id=crime.id, flags=["alcohol"], seen_version=crime.version)
    with pytest.raises(Stale):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen(), seen_version=crime.version)


def test_a_recorder_neither_finalises_nor_cancels_without_the_right():
    crime = make_crime()
    for act in (
        lambda: give_outcome(actor=RECORDER, crime_id=crime.id, claim=fifteen()),
        lambda: cancel_crime(actor=RECORDER, crime_id=crime.id, asked=no_crime()),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_cancelled_crime_stays_on_record_and_nothing_more_is_decided_on_it():
    crime = make_crime()
    cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=no_crime())
    crime.refresh_from_db()
    assert (crime.state, crime.cancellation.code) == ("cancelled", "C2")
    with pytest.raises(RuleBroken, match="is cancelled"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    decide_no_crime(
        actor=RECORDER, incident_id=crime.incident_id, reason_code="contrary_evidence",
        rationale="The cameras show that he fell.", telling="Told by telephone",
    )  # fmt: skip


def test_a_rape_is_cancelled_by_a_registrar_on_the_register_alone():
    crime = make_crime(choice=Choice(code="019/08", offence_class="19C"))
    asked = no_crime(confirmed=frozenset({"compelling", "independent", "consent_weighed"}))
    with pytest.raises(RuleBroken, match="on the College's register alone"):
        cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=asked)
    assert cancel_crime(actor=REGISTRAR, crime_id=crime.id, asked=asked).code == "C2"


def test_a_duplicate_names_another_record_that_is_live():
    first, second = make_crime(), make_crime()
    asked = no_crime("C3", other_reference=first.reference)
    with pytest.raises(RuleBroken, match="live here, and that one is not"):
        cancel_crime(actor=DECISION_MAKER, crime_id=first.id, asked=asked)
    cancel_crime(actor=DECISION_MAKER, crime_id=second.id, asked=asked)
    assert Cancellation.objects.get().other_reference == first.reference


def test_a_crime_is_handed_over_accepted_and_only_then_cancelled():
    crime = make_crime()
    with pytest.raises(RuleBroken, match="has accepted the crime"):
        cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=no_crime("C1"))
    sent = offered(crime)
    with pytest.raises(RuleBroken, match="with Kent Police already"):
        offered(crime)
    with pytest.raises(RuleBroken, match="Give the reference"):
        record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=True, reference_kind="crime")
    record_force_answer(
        actor=DECISION_MAKER, transfer_id=sent.id, accepted=True, reference="46/1234/26", reference_kind="crime"
    )
    assert cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=no_crime("C1")).code == "C1"


def test_a_force_that_declines_says_why_and_another_may_be_asked():
    crime = make_crime()
    sent = offered(crime)
    with pytest.raises(RuleBroken, match="p16"):
        record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False)
    record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False, answer="It was on the platform.")
    with pytest.raises(RuleBroken, match="answered already"):
        record_force_answer(actor=DECISION_MAKER, transfer_id=sent.id, accepted=False, answer="Again")
    assert offered(crime, "Essex Police").state == "sent"


def test_what_happened_in_a_place_of_ours_is_not_handed_over():
    with pytest.raises(RuleBroken, match=r"p16"):
        offered(make_crime(), in_btp_place=True)


def offered(crime, force="Kent Police", *, in_btp_place=False):
    change = Change(
        what="send",
        rationale="The victim's home, where it was done, is in their area.",
        confirmed=frozenset({"place_known", "victim_care"}),
    )
    return send_crime(actor=DECISION_MAKER, crime_id=crime.id, force=force, change=change, in_btp_place=in_btp_place)


def test_a_flag_brings_others_and_some_are_refused():
    crime = make_crime()
    flagged = flag_crime(actor=RECORDER, crime_id=crime.id, flags=["hate_sikh", "high_risk_domestic"])
    assert flagged.flags == ["domestic", "hate_religion", "hate_sikh", "high_risk_domestic"]
    for flags, says in (
        (["moonlight"], "no flag of the list"),
        (["metal_infrastructure", "metal_non_infrastructure"], "exclude each other"),
    ):
        with pytest.raises(RuleBroken, match=says):
            flag_crime(actor=RECORDER, crime_id=crime.id, flags=flags)
    theft = make_crime(choice=Choice(code="039/00", offence_class="39"))
    with pytest.raises(RuleBroken, match=r"no flag of such a crime \(CRR 2026/27 p30\)"):
        flag_crime(actor=RECORDER, crime_id=theft.id, flags=["corrosive"])


def test_a_former_partners_stalking_becomes_harassment_by_the_registrar_alone():
    crime = make_crime(choice=Choice(code="195/12", offence_class="8Q"))
    flag_crime(actor=RECORDER, crime_id=crime.id, flags=["domestic"])
    change: dict[str, Any] = {
        "crime_id": crime.id,
        "choice": Choice(code="195/94", offence_class="8L"),
        "reason": "In law only.",
    }
    with pytest.raises(RuleBroken, match=r"harassment in law only \(CRR 2026/27 p55\)"):
        reclassify_crime(actor=DECISION_MAKER, **change)
    assert reclassify_crime(actor=REGISTRAR, **change).offence_class == "8L"


def test_a_victim_told_in_the_future_is_not_told():
    with pytest.raises(RuleBroken, match="in the future"):
        give_outcome(
            actor=DECISION_MAKER, crime_id=make_crime().id, claim=fifteen(told_victim_at=now() + timedelta(hours=1))
        )
