"""Staff, the rota, booking on and off: what each command writes and announces, and each refusal."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from lineside.access.testing import make_account, make_client_key
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, Refusal, RuleBroken, Stale
from lineside.kernel.testing import ALEX, an_actor, audit_lines, clock, events_of
from lineside.people import commands, queries
from lineside.people.commands import Facts, Place
from lineside.people.events import BookedOff, BookedOn, DutyCancelled, RotaPlanned
from lineside.people.models import Duty, Staff
from lineside.people.permissions import CanPeople
from lineside.people.testing import PLANNER, make_duty, make_staff

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
SEVEN = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
SUPERVISOR = an_actor(CanPeople.BOOK, CanPeople.BOOK_OTHERS, CanPeople.VIEW)


def person(staff):
    return an_actor(CanPeople.BOOK, CanPeople.VIEW, key=staff.account_id, name=staff.name)


def test_a_shift_goes_on_the_rota_whole():
    staff = [make_staff(f"C10{n}") for n in range(3)]
    places = [Place(staff_id=each.id, desk=f"Contact {n + 1}") for n, each in enumerate(staff)]
    assert commands.plan_shift(actor=PLANNER, day=DAY, shift="night", places=places) == 3
    duty = Duty.objects.order_by("desk")[0]
    assert (duty.begins_at, duty.ends_at) == (SEVEN + timedelta(hours=12), SEVEN + timedelta(hours=24))
    assert (duty.site, duty.role, duty.edition) == ("FCC", "contact_handler", "2026-04")
    assert audit_lines()[-1] == "people.plan_shift"
    assert len(events_of(RotaPlanned)[0].topics) == 3


def test_nobody_is_given_two_desks_and_then_none_of_the_shift_is_planned():
    first, second = make_staff("C100"), make_staff("C101")
    commands.plan_duty(
        actor=PLANNER,
        place=Place(staff_id=second.id, desk="Contact 9"),
        begins_at=SEVEN + timedelta(hours=11),
        ends_at=SEVEN + timedelta(hours=14),
    )
    places = [Place(staff_id=first.id, desk="Contact 1"), Place(staff_id=second.id, desk="Contact 2")]
    with pytest.raises(RuleBroken, match="C101 has a duty from 26 Nov 18:00 to 21:00"):
        commands.plan_shift(actor=PLANNER, day=DAY, shift="night", places=places)
    twice = [Place(staff_id=first.id, desk="Contact 1"), Place(staff_id=first.id, desk="Contact 2")]
    with pytest.raises(RuleBroken, match="at two desks"):
        commands.plan_shift(actor=PLANNER, day=DAY, shift="night", places=twice)
    assert Duty.objects.count() == 1


def test_one_shift_may_follow_another_at_the_same_minute():
    staff = make_staff()
    for shift in ("day", "night"):
        commands.plan_shift(actor=PLANNER, day=DAY, shift=shift, places=[Place(staff_id=staff.id, desk="Contact 1")])
    assert Duty.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_give_a_person_one_desk():
    staff, said = make_staff(), []

    def plan(desk):
        try:
            commands.plan_shift(actor=PLANNER, day=DAY, shift="day", places=[Place(staff_id=staff.id, desk=desk)])
            said.append("planned")
        except Refusal as refusal:
            said.append(refusal.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=plan, args=(f"Contact {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("planned") == 1
    assert Duty.objects.count() == 1


def test_a_person_books_on_and_off_their_own_duty():
    staff = make_staff(account_id=make_account().id)
    duty = make_duty(staff)
    commands.book_on(actor=person(staff), duty_id=duty.id)
    row = queries.duty(SUPERVISOR, duty.id)
    assert row.is_there
    assert [event.facts["role"] for event in events_of(BookedOn)] == ["contact_handler"]
    assert events_of(BookedOn)[0].topics == [f"duty:{duty.id}"]
    commands.book_off(actor=person(staff), duty_id=duty.id)
    assert not queries.duty(SUPERVISOR, duty.id).is_there
    assert len(events_of(BookedOff)) == 1
    assert audit_lines()[-2:] == ["people.book_on", "people.book_off"]


def test_nobody_books_on_or_off_ahead_of_the_clock_and_only_a_supervisor_goes_back():
    staff = make_staff(account_id=make_account().id)
    duty, soon, before = make_duty(staff), now() + timedelta(minutes=20), now() - timedelta(minutes=20)
    for book, sent in ((commands.book_on, person(staff)), (commands.book_on, SUPERVISOR)):
        with pytest.raises(RuleBroken, match="not come yet"):
            book(actor=sent, duty_id=duty.id, at=soon)
    with pytest.raises(RuleBroken, match="supervisor"):
        commands.book_on(actor=person(staff), duty_id=duty.id, at=before)
    assert commands.book_on(actor=SUPERVISOR, duty_id=duty.id, at=before).booked_on_at == before
    with pytest.raises(RuleBroken, match="not come yet"):
        commands.book_off(actor=person(staff), duty_id=duty.id, at=soon)
    with pytest.raises(RuleBroken, match="supervisor"):
        commands.book_off(actor=person(staff), duty_id=duty.id, at=now() - timedelta(minutes=10))


def test_nobody_books_another_on_without_the_right_and_a_supervisor_does():
    duty = make_duty(make_staff(account_id=make_account().id))
    with pytest.raises(NotPermitted, match="somebody else's"):
        commands.book_on(actor=an_actor(CanPeople.BOOK, key=ALEX), duty_id=duty.id)
    assert audit_lines("refused") == ["people.book_on"]
    commands.book_on(actor=SUPERVISOR, duty_id=duty.id)


def test_a_duty_without_an_account_is_nobodys_own():
    duty = make_duty(make_staff())
    with pytest.raises(NotPermitted):
        commands.book_on(actor=an_actor(CanPeople.BOOK, key=ALEX), duty_id=duty.id)


def test_a_duty_is_cancelled_with_a_reason_unless_somebody_is_at_it():
    duty = make_duty(make_staff())
    with pytest.raises(RuleBroken, match="why"):
        commands.cancel_duty(actor=PLANNER, duty_id=duty.id, reason=" ", seen_version=0)
    commands.cancel_duty(actor=PLANNER, duty_id=duty.id, reason="Unwell", seen_version=0)
    assert len(events_of(DutyCancelled)) == 1
    with pytest.raises(Stale):
        commands.cancel_duty(actor=PLANNER, duty_id=duty.id, reason="Again", seen_version=0)
    other = make_duty(make_staff("C200"))
    commands.book_on(actor=SUPERVISOR, duty_id=other.id)
    with pytest.raises(RuleBroken, match="book them off"):
        commands.cancel_duty(actor=PLANNER, duty_id=other.id, reason="Unwell", seen_version=1)


def test_a_cancelled_duty_frees_the_person():
    staff = make_staff()
    duty = make_duty(staff, begins_at=SEVEN)
    commands.cancel_duty(actor=PLANNER, duty_id=duty.id, reason="Swapped", seen_version=0)
    make_duty(staff, begins_at=SEVEN)


def test_the_rota_of_a_day_has_last_nights_duties_too():
    with clock(SEVEN):
        staff = [make_staff(f"C10{n}") for n in range(3)]
        begins = [SEVEN - timedelta(hours=12), SEVEN, SEVEN + timedelta(hours=12)]
        for each, moment in zip(staff, begins, strict=True):
            make_duty(each, begins_at=moment)
        make_duty(make_staff("C200"), begins_at=SEVEN + timedelta(hours=36))
        assert [row.begins_at for row in queries.rota_of(SUPERVISOR, DAY)] == begins


def test_who_is_on_duty_is_who_booked_on():
    with clock(SEVEN):
        here, absent, gone = (make_duty(make_staff(f"C10{n}"), begins_at=SEVEN) for n in range(3))
        for duty in (here, gone):
            commands.book_on(actor=SUPERVISOR, duty_id=duty.id)
    with clock(SEVEN + timedelta(hours=3)):
        commands.book_off(actor=SUPERVISOR, duty_id=gone.id)
        assert [row.id for row in queries.on_duty(SUPERVISOR)] == [here.id]
        assert len(queries.on_duty(SUPERVISOR, SEVEN + timedelta(hours=1))) == 2
        assert queries.duty(SUPERVISOR, absent.id).is_missing(now())
    assert queries.on_duty(SUPERVISOR, SEVEN + timedelta(hours=13)) == []  # its hours are over


def test_a_shift_is_set_against_what_it_needs():
    staff = [make_staff(f"C10{n}") for n in range(2)]
    places = [Place(staff_id=each.id, desk=f"Contact {n}") for n, each in enumerate(staff)]
    commands.plan_shift(actor=PLANNER, day=DAY, shift="day", places=places)
    with clock(SEVEN):
        commands.book_on(actor=SUPERVISOR, duty_id=Duty.objects.all()[0].id)
    rows = queries.strength(DAY, "day", queries.rota_of(SUPERVISOR, DAY))
    handlers = next(row for row in rows if (row.site, row.role) == ("FCC", "contact_handler"))
    assert (handlers.needed, handlers.planned, handlers.there) == (15, 2, 1)


def test_the_shift_that_runs_at_three_in_the_morning_is_last_nights():
    assert queries.shift_now(SEVEN - timedelta(hours=4)) == (DAY - timedelta(days=1), "night")
    assert queries.shift_now(SEVEN) == (DAY, "day")


def test_a_persons_own_duty_is_the_one_that_runs_or_begins_within_the_hour():
    staff = make_staff(account_id=make_account().id)
    with clock(SEVEN):
        tomorrow = make_duty(staff, begins_at=SEVEN + timedelta(hours=24))
        assert queries.own_duty(person(staff)) is None
        today = make_duty(staff, begins_at=SEVEN + timedelta(minutes=59))
        own = queries.own_duty(person(staff))
        assert own
        assert own.id == today.id
        assert own.id != tomorrow.id
    assert queries.own_duty(an_actor(CanPeople.BOOK, key=ALEX)) is None


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"collar_number": "C1042"}, "somebody's already"),
        ({"collar_number": "nobody"}, "up to two letters"),
        ({"name": " "}, "person's name"),
        ({"role": "chief"}, "no role chief"),
        ({"site": "ATTIC"}, "no site ATTIC"),
    ],
)
def test_a_staff_record_that_is_none_is_refused(facts, says):
    make_staff()
    whole = {"name": "Robin Vale", "collar_number": "C7", "role": "trainer", "site": "HQ", **facts}
    whole["collar_number"] = {"C7": "C77"}.get(whole["collar_number"], whole["collar_number"])
    with pytest.raises(RuleBroken, match=says):
        commands.record_staff(actor=PLANNER, facts=Facts(**whole))
    assert Staff.objects.count() == 1


def test_an_account_is_one_persons_and_must_be_there():
    account = make_account()
    make_staff(account_id=account.id)
    with pytest.raises(RuleBroken, match="somebody else's record"):
        make_staff("C77", account_id=account.id)
    with pytest.raises(NotFound):
        make_staff("C78", account_id=ALEX)


def test_a_staff_record_is_changed_by_whoever_saw_it_as_it_is():
    staff = make_staff()
    facts = Facts(name="Robin Vale", collar_number="C9999", role="trainer", site="HQ")
    commands.change_staff(actor=PLANNER, staff_id=staff.id, facts=facts, seen_version=0)
    with pytest.raises(Stale):
        commands.change_staff(actor=PLANNER, staff_id=staff.id, facts=facts, seen_version=0)
    assert queries.staff(SUPERVISOR, staff.id).role_label == "Trainer"


def test_who_may_not_see_the_rota_sees_none_of_it():
    nobody = an_actor(CanPeople.BOOK)
    for look in (lambda: queries.rota_of(nobody, DAY), lambda: queries.on_duty(nobody)):
        with pytest.raises(NotPermitted):
            look()


def test_the_same_over_the_api(client):
    key = make_client_key(*CanPeople, name="The rota's planner")
    head = {"Authorization": f"Bearer {key}"}
    staff = client.post(
        "/api/v1/people/staff",
        {"name": "Robin Vale", "collar_number": "C1", "role": "trainer", "site": "HQ"},
        "application/json",
        headers=head,
    )
    assert staff.status_code == 422
    assert staff.json()["field"] == "collar_number"
    staff = client.post(
        "/api/v1/people/staff",
        {"name": "Robin Vale", "collar_number": "C11", "role": "trainer", "site": "HQ"},
        "application/json",
        headers=head,
    )
    assert staff.status_code == 201
    shift = {"day": "2026-11-26", "shift": "day", "places": [{"staff_id": staff.json()["id"], "desk": "Training 1"}]}
    again = {**head, "Idempotency-Key": "once"}
    for _ in range(2):
        planned = client.post("/api/v1/people/rota", shift, "application/json", headers=again)
        assert planned.json() == {"duties": 1}
    rota = client.get("/api/v1/people/rota?day=2026-11-26", headers=head).json()
    assert [row["name"] for row in rota["items"]] == ["Robin Vale"]
    with clock(SEVEN):
        on = client.post(
            f"/api/v1/people/duties/{rota['items'][0]['id']}/book-on", {}, "application/json", headers=head
        )
        assert on.status_code == 200
        assert len(client.get("/api/v1/people/on-duty", headers=head).json()["items"]) == 1
        late = client.get("/api/v1/people/on-duty?at=2026-11-26T07:00:00", headers=head)
        assert late.status_code == 422
