"""The forms of the desk for warning witnesses, as a person fills them in."""

from lineside.contacts.testing import make_message
from lineside.desks.tests.hostile import Ask, Form
from lineside.witnesses.commands import begin_attempt, settle_witness, take_in_mail
from lineside.witnesses.models import Witness
from lineside.witnesses.testing import POST, WARNER, make_warning


def a_mail(_actor):
    mail = make_message(sender_address="cju@force.example", subject="Witness warning")
    row = take_in_mail(actor=POST, contact_id=mail.id)
    assert row
    return Ask((row.id,), row.version)


def a_witness(_actor):
    row = Witness.objects.get(warning=make_warning())
    return Ask((row.id,), row.version)


def a_call(_actor):
    row = begin_attempt(actor=WARNER, witness_id=Witness.objects.get(warning=make_warning()).id)
    return Ask((row.id,), row.version)


def settled(_actor):
    row = make_warning()
    witness = Witness.objects.get(warning=row)
    settle_witness(actor=WARNER, witness_id=witness.id, outcome="handed_over", words="To Leeds")
    return Ask((row.id,), row.version)


ASKED = {
    "case_ref": "45BT1234526",
    "court": "Leeds Crown Court",
    "hearing": "2099-12-01 10:00",
    "warn_by": "2099-11-30 22:00",
    "witnesses": "Robin Vale; 07700 900123; Interpreter",
}
WARNINGS = {
    "warning-open": Form(ASKED),
    "warning-check": Form(ASKED, set(), a_mail),
    "warning-close": Form({"words": "Told by telephone"}, set(), settled),
    "witness-ring": Form({"unsafe_reason": ""}, set(), a_witness),
    "witness-settle": Form({"outcome": "handed_over", "words": "To Leeds"}, {"outcome"}, a_witness),
    "attempt-end": Form(
        {"outcome": "told", "words": "By train", "only_set_words": ""}, {"outcome", "only_set_words"}, a_call
    ),
}
