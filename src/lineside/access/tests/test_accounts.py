"""Accounts and their rights, each command with its record, and each refusal."""

import threading

import pytest
from django.db import connection, connections, transaction

from lineside.access import commands, queries
from lineside.access.events import AccountLocked, AccountUnlocked, RoleGranted, SittingEnded
from lineside.access.models import Account, Sitting
from lineside.access.permissions import CanAccess
from lineside.access.testing import ADMINISTRATOR, make_account, with_second_step
from lineside.kernel.errors import NotFound, NotPermitted, Refusal, RuleBroken, Stale
from lineside.kernel.testing import ALEX, an_actor, audit_lines, events_of

pytestmark = pytest.mark.django_db
NOBODY_MUCH = an_actor(CanAccess.SIGN_IN)


def test_an_account_is_opened_locked_to_everybody_until_its_owner_has_used_a_link():
    account = commands.open_account(
        actor=ADMINISTRATOR, username=" R.Vale ", display_name=" Robin Vale ", role="trainer", areas=("B",)
    )
    row = queries.account_row(account.id)
    assert (row.username, row.display_name, row.role_labels, row.areas) == ("r.vale", "Robin Vale", ["Trainer"], ["B"])
    assert not row.has_password
    assert not row.has_second_step
    assert audit_lines() == ["access.open_account"]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"username": "trainer"}, "taken"),
        ({"username": "TRAINER"}, "taken"),
        ({"username": ""}, "begins with a letter"),
        ({"display_name": "  "}, "person's name"),
        ({"role": "chief"}, "no role chief"),
        ({"areas": ("everywhere",)}, "not the code of an area"),
    ],
)
def test_an_account_that_is_not_one_is_refused(facts, says):
    make_account("trainer")
    whole = {"username": "r.vale", "display_name": "Robin Vale", "role": "trainer", **facts}
    with pytest.raises(RuleBroken, match=says):
        commands.open_account(actor=ADMINISTRATOR, **whole)
    assert Account.objects.count() == 1


def test_roles_are_replaced_and_streams_end():
    account = make_account("trainer")
    commands.grant_roles(actor=ADMINISTRATOR, account_id=account.id, names=["auditor", "trainer"], seen_version=0)
    row = queries.account_row(account.id)
    assert row.role_labels == ["Auditor", "Trainer"]
    assert Account.objects.get().stamp == 1
    assert [event.topics for event in events_of(RoleGranted)] == [[f"account:{account.id}"]]


@pytest.mark.parametrize(
    ("role", "words"), [("fcc_supervisor", "FCC supervisor"), ("fcr_supervisor", "FCR supervisor")]
)
def test_a_person_is_called_by_their_role_as_the_table_words_it(client, role, words):
    account = make_account(role)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.prove()
    session.save()
    assert f"</b> {words}</a>" in client.get("/", follow=True).content.decode()


def test_the_second_of_two_administrators_is_told_that_it_has_changed():
    account = make_account("trainer")
    commands.change_areas(actor=ADMINISTRATOR, account_id=account.id, areas=["B"], seen_version=0)
    with pytest.raises(Stale):
        commands.grant_roles(actor=ADMINISTRATOR, account_id=account.id, names=["auditor"], seen_version=0)


def test_signing_in_makes_no_administrators_page_stale():
    account = make_account("trainer")
    commands.begin_sitting(actor=queries.actor_of(account), how="test", address="", browser="")
    commands.grant_roles(actor=ADMINISTRATOR, account_id=account.id, names=["auditor"], seen_version=0)


def test_an_administrator_cannot_raise_lock_or_outlast_themselves():
    account = make_account("administrator")
    own = queries.actor_of(account)
    with pytest.raises(RuleBroken, match="their own roles"):
        commands.grant_roles(actor=own, account_id=account.id, names=["administrator", "auditor"])
    with pytest.raises(RuleBroken, match="their own account"):
        commands.lock_account(actor=own, account_id=account.id, reason="tired")
    with pytest.raises(RuleBroken, match="last administrator"):
        commands.grant_roles(actor=ADMINISTRATOR, account_id=account.id, names=["trainer"])


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_demote_each_other_leave_one():
    both = [make_account("administrator", username=name) for name in ("first", "second")]
    said = []

    def demote(mine, other):
        try:
            commands.grant_roles(actor=queries.actor_of(mine), account_id=other.id, names=["trainer"])
            said.append("done")
        except Refusal as refusal:
            said.append(refusal.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=demote, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said)[1] == "done"
    assert sum("administrator" in account.roles for account in Account.objects.all()) == 1


def test_a_locked_account_is_out_at_once_and_says_why():
    account = make_account("trainer")
    Sitting.objects.create(session_key="k", account_id=account.id, expire_date="2100-01-01T00:00Z", session_data="")
    commands.lock_account(actor=ADMINISTRATOR, account_id=account.id, reason="Lent out the telephone")
    row = queries.account_row(account.id)
    assert (row.is_active, row.locked_why, row.sittings) == (False, "Lent out the telephone", 0)
    assert queries.actor_of_session("k") is None
    assert events_of(AccountLocked)[0].facts["why"] == "Lent out the telephone"
    assert len(events_of(SittingEnded)) == 1
    commands.unlock_account(actor=ADMINISTRATOR, account_id=account.id)
    assert queries.account_row(account.id).is_active
    assert len(events_of(AccountUnlocked)) == 1


def test_a_lost_telephone_is_reset_for_a_reason_and_leaves_nothing_to_enter_by():
    account = make_account("trainer")
    with_second_step(account)
    with pytest.raises(RuleBroken, match="how you know"):
        commands.reset_second_step(actor=ADMINISTRATOR, account_id=account.id, reason=" ")
    commands.reset_second_step(actor=ADMINISTRATOR, account_id=account.id, reason="Lost; seen in person")
    account.refresh_from_db()
    assert not queries.has_second_step(account)
    assert queries.codes_left(account) == 0
    assert account.may_enrol_until is None  # so the old password leads nowhere without a new link


def test_nobody_sets_up_the_second_step_of_another():
    account = make_account("trainer")
    with pytest.raises(RuleBroken, match="their own second step"):
        commands.enrol_second_step(actor=NOBODY_MUCH, account_id=account.id, secret="A" * 32, used_counter=0)


def test_known_secrets_are_only_for_a_demonstration():
    account = make_account("trainer")
    with pytest.raises(RuleBroken, match="Only a demonstration"):
        commands.print_secrets(actor=ADMINISTRATOR, account_id=account.id, password="x" * 20, secret="A" * 32)


def test_everybody_is_signed_out_but_the_one_who_says_so():
    mine, other = make_account("administrator"), make_account("trainer")
    for key, account in (("a", mine), ("b", other)):
        Sitting.objects.create(session_key=key, account_id=account.id, expire_date="2100-01-01T00:00Z", session_data="")
    with pytest.raises(RuleBroken, match="why"):
        commands.end_every_sitting(actor=queries.actor_of(mine), reason="")
    assert commands.end_every_sitting(actor=queries.actor_of(mine), reason="A key was stolen") == 1
    assert [sitting.session_key for sitting in Sitting.objects.all()] == ["a"]


def test_one_person_is_signed_out_for_a_reason():
    account = make_account("trainer")
    Sitting.objects.create(session_key="k", account_id=account.id, expire_date="2100-01-01T00:00Z", session_data="")
    with pytest.raises(RuleBroken, match="why"):
        commands.end_sittings(actor=ADMINISTRATOR, account_id=account.id, reason="")
    assert commands.end_sittings(actor=ADMINISTRATOR, account_id=account.id, reason="Left the desk open") == 1


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("open_account", {"username": "x.y", "display_name": "X", "role": "trainer"}),
        ("grant_roles", {"names": ["trainer"]}),
        ("change_areas", {"areas": []}),
        ("lock_account", {"reason": "x"}),
        ("unlock_account", {}),
        ("reset_second_step", {"reason": "x"}),
        ("make_enrol_link", {}),
        ("end_sittings", {"reason": "x"}),
        ("end_every_sitting", {"reason": "x"}),
        ("enrol_client", {"name": "x", "scopes": ()}),
        ("set_sign_in_policy", {"name": "access.idle_minutes", "value": 5, "why": "x"}),
    ],
)
def test_who_is_no_administrator_does_none_of_it_and_the_refusal_is_on_record(name, facts):
    account = make_account("trainer")
    of_one = {} if name in {"open_account", "end_every_sitting", "enrol_client", "set_sign_in_policy"} else {
        "account_id": account.id
    }  # fmt: skip
    with pytest.raises(NotPermitted):
        getattr(commands, name)(actor=NOBODY_MUCH, **of_one, **facts)
    assert audit_lines("refused") == [f"access.{name}"]


def test_an_account_that_is_not_there_is_refused():
    with pytest.raises(NotFound):
        commands.unlock_account(actor=ADMINISTRATOR, account_id=ALEX)


def test_raw_sql_gives_nobody_a_role():
    make_account("trainer")
    with pytest.raises(Exception, match="Only a command may change access_account"), transaction.atomic():
        connection.cursor().execute("UPDATE access_account SET roles = '[\"administrator\"]'")
