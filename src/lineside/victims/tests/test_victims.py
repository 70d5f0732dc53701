"""A crime recorded anywhere opens the rights of its victims; each is kept, missed or ended, and stays on record."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lineside.crimes.commands import Choice, Party, reclassify_crime, record_crime
from lineside.crimes.events import CrimeReclassified, CrimeRecorded
from lineside.crimes.testing import RECORDER, REGISTRAR, a_report, make_crime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.models import EventRecord
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.kernel.worker import react_to
from lineside.victims import commands, queries
from lineside.victims.commands import Added, Needs, Plan, Referral, StandFacts
from lineside.victims.events import VictimChanged
from lineside.victims.models import Duty, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.reactions import begin_care, record_all_missed, weigh_anew
from lineside.victims.testing import CARER, CLOCK, duty_of, make_victim
from lineside.workdays.queries import due_after

pytestmark = pytest.mark.django_db
PLAN = Plan(way="call", address="07700 900123", every_days=14, by_whom="PC Ash")
AGREED = Referral(service="victim_services", consent="agreed")
GLASGOW = {"name": "Glasgow Central", "crs": "GLC", "area": "D"}


def states(row):
    return dict(Duty.objects.filter(victim=row).values_list("code", "state"))


def keep(row, code, how="call", **facts):
    wanted = {"words": "Told what happened", **facts}
    return commands.keep_duty(actor=CARER, victim_duty_id=duty_of(row.id, code).id, how=how, **wanted)


def test_a_recorded_crime_opens_the_clocks_of_its_victim_by_the_news_of_it_and_once():
    crime = make_crime(make_incident(opening_code="VIOL").id)
    event = CrimeRecorded(incident_id=crime.incident_id, crime_id=crime.id, reference=crime.reference)
    begin_care(event)
    begin_care(event)
    [row] = Victim.objects.filter(crime_id=crime.id)
    assert (row.name, row.standing, row.regime) == ("Robin Vale", "person", "england_wales")
    assert set(states(row).values()) == {"open"}
    assert duty_of(row.id, "referral").due_at == due_after(row.report_at, 2, "england_wales")
    assert row.next_due_at == min(Duty.objects.filter(victim=row).values_list("due_at", flat=True))
    assert events_of(VictimChanged)[-1].topics == [f"victim:{row.id}"]


def test_the_worker_carries_the_news_of_a_crime_to_the_rights():
    crime = make_crime(make_incident(opening_code="VIOL").id)
    react_to(EventRecord.objects.filter(name="crimes.CrimeRecorded").order_by("-id")[0].id)
    assert Victim.objects.filter(crime_id=crime.id).count() == 1


def test_a_scottish_place_has_the_scottish_code_and_its_holidays():
    with clock(datetime(2026, 11, 27, 12, 0, tzinfo=UK)):
        row = make_victim(make_incident(opening_code="VIOL", place_text="Glasgow Central", place=GLASGOW).id)
        assert row.regime == "scotland"
        assert uk_day(duty_of(row.id, "referral").due_at) == date(2026, 12, 2)  # St Andrew's Day lies between
        assert queries.victim(CARER, row.id).regime_words == "Victims' Code for Scotland"


def test_the_signs_of_the_record_give_the_shorter_clocks_at_once():
    row = make_victim(opening_code="HATE")
    assert (row.is_enhanced, row.bases, row.by_sign) == (True, ["hate"], True)
    assert duty_of(row.id, "needs").due_at == due_after(now(), 1, "england_wales")


def test_a_child_has_enhanced_rights_and_a_parent_or_guardian_is_thought_of():
    party = Party(role="victim", name="Ash Vale", born_on=uk_day(now()) - timedelta(days=365 * 15))
    row = make_victim(parties=(party,))
    assert (row.standing, row.bases) == ("child", ["under_18"])
    stands = StandFacts(kind="parent", name="Kim Vale", reached_by="07700 900124", words="Wants Kim to be told")
    commands.name_who_stands(actor=CARER, victim_id=row.id, stands=stands)
    assert duty_of(row.id, "guardian").state == "done"


def test_a_missed_limit_is_recorded_by_the_clock_and_what_is_done_later_never_erases_it():
    row = make_victim()
    due = duty_of(row.id, "referral").due_at
    with clock(due):
        record_all_missed()
        assert duty_of(row.id, "referral").missed_at is None
    late = due + timedelta(minutes=1)
    with clock(late):
        assert record_all_missed() >= 1
        assert record_all_missed() == 0
        assert duty_of(row.id, "referral").missed_at == late
        commands.refer_to_support(actor=CARER, victim_id=row.id, referral=AGREED)
    duty = duty_of(row.id, "referral")
    assert (duty.state, duty.missed_at) == ("done", late)


def test_the_database_itself_keeps_a_missed_limit():
    row = make_victim()
    duty = duty_of(row.id, "confirmation")

    @command(needs=CanVictim.CARE)
    def forget(*, actor):
        Duty.objects.filter(pk=duty.id).update(done_at=duty.due_at + timedelta(days=1), missed_at=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        forget(actor=CARER)


def test_a_step_of_the_case_is_owed_to_every_victim_once_and_told_in_time():
    row = make_victim()
    at = now()
    for _ in range(2):
        commands.record_step(actor=CARER, crime_id=row.crime_id, step="arrested", at=at)
    [duty] = Duty.objects.filter(victim=row, code="told_arrested")
    assert duty.due_at == due_after(at, 5, "england_wales")
    assert keep(row, "told_arrested").state == "done"
    with pytest.raises(RuleBroken, match="on record already"):
        keep(row, "told_arrested")


def test_a_victim_who_is_added_later_is_owed_what_happened_before():
    row = make_victim()
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="charged", at=now())
    added = Added(name="Kim Vale", standing="bereaved", phone="07700 900125", words="Mother of the deceased")
    other = commands.add_victim(actor=CARER, crime_id=row.crime_id, added=added)
    assert (other.standing, other.is_enhanced, other.bases) == ("bereaved", True, ["bereaved"])
    assert duty_of(other.id, "told_charged").due_at == due_after(now(), 1, "england_wales")
    assert {each.name for each in queries.victims_of(CARER, row.crime_id)} == {"Robin Vale", "Kim Vale"}


def test_a_crime_classified_anew_as_most_serious_gives_enhanced_rights_and_is_told():
    row = make_victim()
    assert row.is_enhanced is False
    reclassify_crime(
        actor=REGISTRAR, crime_id=row.crime_id, choice=Choice(code="005/01", offence_class="5D"), reason="The wound."
    )
    event = events_of(CrimeReclassified)[-1]
    told = CrimeReclassified(
        incident_id=row.incident_id, crime_id=row.crime_id, was=event.facts["was"], now=event.facts["now"]
    )
    weigh_anew(told)
    weigh_anew(told)
    row.refresh_from_db()
    assert (row.is_enhanced, row.bases) == (True, ["wounding"])
    assert Duty.objects.filter(victim=row, code="told_reclassified").count() == 1


def test_a_repeat_victim_is_found_by_number_within_the_window():
    first = make_victim()
    again = make_victim()
    assert (first.repeat_count, again.repeat_count) == (0, 1)
    assert first.crime_reference in again.repeat_words
    with clock(now() + timedelta(days=400)):
        assert make_victim().repeat_count == 0


def test_who_may_not_see_the_incident_sees_no_victim_of_it_in_list_page_or_deed():
    seeing = OPERATOR.also(CanIncident.VIEW_RESTRICTED)
    incident = make_incident(opening_code="VIOL", is_restricted=True, actor=seeing)
    recorder = RECORDER.also(CanIncident.VIEW_RESTRICTED)
    crime = record_crime(actor=recorder, incident_id=incident.id, report=a_report())
    commands.open_care(actor=CLOCK, crime_id=crime.id)
    row = Victim.objects.get(crime_id=crime.id)
    assert [each.id for each in queries.worklist(CARER.also(CanIncident.VIEW_RESTRICTED))] == [row.id]
    assert queries.worklist(CARER) == []
    assert queries.worklist(CARER, late=True) == []
    for ask in (
        lambda: queries.victim(CARER, row.id),
        lambda: queries.victims_of(CARER, row.crime_id),
        lambda: commands.assess_needs(actor=CARER, victim_id=row.id, content=Needs(support="x")),
        lambda: keep(row, "confirmation"),
        lambda: queries.duty(CARER, duty_of(row.id, "plan").id),
    ):
        with pytest.raises(NotFound):
            ask()


def test_who_has_no_right_does_nothing_and_who_saw_an_older_version_is_told():
    row = make_victim()
    reader = an_actor(CanVictim.VIEW, CanIncident.VIEW)
    with pytest.raises(NotPermitted):
        commands.refer_to_support(actor=reader, victim_id=row.id, referral=AGREED)
    with pytest.raises(NotPermitted):
        commands.open_care(actor=CARER, crime_id=row.crime_id)
    with pytest.raises(Stale):
        commands.refer_to_support(actor=CARER, victim_id=row.id, referral=AGREED, seen_version=row.version - 1)


def test_the_worklist_is_by_the_nearest_clock_and_holds_nobody_to_whom_nothing_is_owed():
    sooner, later = make_victim(opening_code="HATE"), make_victim()
    assert [each.id for each in queries.worklist(CARER)] == [sooner.id, later.id]
    assert queries.worklist(CARER)[0].next_code in {"understood", "needs", "plan"}
    for duty in Duty.objects.filter(victim=sooner):
        keep(sooner, duty.code, how="not_owed", words="Recorded in error, see the log")
    assert [each.id for each in queries.worklist(CARER)] == [later.id]
    assert CLOCK.may(CanVictim.WATCH)
