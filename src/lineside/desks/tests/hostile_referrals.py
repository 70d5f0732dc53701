"""The forms of safeguarding, as a person fills them in."""

from lineside.contacts.testing import make_message
from lineside.desks.tests.hostile import Ask, Form
from lineside.incidents.testing import make_incident
from lineside.safeguarding.commands import share_referral
from lineside.safeguarding.testing import UNIT, make_accepted, make_referral, make_returned


def a_contact(_actor):
    return Ask((make_message().id,))


def a_log(_actor):
    return Ask((make_incident().id,))


def sent(_actor):
    row = make_referral()
    return Ask((row.id,), row.version)


def returned(actor):
    row = make_returned(actor)
    return Ask((row.id,), row.version)


def accepted(_actor):
    row = make_accepted()
    return Ask((row.id,), row.version)


def shared(_actor):
    share = share_referral(actor=UNIT, referral_id=make_accepted().id, agency="health")
    return Ask((share.id,), share.version)


ASKED = {
    "subject": "A girl of about 13 in a red coat",
    "kind": "child_alone",
    "seen": "She has no ticket and says that she may not go home.",
    "basis": "child",
    "basis_words": "She is a child, alone and afraid",
    "urgency": "now",
    "risk": "reduce",
    "risk_words": "The station supervisor stays with her",
}
CHOSEN = {"kind", "basis", "urgency", "risk"}
REFERRALS = {
    "contact-refer": Form(ASKED, CHOSEN, a_contact),
    "log-refer": Form(ASKED, CHOSEN, a_log),
    "referral-receive": Form({}, set(), sent),
    "referral-accept": Form({"words": "The children's team meets her there"}, set(), sent),
    "referral-return": Form({"words": "Which platform and which train?"}, set(), sent),
    "referral-again": Form(ASKED, CHOSEN, returned),
    "referral-share": Form({"agency": "children"}, {"agency"}, accepted),
    "share-answered": Form({"their_reference": "LCC-2291"}, set(), shared),
}
