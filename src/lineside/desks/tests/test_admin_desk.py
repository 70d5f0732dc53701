"""The administrator's desk: each deed on the screen, and what it asks before it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lineside.access import queries
from lineside.access.permissions import CanAccess
from lineside.access.testing import PASSWORD, make_account, make_client_key, with_second_step
from lineside.kernel.clock import now
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.kernel.testing import audit_lines, clock

pytestmark = pytest.mark.django_db
MANAGE = (CanAccess.MANAGE, CAN_SET_POLICY)


@pytest.fixture
def admin(client, sign_in):
    sign_in(*MANAGE, username="the.administrator")
    return client


def of(account, deed):
    return reverse(f"desks:account-{deed}", args=[account.id])


def test_an_account_is_opened_and_its_owner_let_in_by_a_link_shown_once(admin):
    form = {"username": "robin.vale", "display_name": "Robin Vale", "role": "trainer", "areas": ["B"]}
    answer = admin.post("/admin/accounts/open/", form)
    account = queries.account_named("robin.vale")
    assert account
    assert answer["Location"] == f"/admin/accounts/{account.id}/"
    page = admin.post(of(account, "link")).content.decode()
    token = re.findall(r"/session/begin/([\w-]+)/", page)[0]
    assert token not in admin.get(f"/admin/accounts/{account.id}/").content.decode()
    person = Client()
    person.get(f"/session/begin/{token}/")
    assert person.post("/session/begin/", {"password": PASSWORD, "again": PASSWORD})["Location"] == "/session/enrol/"
    assert "access.account" in audit_lines("looked")


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(admin):
    make_account("trainer", username="robin.vale")
    form = {"username": "robin.vale", "display_name": "Robin Vale", "role": "trainer"}
    page = admin.post("/admin/accounts/open/", form)
    assert page.status_code == 422
    text = page.content.decode()
    assert "That user name is taken." in text
    assert 'value="Robin Vale"' in text
    assert 'aria-describedby="open-username-refusal"' in text


def test_roles_and_areas_are_set_and_a_stale_page_is_told(admin):
    account = make_account("trainer", username="robin.vale")
    admin.post(of(account, "roles"), {"roles": ["auditor", "trainer"], "seen_version": 0})
    stale = admin.post(of(account, "areas"), {"areas": ["B"], "seen_version": 0})
    assert stale.status_code == 409
    admin.post(of(account, "areas"), {"areas": ["B"], "seen_version": 1})
    row = queries.account_row(account.id)
    assert (row.roles, row.areas) == (["auditor", "trainer"], ["B"])
    none = admin.post(of(account, "roles"), {"seen_version": 2})
    assert "Give at least one role" in none.content.decode()


def test_an_account_is_locked_with_its_reason_and_unlocked(admin):
    account = make_account("trainer", username="robin.vale")
    assert admin.post(of(account, "lock"), {"reason": "", "seen_version": 0}).status_code == 422
    page = admin.post(of(account, "lock"), {"reason": "Suspended", "seen_version": 0}).content.decode()
    assert "Suspended" in page
    admin.post(of(account, "unlock"), {"seen_version": 1})
    assert queries.account_row(account.id).is_active


def test_a_lost_telephone_is_reset_and_the_person_signed_out(admin):
    account = make_account("trainer", username="robin.vale")
    with_second_step(account)
    version = queries.account_row(account.id).version
    page = admin.post(of(account, "reset"), {"reason": "Lost; rang back on the known number", "seen_version": version})
    assert page.status_code == 200
    assert not queries.account_row(account.id).has_second_step
    assert admin.post(of(account, "end"), {"reason": "Left a desk open"}).status_code == 200
    assert "access.end_sittings" in audit_lines()


def test_a_client_gets_a_key_that_is_shown_once_and_revoked(admin):
    page = admin.post("/admin/clients/enrol/", {"name": "The switch", "scopes": ["dispatch.view"]}).content.decode()
    key = re.findall(r"lsk_[0-9a-f]{10}_[\w-]+", page)[0]
    assert key not in admin.get("/admin/clients/").content.decode()
    asking = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/dispatch/units", headers=asking).status_code == 200
    [client] = queries.clients()
    admin.post(reverse("desks:client-revoke", args=[client.id]))
    assert Client().get("/api/v1/dispatch/units", headers=asking).status_code == 401
    taken = admin.post("/admin/clients/enrol/", {"name": "The switch", "scopes": []})
    assert taken.status_code == 422
    assert "A client of that name is there" in taken.content.decode()


def test_a_policy_value_is_set_within_its_bounds(admin):
    form = {"name": "access.idle_minutes", "value": "90", "why": "quiet nights"}
    page = admin.post("/admin/policies/set/", form)
    assert page.status_code == 422
    assert "from 5 to 60" in page.content.decode()
    assert admin.post("/admin/policies/set/", {**form, "value": "20"}).status_code == 200
    assert queries.policy_value("access.idle_minutes") == 20


def test_everybody_else_is_signed_out(admin, client):
    page = admin.post("/admin/accounts/end-every-sitting/", {"reason": "A key was stolen"})
    assert "0 sittings ended" in page.content.decode()
    assert admin.get("/admin/").status_code == 200


def test_whatever_gives_rights_asks_for_the_password_again_after_a_while(admin):
    account = make_account("trainer", username="robin.vale")
    with clock(now() + timedelta(minutes=29)):
        admin.post("/session/here/")
        assert admin.post(of(account, "roles"), {"roles": ["auditor"], "seen_version": 0}).status_code == 200
    with clock(now() + timedelta(minutes=31)):
        came_from = f"http://testserver/admin/accounts/{account.id}/"
        answer = admin.post(of(account, "link"), headers={"Referer": came_from})
        assert answer["Location"] == f"/me/prove/?next=%2Fadmin%2Faccounts%2F{account.id}%2F"
        assert admin.get("/admin/").status_code == 200  # looking does not ask


def test_who_is_no_administrator_sees_none_of_it(client, sign_in):
    sign_in("contacts.supervise")
    account = make_account("trainer", username="robin.vale")
    for path in ("/admin/", "/admin/clients/", "/admin/policies/", f"/admin/accounts/{account.id}/"):
        assert client.get(path).status_code == 403
    assert client.post(of(account, "link")).status_code == 403
    assert make_client_key("dispatch.view")


def test_accounts_are_found_by_a_part_of_their_name(admin):
    for number in range(60):
        make_account("trainer", username=f"person{number:02d}")
    page = admin.get("/admin/").content.decode()
    assert "person00" in page
    assert "person59" not in page
    cursor = re.findall(r"cursor=([^\"]+)\"", page)[0]
    assert "person59" in admin.get(f"/admin/?cursor={cursor}").content.decode()
    assert "person37" in admin.get("/admin/?find=SON37").content.decode()
