"""What is done for a victim ends its clock: assessed, referred, agreed, written, offered, answered."""

from datetime import timedelta

import pytest

from lineside.crimes.commands import Party
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import audit_lines, clock, events_of
from lineside.pole.testing import make_marker
from lineside.victims import commands, queries
from lineside.victims.commands import Asked, Needs, Plan, Referral, StandFacts
from lineside.victims.events import VictimChanged
from lineside.victims.models import Duty, Letter, NeedsAssessment, Note
from lineside.victims.testing import CARER, duty_of, make_victim
from lineside.workdays.queries import due_after

pytestmark = pytest.mark.django_db
PLAN = Plan(way="call", address="07700 900123", every_days=14, by_whom="PC Ash")
AGREED = Referral(service="victim_services", consent="agreed")
GLASGOW = {"place_text": "Glasgow Central", "place": {"name": "Glasgow Central", "crs": "GLC", "area": "D"}}


def states(row):
    return dict(Duty.objects.filter(victim=row).values_list("code", "state"))


def keep(row, code, how="call", **facts):
    wanted = {"words": "Told what happened", **facts}
    return commands.keep_duty(actor=CARER, victim_duty_id=duty_of(row.id, code).id, how=how, **wanted)


def test_whose_name_and_needs_are_told_stands_in_no_event_and_no_trail():
    row = make_victim()
    commands.assess_needs(actor=CARER, victim_id=row.id, content=Needs(support="A quiet room", bases=("fear",)))
    assert [event.facts for event in events_of(VictimChanged)] == [{"victim_id": str(row.id)}] * 2
    line = AuditLine.objects.filter(name="victims.assess_needs").get()
    assert "quiet" not in str(line.facts)


def test_a_business_is_served_only_through_whom_it_names():
    party = Party(role="victim", name="Vale Trains", kind="organisation")
    row = make_victim(parties=(party,))
    assert states(row) == {"contact_named": "open"}
    unnamed = Asked(template="confirmation", language="en", way="post")
    with pytest.raises(RuleBroken, match="who the business has named"):
        commands.write_letter(actor=CARER, victim_id=row.id, asked=unnamed)
    with pytest.raises(RuleBroken, match="who the business has named"):
        commands.agree_plan(actor=CARER, victim_id=row.id, plan=PLAN)
    named = StandFacts(kind="business", name="Sam Ash", reached_by="sam@valetrains.example")
    commands.name_who_stands(actor=CARER, victim_id=row.id, stands=named)
    assert states(row) == {"contact_named": "done", "business_confirmation": "open", "business_statement": "open"}
    asked = Asked(template="confirmation", language="en", way="post", address="1 Vale Row")
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=asked)
    assert "Dear Sam Ash" in letter.body
    with pytest.raises(RuleBroken, match="not referred"):
        commands.refer_to_support(actor=CARER, victim_id=row.id, referral=AGREED)


def test_needs_are_assessed_and_the_referral_made_and_both_clocks_end():
    row = make_victim()
    commands.assess_needs(actor=CARER, victim_id=row.id, content=Needs(support="Nothing now"))
    commands.refer_to_support(actor=CARER, victim_id=row.id, referral=AGREED)
    found = states(row)
    assert (found["needs"], found["understood"], found["referral"]) == ("done", "done", "done")
    assert duty_of(row.id, "referral").done_by == "Sunita Birch"
    assert duty_of(row.id, "referral").missed_at is None


def test_their_no_to_a_referral_is_on_record_and_ends_the_clock():
    row = make_victim()
    said = Referral(service="victim_services", consent="declined", words="Has family")
    commands.refer_to_support(actor=CARER, victim_id=row.id, referral=said)
    duty = duty_of(row.id, "referral")
    assert (duty.state, duty.words) == ("declined", "Local victim services: they said no. Has family")


def test_enhanced_rights_found_later_bring_open_limits_nearer_and_keep_what_they_were():
    row = make_victim()
    before = duty_of(row.id, "plan").due_at
    commands.assess_needs(actor=CARER, victim_id=row.id, content=Needs(bases=("fear",), support="A screen in court"))
    duty = duty_of(row.id, "plan")
    assert (duty.first_due_at, duty.due_at) == (before, due_after(now(), 1, "england_wales"))
    commands.assess_needs(actor=CARER, victim_id=row.id, content=Needs(support="Well again"))
    assert duty_of(row.id, "plan").due_at == duty.due_at
    assert NeedsAssessment.objects.filter(victim=row).count() == 2


def test_who_declines_enhanced_rights_has_them_not_and_the_basis_stays_on_record():
    row = make_victim()
    said = Needs(bases=("fear",), declines_enhanced=True, support="Nothing")
    changed = commands.assess_needs(actor=CARER, victim_id=row.id, content=said)
    assert (changed.is_enhanced, changed.bases) == (False, ["fear"])


def test_a_plan_is_agreed_and_the_next_update_is_owed_after_each_that_was_kept():
    row = make_victim()
    commands.agree_plan(actor=CARER, victim_id=row.id, plan=PLAN)
    first = duty_of(row.id, "update")
    assert uk_day(first.due_at) == uk_day(now()) + timedelta(days=14)
    keep(row, "update")
    assert duty_of(row.id, "update").id != first.id
    assert Duty.objects.filter(victim=row, code="update", state="open").count() == 1


def test_a_way_that_is_not_safe_is_refused_without_a_reason_and_with_one_on_record():
    row = make_victim()
    make_marker("07700 900123", code="unsafe_contact")
    with pytest.raises(RuleBroken, match="not safe to call"):
        commands.agree_plan(actor=CARER, victim_id=row.id, plan=PLAN)
    with pytest.raises(RuleBroken, match="not safe to write by post"):
        keep(row, "confirmation", how="letter")
    duty = keep(row, "confirmation", how="letter", unsafe_reason="They asked for it at their mother's address")
    assert duty.unsafe_reason == "They asked for it at their mother's address"
    assert "pole.overrule_safe_contact" in audit_lines()


def test_a_letter_keeps_what_it_answers_once_it_has_gone():
    row = make_victim()
    asked = Asked(template="confirmation", language="en", way="post", address="1 Vale Row", words="Ask for PC Ash.")
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=asked)
    assert duty_of(row.id, "confirmation").state == "open"
    assert row.crime_reference in letter.body
    commands.send_letter(actor=CARER, letter_id=letter.id, seen_version=letter.version)
    duty = duty_of(row.id, "confirmation")
    assert (duty.state, duty.how) == ("done", "letter")
    with pytest.raises(RuleBroken, match="gone already"):
        commands.send_letter(actor=CARER, letter_id=letter.id)
    assert Letter.objects.get(pk=letter.id).body == letter.body


def test_a_letter_tells_of_nothing_that_happened_after_it_was_written():
    row = make_victim()
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="arrested", at=now())
    asked = Asked(template="progress", language="en", way="mail", address="robin@passenger.example")
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=asked)
    assert "a suspect has been arrested" in letter.body
    with clock(now() + timedelta(minutes=5)):
        commands.record_step(actor=CARER, crime_id=row.crime_id, step="charged", at=now())
        commands.send_letter(actor=CARER, letter_id=letter.id)
    assert (duty_of(row.id, "told_arrested").state, duty_of(row.id, "told_charged").state) == ("done", "open")


def test_a_no_ends_what_is_routine_and_a_yes_brings_back_what_is_still_to_come():
    row = make_victim()
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="arrested", at=now())
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="bailed", at=now())
    said = "Said so on the telephone"
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, words=said, answer="no")
    found = states(row)
    assert (found["told_arrested"], found["told_bailed"]) == ("declined", "open")
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, words=said, answer="yes")
    assert states(row)["told_arrested"] == "open"
    assert Note.objects.filter(victim=row, kind="choice").count() == 2


def test_a_statement_is_offered_and_the_answer_is_on_record_and_may_change():
    row = make_victim()
    commands.offer_statement(actor=CARER, victim_id=row.id, answer="later")
    assert duty_of(row.id, "statement").state == "done"
    with pytest.raises(RuleBroken, match="who reads it"):
        commands.offer_statement(actor=CARER, victim_id=row.id, answer="taken")
    changed = commands.offer_statement(actor=CARER, victim_id=row.id, answer="taken", reader="self")
    assert (changed.statement, changed.statement_reader) == ("taken", "self")


def test_a_complaint_has_its_clock_which_the_acknowledgement_ends_and_the_answer_ends_the_complaint():
    row = make_victim()
    made = commands.take_complaint(actor=CARER, victim_id=row.id, words="Nobody told me of the bail.")
    assert duty_of(row.id, "complaint").due_at == due_after(now(), 10, "england_wales")
    commands.answer_complaint(actor=CARER, complaint_id=made.id, words="We have it.", is_final=False)
    assert duty_of(row.id, "complaint").state == "done"
    done = commands.answer_complaint(actor=CARER, complaint_id=made.id, words="We are sorry.", is_final=True)
    assert (done.state, done.acknowledgement, done.answer) == ("answered", "We have it.", "We are sorry.")


def test_what_was_recorded_wrongly_of_age_or_place_is_put_right_and_opens_what_is_owed_besides():
    row = make_victim()
    why = "Fifteen, at Carlisle bound for Lockerbie"
    changed = commands.correct_victim(actor=CARER, victim_id=row.id, standing="child", regime="scotland", words=why)
    assert (changed.standing, changed.regime, changed.is_enhanced) == ("child", "scotland", True)
    assert duty_of(row.id, "guardian").state == "open"


def test_a_letter_is_set_for_print_with_whatever_was_typed_as_text():
    row = make_victim()
    asked = Asked(template="confirmation", language="cy", way="post", address="1 Vale Row, Leeds", words="#strong[x] $")
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=asked)
    text = commands.write_letter(
        actor=CARER, victim_id=row.id, asked=Asked(template="progress_text", language="en", way="text")
    )
    assert text.address == "+447700900123"
    with pytest.raises(RuleBroken, match="not printed"):
        queries.letter_pdf(CARER, text.id)
    assert queries.letter_pdf(CARER, letter.id).startswith(b"%PDF")
