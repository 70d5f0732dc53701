"""What a soak calls a fault, without a node."""

from collections import Counter
from dataclasses import replace

import pytest

from lineside.site.soak_history import Kept, Sent, faults
from lineside.site.soak_kills import name_of

CALL = Sent(key="sim-1-1", by="phone", number="07700900001", text="", due=1.0, after_s=0.1)
MAIL = Sent(key="sim-1-2", by="email", number="", text="A bag", due=1.0, after_s=0.1)
TEXT = Sent(key="sim-1-3", by="text", number="+447700900002", text="Help", due=1.0, after_s=0.1)
FORM = Sent(key="5f2a", by="web", number="", text="A bag", due=1.0, after_s=0.1)
POST = Sent(key="https://social.example/@ana/1", by="mastodon", number="", text="A bag", due=1.0, after_s=0.1)
SENT = [CALL, MAIL, TEXT, FORM, POST]


def whole(**changed):
    kept = Kept(calls=Counter(["sim-1-1"]), mails=Counter(["sim-1-2"]), texts=Counter([("700900002", "Help")]))
    kept.reports["5f2a"] += 1
    kept.posts[POST.key] += 1
    return replace(kept, **changed)


def test_a_whole_history_has_no_fault():
    assert faults(SENT, whole()) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"calls": Counter()}, "phone sim-1-1 is lost"),
        ({"calls": Counter({"sim-1-1": 2})}, "phone sim-1-1 is there 2 times"),
        ({"mails": Counter()}, "email sim-1-2 is lost"),
        ({"mails": Counter({"sim-1-2": 3})}, "email sim-1-2 is there 3 times"),
        ({"reports": Counter()}, "web 5f2a is lost"),
        ({"reports": Counter({"5f2a": 2})}, "web 5f2a is there 2 times"),
        ({"posts": Counter()}, "mastodon https://social.example/@ana/1 is lost"),
        ({"texts": Counter()}, "text of 700900002 is lost"),
        ({"texts": Counter({("700900002", "Help"): 2})}, "text of 700900002 is there too often"),
        ({"dead": 1}, "1 dead letters"),
    ],
)
def test_each_thing_lost_or_doubled_is_told(changed, told):
    assert faults(SENT, whole(**changed)) == [told]


def test_a_call_that_was_kept_but_whose_answer_was_lost_is_no_fault():
    assert faults([MAIL, TEXT, FORM, POST], whole()) == []


def test_a_door_that_nothing_checks_is_a_fault():
    assert faults([Sent("1", "pigeon", "", "", 0, 0)], Kept()) == ["nothing checks pigeon"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["python", "-m", "granian", "--interface", "wsgi", "lineside.site.wsgi:application"], "web"),
        (["python", "-m", "granian", "lineside.site.live:application"], "live"),
        (["python", "-m", "lineside.site.cli", "gateway", "text"], "gateway text"),
        (["python", "-m", "lineside.site.cli", "up"], "up"),
    ],
)
def test_a_process_is_named_as_it_was_started(words, name):
    assert name_of(words) == name
