"""What our own mail server found out about a sender is shown, and what a stranger claims in its name's stead is not."""

import pytest

from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.gateways.email.commands import OUR_OWN
from lineside.gateways.email.inbound import receive
from lineside.gateways.email.peer import write_mail
from lineside.gateways.email.rules import sender_checks

OURS = "mx.force.example"
SAYS = "Sender, by our mail server: "


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ([f"{OURS}; spf=pass smtp.mailfrom=a.example; dkim=pass (2048 bit; x) header.d=a.example; dmarc=pass"],
         "SPF pass, DKIM pass, DMARC pass."),
        ([f"{OURS} 1; dmarc=fail (p=reject)"],
         "SPF not checked, DKIM not checked, DMARC fail: it may not come from whom it names."),
        (["MX.Force.Example; spf=softfail", f"{OURS}; spf=pass"], "SPF softfail, DKIM not checked, DMARC not checked."),
        (["mx.stranger.example; spf=pass; dkim=pass; dmarc=pass"],
         "SPF not checked, DKIM not checked, DMARC not checked."),
        ([f"stranger.example {OURS}; spf=pass"], "SPF not checked, DKIM not checked, DMARC not checked."),
        ([f"{OURS}; none"], "SPF not checked, DKIM not checked, DMARC not checked."),
        ([f"{OURS}; x-spf=pass; spf=passed; dkim=<b>"], "SPF not checked, DKIM not checked, DMARC not checked."),
        ([f'{OURS}; spf=pass smtp.mailfrom="a; dmarc=pass x"@b.example; dmarc=fail'],
         "SPF pass, DKIM not checked, DMARC fail: it may not come from whom it names."),
        ([f"{OURS}; spf=pass (a (b) c; dmarc=pass \\) ; dkim=pass) x; dmarc=none"],
         "SPF pass, DKIM not checked, DMARC none."),
        ([f'{OURS}; spf=pass ("); dkim=pass; a="(\\"" ; dmarc=pass'], "SPF pass, DKIM pass, DMARC pass."),
        ([f'{OURS}; spf=pass "; dmarc=pass'], "SPF pass, DKIM not checked, DMARC not checked."),
        (["(" * 16_000 + ";", ";" * 16_000], "SPF not checked, DKIM not checked, DMARC not checked."),
    ],
)  # fmt: skip
def test_only_our_own_server_is_believed(checks, words):
    assert sender_checks(checks, OURS) == SAYS + words


def test_without_a_server_named_nothing_is_claimed():
    assert sender_checks([f"{OURS}; spf=pass"], "") == ""


@pytest.fixture
def _place(settings, tmp_path):
    settings.FILES_DIR, settings.MAIL_DOMAIN, settings.AUTHSERV_ID = tmp_path, "force.example", OURS


@pytest.mark.django_db
@pytest.mark.usefixtures("_place")
def test_it_is_told_at_the_contact():
    receive(a_mail(Authentication_Results=f"{OURS}; spf=fail; dmarc=fail"), ("fcc",))
    assert Contact.objects.get().marks == [
        f"{SAYS}SPF fail, DKIM not checked, DMARC fail: it may not come from whom it names."
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_place")
def test_a_letter_of_ours_that_comes_back_is_a_machines_and_is_told():
    from lineside.contacts.commands import reply_to_contact
    from lineside.contacts.testing import make_taken_contact
    from lineside.kernel.testing import an_actor

    alex = an_actor(*CanContact)
    sent = reply_to_contact(actor=alex, contact_id=make_taken_contact(alex).id, text="Which train?")
    raw = (
        a_mail()
        .replace(b"Message-ID:", b"X-Was:")
        .replace(b"X-Was:", f"Message-ID: {sent.message_id}\r\nX-Was:".encode(), 1)
    )
    receive(raw, ("fcc",))
    back = Message.objects.filter(direction="in").latest("id")
    assert back.is_auto
    assert OUR_OWN in back.remarks


def a_mail(**headers):
    return write_mail("Sam Porter <sam@passenger.example>", "fcc@force.example", "Bag", "A blue bag.", **headers)
