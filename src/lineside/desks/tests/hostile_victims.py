"""The forms of the desk for victim care, as a person fills them in."""

from datetime import timedelta

from lineside.desks.tests.hostile import Ask, Form
from lineside.kernel.clock import UK, now
from lineside.kernel.testing import clock
from lineside.victims.commands import Asked, take_complaint, write_letter
from lineside.victims.testing import CARER, duty_of, make_victim


def a_victim(_actor):
    row = make_victim()
    return Ask((row.id,), row.version)


def a_case(_actor):
    """Reported an hour ago, so that a step of now lies after it."""
    with clock(now() - timedelta(hours=1)):
        row = make_victim()
    return Ask((row.id,), row.version)


def a_duty(_actor):
    duty = duty_of(make_victim().id, "confirmation")
    return Ask((duty.id,), duty.version)


def a_letter(_actor):
    asked = Asked(template="confirmation", language="en", way="post", address="1 Vale Row, Leeds")
    letter = write_letter(actor=CARER, victim_id=make_victim().id, asked=asked)
    return Ask((letter.id,), letter.version)


def a_complaint(_actor):
    made = take_complaint(actor=CARER, victim_id=make_victim().id, words="Nobody told me of the bail.")
    return Ask((made.id,), made.version)


def today():
    """Of the day on which the tests run, since a step lies between the report and now."""
    return f"{now().astimezone(UK):%Y-%m-%d %H:%M}"


NEEDS = {
    "bases": "fear",
    "basis_words": "Saw them again at the station",
    "language": "Welsh",
    "communication": "Large print",
    "support": "Somebody who goes to court with them",
    "measures": "A screen",
}
PLAN = {
    "way": "mail",
    "address": "robin@passenger.example",
    "every_days": "14",
    "by_whom": "PC Ash",
    "words": "In the evening",
    "unsafe_reason": "",
}
STANDS = {"kind": "nominated", "name": "Kim Vale", "reached_by": "07700 900124", "words": "Their sister"}
ADDED = {
    "name": "Kim Ash",
    "standing": "bereaved",
    "phone": "07700 900125",
    "email": "kim@passenger.example",
    "born_on": "1980-02-01",
    "words": "Mother of the deceased",
}
LETTER = {
    "template": "confirmation",
    "language": "en",
    "way": "post",
    "address": "1 Vale Row, Leeds",
    "words": "Ask for PC Ash.",
}
VICTIMS = {
    "victim-needs": Form(NEEDS, {"bases"}, a_victim),
    "victim-refer": Form(
        {"service": "victim_services", "consent": "agreed", "words": "Rings on Monday"},
        {"service", "consent"},
        a_victim,
    ),
    "victim-plan": Form(PLAN, {"way"}, a_victim),
    "victim-stands": Form(STANDS, {"kind"}, a_victim),
    "victim-choice": Form(
        {"right": "6", "answer": "no", "words": "Said so on the telephone"}, {"right", "answer"}, a_victim
    ),
    "victim-statement": Form(
        {"answer": "wants", "reader": "self", "words": "After the hearing"}, {"answer", "reader"}, a_victim
    ),
    "victim-correct": Form(
        {"standing": "child", "regime": "england_wales", "words": "Fifteen"}, {"standing", "regime"}, a_victim
    ),
    "victim-step": Form({"step": "arrested", "at": today(), "words": "At Leeds"}, {"step"}, a_case),
    "victim-add": Form(ADDED, {"standing"}, a_victim),
    "victim-complain": Form({"words": "Nobody told me of the bail."}, set(), a_victim),
    "victim-letter": Form(LETTER, {"template", "language", "way"}, a_victim),
    "victim-keep": Form({"how": "person", "words": "Told at Leeds", "unsafe_reason": ""}, {"how"}, a_duty),
    "victim-letter-send": Form({"unsafe_reason": ""}, set(), a_letter),
    "victim-answer": Form({"words": "We are sorry.", "is_final": "yes"}, {"is_final"}, a_complaint),
}
