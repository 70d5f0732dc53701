"""Guessing is stopped in the database: by every process at once, and after a restart."""

import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

from lineside.access import commands, guessing, queries
from lineside.access.events import AccountLocked
from lineside.access.models import Attempt
from lineside.access.testing import ADMINISTRATOR, PASSWORD, code_of, make_account, with_second_step
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import clock, events_of

LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
GUESSER = """
import sys, django
django.setup()
from django.test import Client
said = []
for n in range(int(sys.argv[1])):
    client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=f"203.0.113.{n % 5}")
    page = client.post("/accounts/login/", {"login": "contact_handler", "password": f"guess number {n} of many"})
    text = page.content.decode()
    said.append("stopped" if "Too many wrong attempts" in text else "looked" if "is not right" in text else text)
print("\\n".join(said))
"""


def guess(client, times=1, name="contact_handler"):
    for _ in range(times):
        page = client.post(LOGIN, {"login": name, "password": "wrong words all over"})
    return page.content.decode()


def stranger(number=9):
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


def desk(secret):
    """A browser in which the person has signed in before, and signed out."""
    client = Client(REMOTE_ADDR="10.0.0.7")
    client.post(LOGIN, {"login": "contact_handler", "password": PASSWORD})
    client.post(CODE, {"code": code_of(secret)})
    client.post("/accounts/logout/")
    return client


@pytest.mark.django_db
def test_the_eleventh_guess_of_a_stranger_is_not_looked_at_and_the_account_is_announced_as_locked():
    account = make_account()
    with_second_step(account)
    assert "is not right" in guess(stranger(), 10)
    assert "wait 15 min" in guess(stranger(), 1)
    assert "wait 15 min" in stranger(8).post(LOGIN, {"login": "contact_handler", "password": PASSWORD}).content.decode()
    locked = events_of(AccountLocked)
    assert [event.facts["account_id"] for event in locked] == [str(account.id)]
    assert AuditLine.objects.filter(kind="refused", name="access.refuse_sign_in").count() == 10
    assert queries.wrong_attempts(account.id) == (10, True)


@pytest.mark.django_db
def test_the_person_still_signs_in_at_their_own_desk_while_strangers_guess():
    secret = with_second_step(make_account())
    own = desk(secret)
    guess(stranger(), 10)
    assert own.post(LOGIN, {"login": "contact_handler", "password": PASSWORD}).url == CODE
    assert own.post(CODE, {"code": code_of(secret, steps=1)}).status_code == 302


@pytest.mark.django_db
def test_a_mark_that_we_did_not_make_makes_nobody_known():
    with_second_step(make_account())
    forged = stranger()
    forged.cookies["browser"] = "made-up:1:abc"
    assert "wait 15 min" in guess(forged, 11)


@pytest.mark.django_db
def test_an_administrator_opens_the_account_to_strangers_again():
    account = make_account()
    with_second_step(account)
    guess(stranger(), 10)
    commands.unlock_account(actor=ADMINISTRATOR, account_id=account.id)
    assert "is not right" in guess(stranger())


@pytest.mark.django_db
def test_a_name_that_nobody_bears_is_counted_the_same():
    assert "wait 15 min" in guess(stranger(), 11, name="nobody.at.all")
    assert events_of(AccountLocked) == []


@pytest.mark.django_db
def test_one_password_at_many_accounts_is_stopped_by_its_address():
    client = stranger()
    for number in range(50):
        guess(client, name=f"somebody{number}")
    assert "Too many" in guess(client, name="yet.another")
    assert "is not right" in guess(stranger(8), name="yet.another")


@pytest.mark.django_db
def test_the_sixth_wrong_code_is_not_looked_at_even_with_the_right_one():
    secret = with_second_step(make_account())
    client = stranger()
    client.post(LOGIN, {"login": "contact_handler", "password": PASSWORD})
    for _ in range(5):
        assert "not right" in client.post(CODE, {"code": "000000"}).content.decode()
    assert "Too many wrong attempts" in client.post(CODE, {"code": code_of(secret)}).content.decode()
    assert client.get("/me/").status_code == 302


@pytest.mark.django_db
def test_a_right_password_leaves_no_attempt_behind():
    secret = with_second_step(make_account())
    desk(secret)
    assert Attempt.objects.count() == 0


@pytest.mark.django_db
def test_attempts_are_forgotten_after_a_day():
    guess(stranger(), 3)
    with clock(now() + timedelta(hours=25)):
        guess(stranger())
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_and_a_third_after_them_allow_ten_guesses_between_them():
    with_second_step(make_account())
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DATABASE_OWNER_URL": address,
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
        "LINESIDE_SECRET_KEY": "the same in every process" * 2,
    }

    def process(times):
        return subprocess.Popen(
            [sys.executable, "-c", GUESSER, str(times)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    together = [process(8), process(8)]
    said = [line for each in together for line in each.communicate(timeout=60)[0].split("\n") if line]
    assert (said.count("looked"), said.count("stopped")) == (10, 6)
    after_a_restart = process(2).communicate(timeout=60)[0].split()
    assert after_a_restart == ["stopped", "stopped"]
    assert guessing.wrong_lately(guessing.account_mark("Contact_Handler ")) == 10
