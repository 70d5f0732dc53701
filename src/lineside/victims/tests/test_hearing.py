"""What the crime room decides opens what its victims are owed, and nothing is decided before they were told."""

from datetime import timedelta
from typing import Any

import pytest

from lineside.crimes.commands import (
    Change,
    Choice,
    Party,
    cancel_crime,
    flag_crime,
    give_outcome,
    reclassify_crime,
    record_force_answer,
    send_crime,
)
from lineside.crimes.testing import DECISION_MAKER, RECORDER, REGISTRAR, fifteen, make_crime, no_crime
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import EventRecord
from lineside.kernel.testing import clock
from lineside.kernel.worker import react_to
from lineside.victims import commands
from lineside.victims.models import Duty, Note, Step, Victim
from lineside.victims.rules.clocks import stays_owed, step_after
from lineside.victims.rules.tables import rights, table
from lineside.victims.testing import CARER, duty_of, make_victim
from lineside.workdays.queries import due_after

pytestmark = pytest.mark.django_db
WHY = "No witness and no camera saw who struck first."
UNTOLD: dict[str, Any] = {"told_victim_at": None, "telling": ""}


def heard(name):
    """The worker carries the newest news of this name."""
    react_to(EventRecord.objects.filter(name=f"crimes.{name}").order_by("-id")[0].id)


def states(row):
    return dict(Duty.objects.filter(victim=row).order_by("id").values_list("code", "state"))


def about_to(row, step, words=WHY):
    commands.record_step(actor=CARER, crime_id=row.crime_id, step=step, at=now(), words=words)


def keep(row, code, how="call", words="Told on the telephone, with the reason"):
    return commands.keep_duty(actor=CARER, victim_duty_id=duty_of(row.id, code).id, how=how, words=words)


def two_victims():
    parties = (
        Party(role="victim", name="Robin Vale", phone="07700 900123"),
        Party(role="victim", name="Kim Ash", phone="07700 900126"),
    )
    crime = make_crime(parties=parties)
    heard("CrimeRecorded")
    return crime, list(Victim.objects.filter(crime_id=crime.id).order_by("name"))


def test_an_outcome_that_somebody_was_told_of_owes_the_review_alone():
    row = make_victim()
    give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen())
    heard("OutcomeGiven")
    told, review = duty_of(row.id, "told_no_action"), duty_of(row.id, "review")
    assert (told.state, told.how) == ("done", "deed")
    assert told.words == "Told before it was decided: By telephone, by the officer in the case"
    assert (review.state, review.due_at) == ("open", due_after(Step.objects.get().at, 5, "england_wales"))
    assert WHY in review.step_words
    heard("OutcomeGiven")
    assert Step.objects.count() == 1


def test_an_outcome_without_a_suspect_owes_no_review():
    row = make_victim()
    eighteen = fifteen(outcome="18", suspect="none", suspect_age=None, confirmed=frozenset({"investigated"}))
    give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=eighteen)
    heard("OutcomeGiven")
    found = states(row)
    assert found["told_not_investigated"] == "done"
    assert "review" not in found


def test_who_could_not_be_told_before_is_still_owed_the_decision_with_its_reason():
    row = make_victim()
    about_to(row, "outcome")
    with pytest.raises(RuleBroken, match="told of the outcome before"):
        give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))
    keep(row, "told_outcome", how="gave_up", words="Tried three times on two days")
    given = give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))
    assert (given.told_victim_at, given.telling) == (None, f"{row.reference}: Tried three times on two days")
    heard("OutcomeGiven")
    assert states(row)["told_no_action"] == states(row)["review"] == "open"


def test_no_outcome_is_given_before_each_of_two_victims_was_told_from_their_page():
    crime, [kim, robin] = two_victims()
    about_to(kim, "outcome")
    keep(kim, "told_outcome")
    with pytest.raises(RuleBroken, match=f"Victim {robin.reference} has not been told yet"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    keep(robin, "told_outcome")
    given = give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen(**UNTOLD))
    assert given.told_victim_at == duty_of(robin.id, "told_outcome").done_at
    heard("OutcomeGiven")
    assert {states(each)["told_no_action"] for each in (kim, robin)} == {"done"}


def test_what_they_were_told_of_one_decision_is_not_enough_for_another():
    row = make_victim()
    about_to(row, "outcome")
    keep(row, "told_outcome")
    with clock(now() + timedelta(minutes=5)):
        about_to(row, "outcome", "It is to be another outcome than the one that we told you.")
        with pytest.raises(RuleBroken, match="told of the outcome before"):
            give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))


def test_the_next_outcome_waits_for_them_anew():
    row = make_victim()
    about_to(row, "outcome")
    keep(row, "told_outcome")
    eighteen = fifteen(outcome="18", suspect="none", suspect_age=None, confirmed=frozenset({"investigated"}), **UNTOLD)
    give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=eighteen)
    heard("OutcomeGiven")
    with pytest.raises(RuleBroken, match="told of the outcome before"):
        give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))


def test_a_crime_is_not_cancelled_before_they_are_told_and_then_what_no_longer_follows_ends():
    row = make_victim()
    about_to(row, "cancelled", "The cameras show that he fell.")
    with pytest.raises(RuleBroken, match="told before the crime is cancelled"):
        cancel_crime(actor=DECISION_MAKER, crime_id=row.crime_id, asked=no_crime(**UNTOLD))
    keep(row, "told_cancelled")
    cancel_crime(actor=DECISION_MAKER, crime_id=row.crime_id, asked=no_crime(**UNTOLD))
    heard("CrimeCancelled")
    found = states(row)
    assert found["told_cancelled"] == "done"
    assert (found["needs"], found["referral"]) == ("ended", "ended")
    assert "C2" in duty_of(row.id, "needs").words
    row.refresh_from_db()
    assert row.next_due_at is None


def test_a_duplicate_is_cancelled_and_they_are_owed_to_know_it():
    row, other = make_victim(), make_crime()
    asked = no_crime("C3", other_reference=other.reference, **UNTOLD)
    cancel_crime(actor=DECISION_MAKER, crime_id=row.crime_id, asked=asked)
    heard("CrimeCancelled")
    assert {code for code, state in states(row).items() if state == "open"} == {"told_cancelled"}


def test_another_force_takes_it_and_its_reference_is_told_before_it_is_cancelled():
    row = make_victim()
    change = Change(
        what="send", rationale="It was done in their area.", confirmed=frozenset({"place_known", "victim_care"})
    )
    sent = send_crime(
        actor=DECISION_MAKER, crime_id=row.crime_id, force="Kent Police", change=change, in_btp_place=False
    )
    heard("CrimeTransferChanged")
    assert "told_cancelled" not in states(row)
    record_force_answer(
        actor=DECISION_MAKER, transfer_id=sent.id, accepted=True, reference="46/1234/26", reference_kind="crime"
    )
    heard("CrimeTransferChanged")
    duty = duty_of(row.id, "told_cancelled")
    assert (duty.state, duty.step_words) == ("open", "Kent Police has taken it under 46/1234/26.")
    moved = no_crime("C1", **UNTOLD)
    with pytest.raises(RuleBroken, match="told before the crime is cancelled"):
        cancel_crime(actor=DECISION_MAKER, crime_id=row.crime_id, asked=moved)
    keep(row, "told_cancelled")
    assert cancel_crime(actor=DECISION_MAKER, crime_id=row.crime_id, asked=moved).code == "C1"


def test_who_does_not_want_to_be_told_holds_no_decision_up_and_does_when_they_want_it_again():
    row = make_victim()
    said = "Said so on the telephone"
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, answer="no", words=said)
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, answer="yes", words=said)
    with pytest.raises(RuleBroken, match="told of the outcome before"):
        give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, answer="no", words=said)
    given = give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(**UNTOLD))
    assert given.telling == f"{row.reference}: They do not want it: {said}"
    heard("OutcomeGiven")
    assert "told_no_action" not in states(row)


def test_other_flags_are_no_other_class_to_tell_of():
    row = make_victim()
    flag_crime(actor=RECORDER, crime_id=row.crime_id, flags=["alcohol"])
    heard("CrimeReclassified")
    assert "told_reclassified" not in states(row)
    choice = Choice(code="005/01", offence_class="5D")
    reclassify_crime(actor=REGISTRAR, crime_id=row.crime_id, choice=choice, reason="The wound.")
    heard("CrimeReclassified")
    assert duty_of(row.id, "told_reclassified").step_words == "From 8N 008/06 to 5D 005/01. The wound."
    assert Note.objects.filter(victim=row).count() == 0


def test_every_outcome_of_the_list_is_a_step_that_the_rights_know():
    on = now().date()
    steps = {row["code"] for row in table("steps", on).rows}
    assert {row["step"] for row in table("after_outcomes", on).rows} <= steps
    assert step_after("15", on) == "no_action"
    assert step_after("99", on) == "outcome"
    known = {code for regime in ("england_wales", "scotland") for code in rights(regime, on)}
    assert {row["code"] for row in table("after_cancelling", on).rows} <= known
    assert (stays_owed("property", on), stays_owed("needs", on)) == (True, False)
