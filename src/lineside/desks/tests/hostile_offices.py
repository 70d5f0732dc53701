"""The forms of the administrator, the auditor, the supervisor and the rota, as a person fills them in."""

from itertools import count
from unittest.mock import patch

from lineside.access.queries import account_row, client_of
from lineside.access.testing import make_account, make_client_key, with_second_step
from lineside.contacts.models import DeadLetter
from lineside.desks.tests.hostile import Ask, Form
from lineside.gateways.email import commands, inbound
from lineside.gateways.email.peer import write_mail
from lineside.heartbeats.commands import beat
from lineside.incidents.testing import make_incident
from lineside.kernel.keys import uuid7
from lineside.people.commands import book_on
from lineside.people.testing import make_duty, make_staff

COLLARS = count(100_000)


def an_account(_actor):
    account = make_account("trainer", username=f"robin.{uuid7().hex[-12:]}")
    return Ask((account.id,), account_row(account.id).version)


def an_account_with_second_step(_actor):
    account = make_account("trainer", username=f"robin.{uuid7().hex[-12:]}")
    with_second_step(account)
    return Ask((account.id,), account_row(account.id).version)


def a_client(_actor):
    client = client_of(make_client_key("dispatch.view", name=f"The switch {uuid7()}"))
    assert client
    return Ask((client.id,))


def a_duty(_actor):
    duty = make_duty(make_staff(f"C{next(COLLARS)}"))
    return Ask((duty.id,), duty.version)


def a_duty_begun(actor):
    duty = make_duty(make_staff(f"C{next(COLLARS)}"))
    book_on(actor=actor, duty_id=duty.id)
    return Ask((duty.id,))


def an_incident_to_disclose(_actor):
    return Ask((make_incident("P").reference,))


def a_letter(_actor):
    raw = write_mail("Sam <sam@passenger.example>", "fcc@force.example", f"Smoke {uuid7()}", "I see smoke.")
    with patch.object(commands, "receive_message", side_effect=KeyError("x")):
        inbound.receive(raw, ("fcc",))
    letter = DeadLetter.objects.latest("id")
    return Ask((letter.id,), letter.version)


def a_part(_actor):
    beat("email", is_well=False, says="stopped")
    return Ask()


def whole(filled, chosen=(), about=None):
    """A form that is answered with a whole page."""
    return Form(filled, set(chosen), about or (lambda _actor: Ask()), is_part=False)


ADMIN = {
    "account-open": whole(
        {"username": "kim.vale", "display_name": "Kim Vale", "role": "trainer", "areas": "B"}, {"role", "areas"}
    ),
    "end-every-sitting": whole({"reason": "A key was stolen"}),
    "account-roles": whole({"roles": "auditor"}, {"roles"}, an_account),
    "account-areas": whole({"areas": "B"}, {"areas"}, an_account),
    "account-lock": whole({"reason": "Suspended"}, (), an_account),
    "account-unlock": whole({}, (), an_account),
    "account-reset": whole({"reason": "Lost the telephone"}, (), an_account_with_second_step),
    "account-link": whole({}, (), an_account),
    "account-end": whole({"reason": "Left a desk open"}, (), an_account),
    "client-enrol": whole({"name": "The switch", "scopes": "dispatch.view", "renews": ""}, {"scopes", "renews"}),
    "client-revoke": whole({}, (), a_client),
    "policy-set": whole({"name": "access.idle_minutes", "value": "20", "why": "Quiet nights"}, {"name"}),
}
OFFICE = {
    "incident-disclose": whole({"reason": "Hearing 14"}, (), an_incident_to_disclose),
    "audit-export": whole(
        {
            "first": "2026-11-01",
            "last": "2026-11-26",
            "person": "robin.vale",
            "record": "smoke",
            "kind": "did",
            "why": "Complaint 14",
            "reason": "Copy for the hearing",
        },
        {"kind"},
    ),
    "find": whole({"q": "robin", "why": "Complaint 14"}),
    "begin": whole({"duty": ""}, {"duty"}),
    "book-on": Form({}, set(), a_duty),
    "book-off": Form({"to": ""}, {"to"}, a_duty_begun),
    "duty-cancel": Form({"reason": "Unwell"}, set(), a_duty),
    "letter-retry": Form({"as_it_came": "yes"}, {"as_it_came"}, a_letter),
    "letter-aside": Form({"how": "Rang the sender"}, set(), a_letter),
    "retire-part": whole({"part": "email", "reason": "No longer used"}, (), a_part),
}
