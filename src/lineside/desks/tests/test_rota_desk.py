"""The rota on the screen, booking on at the start of a shift, and where each role begins."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lineside.access.queries import labels_of_roles
from lineside.access.testing import make_account
from lineside.desks import rows
from lineside.kernel.clock import now, uk_day
from lineside.people.models import Duty
from lineside.people.permissions import CanPeople
from lineside.people.testing import make_duty, make_staff

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def entered(role):
    client = Client()
    client.force_login(make_account(role), backend=BACKEND)
    return client


@pytest.mark.parametrize("role", labels_of_roles())
def test_every_role_begins_at_a_page_of_its_own(role):
    client = entered(role)
    answer = client.get("/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain != []


def test_a_duty_that_waits_is_offered_once_and_booked_on_with_one_key():
    account = make_account()
    duty = make_duty(make_staff(account_id=account.id))
    client = Client()
    client.force_login(account, backend=BACKEND)
    page = client.get("/")
    assert page.status_code == 200
    assert "Contact 1" in page.content.decode()
    assert client.post("/begin/", {"duty": duty.id})["Location"] == "/"
    assert client.get("/")["Location"] == "/contact/"
    duty.refresh_from_db()
    assert duty.booked_on_at is not None


def test_whoever_does_not_book_on_opens_the_desk_all_the_same():
    account = make_account()
    duty = make_duty(make_staff(account_id=account.id))
    client = Client()
    client.force_login(account, backend=BACKEND)
    client.get("/")
    assert client.get("/")["Location"] == "/contact/"
    assert Duty.objects.get(id=duty.id).booked_on_at is None


def test_another_persons_duty_is_not_booked_on_at_the_start(client, sign_in):
    duty = make_duty(make_staff(account_id=make_account().id))
    sign_in(CanPeople.BOOK)
    client.post("/begin/", {"duty": duty.id})
    assert Duty.objects.get(id=duty.id).booked_on_at is None


def test_the_rota_shows_site_desk_person_and_who_is_missing(client, sign_in):
    sign_in(CanPeople.VIEW)
    make_duty(make_staff())
    page = client.get("/rota/").content.decode()
    for words in ("First Contact Centre", "Contact 1", "Person C1042", "not booked on", "Needed"):
        assert words in page
    assert client.get("/rota/?day=2026-13-45").status_code == 200
    tomorrow = uk_day(now()) + timedelta(days=2)
    assert "Nobody is on the rota" in client.get(f"/rota/?day={tomorrow}").content.decode()


def test_a_supervisor_books_somebody_on_and_off_from_the_rota(client, sign_in):
    sign_in(CanPeople.VIEW, CanPeople.BOOK, CanPeople.BOOK_OTHERS)
    duty = make_duty(make_staff())
    page = client.post(reverse("desks:book-on", args=[duty.id]), headers={"HX-Request": "true"})
    assert "Book off" in page.content.decode()
    again = client.post(reverse("desks:book-on", args=[duty.id]), headers={"HX-Request": "true"})
    assert again.status_code == 422
    assert "Booked on already" in again.content.decode()
    assert client.post(reverse("desks:book-off", args=[duty.id])).status_code == 200


def test_a_duty_is_cancelled_with_its_reason(client, sign_in):
    sign_in(CanPeople.VIEW, CanPeople.PLAN)
    duty = make_duty(make_staff())
    path = reverse("desks:duty-cancel", args=[duty.id])
    assert client.post(path, {"reason": "", "seen_version": 0}).status_code == 422
    page = client.post(path, {"reason": "Unwell", "seen_version": 0})
    assert "Unwell" in page.content.decode()
    assert client.post(path, {"reason": "Again", "seen_version": 0}).status_code == 409


def test_a_booking_changes_the_row_on_every_open_rota(client, sign_in):
    sign_in(CanPeople.VIEW, CanPeople.BOOK, CanPeople.BOOK_OTHERS)
    duty = make_duty(make_staff())
    [before] = rows.render(f"duty:{duty.id}")
    client.post(reverse("desks:book-on", args=[duty.id]))
    [after] = rows.render(f"duty:{duty.id}")
    assert before.html != after.html
    assert before.id == after.id == f"duty-{duty.id}"
    assert f'data-sort="{after.sort}"' in after.html
