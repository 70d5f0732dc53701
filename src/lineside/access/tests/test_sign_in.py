"""The way in: a password alone opens nothing, codes open once, and the first time leads through a one-use link."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings

from lineside.access import commands, queries
from lineside.access.models import Account, SignInLink, Sitting
from lineside.access.testing import (
    ADMINISTRATOR,
    PASSWORD,
    code_of,
    make_account,
    make_link,
    with_password,
    with_second_step,
)
from lineside.kernel.clock import now
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import audit_lines, clock

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"


def type_password(client, name, password=PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def is_in(client):
    return client.get("/me/").status_code == 200


def first_time(client, account):
    """Open the one-use link and set a password."""
    token = make_link(account)
    assert client.get(f"/session/begin/{token}/").url == "/session/begin/"
    return client.post("/session/begin/", {"password": PASSWORD, "again": PASSWORD})


def secret_shown(page):
    return re.findall(r'class="secret">([A-Z2-7 ]+)<', page.content.decode())[0].replace(" ", "")


def test_a_password_and_a_code_open_the_desk(client):
    secret = with_second_step(make_account())
    assert type_password(client, "contact_handler").url == CODE
    assert not is_in(client)
    answer = client.post(CODE, {"code": code_of(secret)})
    assert answer.status_code == 302
    assert is_in(client)
    assert "access.begin_sitting" in audit_lines()
    assert Account.objects.get().last_signed_in_at is not None


def test_a_password_only_gets_nobody_past_sign_in(client):
    account = with_password(make_account())
    Account.objects.filter(pk=account.pk)  # its link was used, and then its day went by
    with clock(now() + timedelta(hours=25)):
        answer = type_password(client, "contact_handler")
        assert answer.status_code == 403
        assert "one-use link" in answer.content.decode()
        assert client.get("/session/enrol/").url == LOGIN
        assert not is_in(client)


def test_the_first_time_leads_through_password_and_second_step_to_the_desk(client):
    answer = first_time(client, make_account("crime_recorder"))
    assert answer.url == "/session/enrol/"
    assert not is_in(client)  # a password of one's own is not enough
    page = client.get("/session/enrol/")
    assert "data:image/svg+xml" in page.content.decode()
    secret = secret_shown(page)
    assert client.post("/session/enrol/", {"code": "000000"}).status_code == 422
    assert secret_shown(client.get("/session/enrol/")) == secret  # the telephone has it already
    codes = client.post("/session/enrol/", {"code": code_of(secret)})
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    assert not is_in(client)
    assert "<code>" not in client.get("/session/enrol/").content.decode()  # shown once
    assert client.post("/session/enrol/").url == "/"
    assert is_in(client)
    assert audit_lines()[-3:] == ["access.use_enrol_link", "access.enrol_second_step", "access.begin_sitting"]


def test_a_link_that_was_used_or_is_old_opens_nothing(client):
    account = make_account()
    first_time(client, account)
    again = Client().get(f"/session/begin/{'x' * 32}/")
    assert again.status_code == 404
    token = make_link(account)
    with clock(now() + timedelta(hours=24, minutes=1)):
        assert Client().get(f"/session/begin/{token}/").status_code == 404
    newer = make_link(account)
    assert not queries.link_is_good(token)  # the newer one took its place
    assert queries.link_is_good(newer)


def test_looking_at_a_link_does_not_use_it_up(client):
    token = make_link(make_account())
    for _ in range(3):
        assert Client().get(f"/session/begin/{token}/").status_code == 302
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short words", "12 characters"),
        ("passwordpassword", "Too much of it"),
        ("Railway-Police-2026!", "Too much of it"),
        ("1q2w3e4r5t6y", "too common"),
        ("contact_handler", "similar"),
        ("x" * 300, "at most 256"),
    ],
)
def test_a_weak_password_is_refused_in_a_sentence_and_the_link_stays_good(client, password, says):
    token = make_link(make_account())
    client.get(f"/session/begin/{token}/")
    answer = client.post("/session/begin/", {"password": password, "again": password})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert queries.link_is_good(token)


def test_two_passwords_that_differ_are_refused(client):
    token = make_link(make_account())
    client.get(f"/session/begin/{token}/")
    answer = client.post("/session/begin/", {"password": PASSWORD, "again": PASSWORD + " "})
    assert "type the password twice" in answer.content.decode()


def test_a_password_is_taken_as_it_was_typed(client):
    odd = "  Ünïcödé with spaces  " * 3
    account = with_password(make_account(), odd)
    assert account.check_password(odd)
    assert not account.check_password(odd.strip())


def test_a_code_opens_once(client):
    secret = with_second_step(make_account())
    code = code_of(secret)
    type_password(client, "contact_handler")
    client.post(CODE, {"code": code})
    other = Client()
    type_password(other, "contact_handler")
    answer = other.post(CODE, {"code": code})
    assert "used already" in answer.content.decode()
    assert not is_in(other)
    assert other.post(CODE, {"code": code_of(secret, steps=1)}).status_code == 302


def test_a_code_of_the_step_before_still_opens_and_an_older_one_does_not(client):
    secret = with_second_step(make_account())
    type_password(client, "contact_handler")
    assert client.post(CODE, {"code": code_of(secret, steps=-2)}).status_code == 200
    assert client.post(CODE, {"code": code_of(secret, steps=-1)}).status_code == 302


def test_a_recovery_code_opens_once(client):
    account = make_account()
    with_second_step(account)
    codes = commands.renew_recovery_codes(actor=queries.actor_of(account))
    for browser, opens in ((client, True), (Client(), False)):
        type_password(browser, "contact_handler")
        browser.post(CODE, {"code": codes[3]})
        assert is_in(browser) is opens
    assert queries.codes_left(account) == 9


def test_secrets_do_not_lie_readable_in_the_database():
    account = make_account()
    secret = with_second_step(account)
    held = [each.data for each in Authenticator.objects.filter(user=account)]
    assert len(held) == 2
    assert secret not in str(held)
    facts = str(list(AuditLine.objects.values_list("facts", "why")))
    assert secret not in facts
    assert PASSWORD not in facts


def test_with_another_servers_key_one_sentence_says_what_to_do(client, settings):
    secret = with_second_step(make_account())
    with override_settings(SECRET_KEY="another" * 8):
        type_password(client, "contact_handler")
        answer = client.post(CODE, {"code": code_of(secret)})
        assert "ask an administrator to reset it" in answer.content.decode()
    with override_settings(SECRET_KEY="another" * 8, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        type_password(client, "contact_handler")
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_it_cannot_be_told_which_names_there_are(client):
    with_second_step(make_account())
    commands.lock_account(actor=ADMINISTRATOR, account_id=make_account("trainer").id, reason="left")
    sentences = set()
    for name in ("contact_handler", "trainer", "nobody.at.all", "robin\x00"):
        page = type_password(Client(), name, "wrong words all over").content.decode()
        sentences.add(re.findall(r'role="alert">([^<]+)<', page)[0])
    assert len(sentences) <= 2  # the control character has Django's own sentence
    assert "The user name or the password is not right." in sentences


def test_a_locked_account_is_told_the_same_with_the_right_password(client):
    account = make_account()
    secret = with_second_step(account)
    commands.lock_account(actor=ADMINISTRATOR, account_id=account.id, reason="suspended")
    page = type_password(client, "contact_handler")
    assert "The user name or the password is not right." in page.content.decode()
    commands.unlock_account(actor=ADMINISTRATOR, account_id=account.id)
    type_password(client, "contact_handler")
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_a_refusal_is_on_record_without_what_was_typed_for_a_name(client):
    with_second_step(make_account())
    type_password(client, "contact_handler", "wrong words all over")
    type_password(client, "my secret typed into the wrong box", "x")
    lines = AuditLine.objects.filter(kind="refused", name="access.refuse_sign_in").order_by("id")
    assert [line.facts["account_id"] is None for line in lines] == [False, True]
    assert "wrong box" not in str([line.facts for line in lines])


def test_the_key_of_a_sitting_is_new_at_every_sign_in(client):
    secret = with_second_step(make_account())
    client.get(LOGIN)
    type_password(client, "contact_handler")
    before = client.cookies["sessionid"].value
    client.post(CODE, {"code": code_of(secret)})
    after = client.cookies["sessionid"].value
    assert before != after
    assert not Sitting.objects.filter(session_key=before).exists()


def test_only_the_pages_of_the_way_in_that_we_use_are_there(client, sign_in):
    sign_in()
    for path in ("signup/", "password/reset/", "password/change/", "email/", "2fa/totp/deactivate/", "2fa/"):
        assert client.get(f"/accounts/{path}").status_code == 404, path


def test_what_was_tried_since_the_last_time_is_told_once(client):
    secret = with_second_step(make_account())
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(3):
        type_password(stranger, "contact_handler", "wrong words all over")
    type_password(client, "contact_handler")
    client.post(CODE, {"code": code_of(secret)})
    assert client.session["before"]["wrong"] == 3


def test_a_form_older_than_the_sitting_gets_one_sentence():
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(LOGIN, {"login": "a", "password": "b"})
    assert page.status_code == 403
    assert page.content.decode().count("This page is older than your sitting.") == 1
    part = strict.post(
        "/contact/", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/contact/?a=1"}
    )
    assert part.status_code == 401
    assert part.headers["X-Lineside-Door"] == "/contact/?a=1"


def test_a_password_alone_takes_no_place_of_a_second_step_that_was_set_up_meanwhile(client):
    first_time(client, make_account())
    stranger = Client()
    assert type_password(stranger, "contact_handler").url == "/session/enrol/"
    theirs = secret_shown(stranger.get("/session/enrol/"))
    own = secret_shown(client.get("/session/enrol/"))
    assert client.post("/session/enrol/", {"code": code_of(own)}).status_code == 200
    refused = stranger.post("/session/enrol/", {"code": code_of(theirs)})
    assert refused.status_code == 422
    assert "second step already" in refused.content.decode()
    assert not is_in(stranger)


def test_the_day_in_which_a_second_step_may_be_set_up_ends_at_the_open_page_too(client):
    first_time(client, make_account())
    secret = secret_shown(client.get("/session/enrol/"))
    with clock(now() + timedelta(hours=25)):
        refused = client.post("/session/enrol/", {"code": code_of(secret, at=now().timestamp())})
    assert refused.status_code == 422
    assert "one-use link" in refused.content.decode()
    assert not Authenticator.objects.exists()


def test_no_log_holds_a_link_that_was_opened_where_somebody_is_signed_in(client, sign_in, caplog):
    token = make_link(make_account("trainer"))
    sign_in()
    opened = client.get(f"/session/begin/{token}/")
    assert opened.url == "/session/begin/"
    refused = client.get("/session/begin/")
    assert refused.status_code == 409
    assert "is signed in here" in refused.content.decode()
    assert client.post("/session/begin/", {"password": PASSWORD, "again": PASSWORD}).status_code == 409
    assert token not in caplog.text
    assert queries.link_is_good(token)
