"""API clients: enrolled with scopes, a key shown once, revoked, last used."""

from datetime import timedelta

import pytest

from lineside.access import client_uses, commands, queries
from lineside.access.models import ApiClient
from lineside.access.testing import ADMINISTRATOR, client_id_of, make_client_key
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import audit_lines, clock

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/dispatch/units"


@pytest.fixture(autouse=True)
def new_minute():
    client_uses._noted.clear()
    client_uses.forget_all()


def ask(client, key):
    return client.get(UNITS, headers={"Authorization": f"Bearer {key}"})


def test_a_key_opens_what_its_scopes_name_and_lies_nowhere_readable(client):
    key = make_client_key("dispatch.view", name="The switch")
    assert ask(client, key).status_code == 200
    kept = ApiClient.objects.get()
    assert key.split("_", 2)[2] not in str(vars(kept))
    assert key.split("_", 2)[2] not in str(list(AuditLine.objects.values_list("facts", flat=True)))
    assert ask(client, make_client_key("incidents.view", name="Another")).status_code == 403


def test_a_scope_that_nobody_knows_is_refused():
    with pytest.raises(RuleBroken, match=r"no permission incidents\.invent"):
        make_client_key("incidents.invent")


def test_a_name_is_given_once_unless_its_key_is_to_be_new(client):
    old = make_client_key("dispatch.view", name="The switch")
    with pytest.raises(RuleBroken, match="is there"):
        commands.enrol_client(actor=ADMINISTRATOR, name="The switch ", scopes=(), renews=False)
    new = make_client_key("dispatch.view", name="The switch")
    assert ask(client, old).status_code == 401
    assert ask(client, new).status_code == 200
    assert ApiClient.objects.count() == 1


def test_a_revoked_key_opens_nothing_and_its_use_is_on_record_once_a_minute(client):
    key = make_client_key("dispatch.view", name="The switch")
    commands.revoke_client(actor=ADMINISTRATOR, client_id=client_id_of("The switch"))
    for _ in range(5):
        assert ask(client, key).status_code == 401
    assert audit_lines("refused") == ["access.refuse_client"]
    assert AuditLine.objects.get(kind="refused").why == "That key was revoked."


def test_a_wrong_secret_under_a_true_prefix_is_on_record(client):
    key = make_client_key("dispatch.view")
    assert ask(client, key[:-1] + ("A" if key[-1] != "A" else "B")).status_code == 401
    assert audit_lines("refused") == ["access.refuse_client"]
    assert ask(client, "lsk_none_at_all").status_code == 401
    assert len(audit_lines("refused")) == 1


def test_a_wrong_key_beside_a_good_sitting_is_nobodys(client):
    account = commands.open_account(
        actor=ADMINISTRATOR, username="desk", display_name="Desk", role="communications_officer"
    )
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(UNITS).status_code == 200
    assert ask(client, "lsk_none_at_all").status_code == 401
    assert client.post(UNITS, "{}", "application/json", headers={"Authorization": "Bearer x"}).status_code in {401, 405}


def test_the_last_use_is_known_to_the_minute_and_costs_one_write_a_minute(client, django_assert_max_num_queries):
    key = make_client_key("dispatch.view", name="The switch")
    ask(client, key)
    row = queries.client_row(client_id_of("The switch"))
    assert row.last_used_at
    assert now() - row.last_used_at < timedelta(seconds=10)
    assert row.last_address == "127.0.0.1"
    with django_assert_max_num_queries(3):
        ask(client, key)
    client_uses._noted.clear()
    client_uses.forget_all()
    with clock(now() + timedelta(minutes=2)):
        ask(client, key)
    later = queries.client_row(row.id).last_used_at
    assert later
    assert later > row.last_used_at
