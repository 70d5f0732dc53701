"""A new node has no account: the first administrator is opened by whoever may run its commands."""

import pytest

from lineside.access import queries
from lineside.access.testing import PASSWORD, make_account, with_second_step
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import audit_lines
from lineside.site.first_account import administrator_link

pytestmark = pytest.mark.django_db


def test_the_first_administrator_gets_a_link_that_sets_a_password(client):
    path = administrator_link("a.reed", "Alex Reed", reset=False)
    assert client.get(path).url == "/session/begin/"
    answer = client.post("/session/begin/", {"password": PASSWORD, "again": PASSWORD})
    assert answer.url == "/session/enrol/"
    assert audit_lines()[:2] == ["access.open_account", "access.make_enrol_link"]


def test_without_a_name_no_account_is_opened():
    with pytest.raises(RuleBroken, match="--name"):
        administrator_link("a.reed", "", reset=False)
    assert queries.account_named("a.reed") is None


def test_an_administrator_who_lost_the_telephone_starts_anew():
    account = make_account("administrator", username="a.reed")
    with_second_step(account)
    administrator_link("a.reed", "", reset=True)
    assert not queries.has_second_step(account)


def test_the_node_opens_no_other_persons_account():
    make_account("auditor", username="b.reed")
    with pytest.raises(RuleBroken, match="not an administrator's"):
        administrator_link("b.reed", "", reset=False)
