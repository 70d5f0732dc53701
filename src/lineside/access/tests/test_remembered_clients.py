"""A client that asks often is remembered for a second, and a key that was withdrawn changes nothing even so."""

import pytest

from lineside.access import client_uses, commands, queries
from lineside.access.models import ApiClient
from lineside.access.testing import ADMINISTRATOR, client_id_of, make_client_key
from lineside.kernel.errors import NotPermitted
from lineside.kernel.policy import policy, set_policy
from lineside.kernel.testing import audit_lines

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/dispatch/units"
BRIDGE = "The bridge"


@pytest.fixture(autouse=True)
def nobody_is_known():
    client_uses._noted.clear()
    client_uses.forget_all()


@pytest.fixture
def ask(client):
    return lambda key: client.get(UNITS, headers={"Authorization": f"Bearer {key}"}).status_code


def looks_up(asked):
    return [query["sql"] for query in asked if '"access_apiclient"' in query["sql"]]


def test_a_client_that_asks_often_is_looked_up_once(ask, django_assert_max_num_queries):
    key = make_client_key("dispatch.view")
    with django_assert_max_num_queries(100) as asked:
        assert [ask(key) for _ in range(5)] == [200] * 5
    assert len(looks_up(asked.captured_queries)) == 1


def test_after_a_second_it_is_looked_up_anew(ask, monkeypatch, django_assert_max_num_queries):
    key = make_client_key("dispatch.view")
    ask(key)
    monkeypatch.setattr(client_uses, "REMEMBERED_SECONDS", 0)
    with django_assert_max_num_queries(100) as asked:
        assert ask(key) == 200
    assert len(looks_up(asked.captured_queries)) == 1


@pytest.mark.parametrize("wrong", ["", "lsk", "lsk_a_b", "{}x", "x{}"])
def test_no_other_key_is_taken_for_the_one_that_is_remembered(ask, wrong):
    key = make_client_key("dispatch.view")
    assert ask(key) == 200
    assert ask(wrong.format(key)) == 401


def test_a_key_revoked_here_opens_nothing_at_once(ask):
    key = make_client_key("dispatch.view", name=BRIDGE)
    assert ask(key) == 200
    commands.revoke_client(actor=ADMINISTRATOR, client_id=client_id_of(BRIDGE))
    assert ask(key) == 401


def revoked():
    commands.revoke_client(actor=ADMINISTRATOR, client_id=client_id_of(BRIDGE))


def renewed():
    make_client_key("kernel.set_policy", name=BRIDGE)


@pytest.mark.parametrize("withdraw", [revoked, renewed])
def test_what_another_process_withdrew_a_moment_ago_changes_nothing_here(withdraw):
    make_client_key("kernel.set_policy", name=BRIDGE)
    known_here = queries.actor_of_client(ApiClient.objects.get(name=BRIDGE))
    assert set_policy(actor=known_here, name="lamp", value="lit").pk
    withdraw()
    with pytest.raises(NotPermitted, match="withdrawn"):
        set_policy(actor=known_here, name="lamp", value="out")
    assert policy("lamp") == "lit"
    assert audit_lines("refused") == ["kernel.policy.set_policy"]
