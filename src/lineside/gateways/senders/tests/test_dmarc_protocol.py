"""Whose policy holds, who speaks for the author, and what is said of it: without a net."""

import pytest

from lineside.gateways.senders.protocol import Aligned, Verdict, author_domain, evaluate, plain_domain, sentence


def asking(**records):
    """Names written with two underscores for a dot."""
    known = {name.replace("__", "."): text for name, text in records.items()}
    return lambda name: [known[name.removeprefix("_dmarc.")]] if name.removeprefix("_dmarc.") in known else []


OF_RAIL = asking(rail__example="v=DMARC1; p=reject; sp=quarantine")


def test_who_has_no_record_is_judged_by_nobody():
    assert evaluate("rail.example", [Aligned("rail.example", "spf")], asking()) == Verdict("none")


@pytest.mark.parametrize(
    ("author", "by", "verdict"),
    [
        ("rail.example", Aligned("rail.example", "dkim"), Verdict("pass", "reject")),
        ("rail.example", Aligned("mail.rail.example", "spf"), Verdict("pass", "reject")),
        ("crew.rail.example", Aligned("rail.example", "dkim"), Verdict("pass", "quarantine")),
        ("rail.example", Aligned("stranger.example", "dkim"), Verdict("fail", "reject")),
        ("crew.rail.example", Aligned("example", "spf"), Verdict("fail", "quarantine")),
    ],
)
def test_whoever_belongs_to_the_same_organisation_speaks_for_the_author(author, by, verdict):
    assert evaluate(author, [by], OF_RAIL) == verdict


def test_an_author_that_wants_its_very_own_name_takes_no_relation():
    strict = asking(rail__example="v=DMARC1; p=reject; adkim=s; aspf=s")
    assert evaluate("rail.example", [Aligned("mail.rail.example", "dkim")], strict).result == "fail"
    assert evaluate("rail.example", [Aligned("rail.example", "dkim")], strict).result == "pass"


def test_two_customers_of_one_public_suffix_are_strangers_to_each_other():
    suffix = asking(
        gov__example="v=DMARC1; p=reject; psd=y", a__gov__example="v=DMARC1; p=none", b__gov__example="v=DMARC1; p=none"
    )
    assert evaluate("a.gov.example", [Aligned("b.gov.example", "spf")], suffix).result == "fail"
    assert evaluate("x.a.gov.example", [Aligned("y.a.gov.example", "spf")], suffix).result == "pass"
    bare = asking(gov__example="v=DMARC1; p=reject; psd=y")
    assert evaluate("a.gov.example", [Aligned("b.gov.example", "spf")], bare) == Verdict("fail", "reject")


def test_a_part_that_says_that_it_is_its_own_organisation_is_one():
    own = asking(rail__example="v=DMARC1; p=none", depot__rail__example="v=DMARC1; p=reject; psd=n")
    assert evaluate("depot.rail.example", [Aligned("rail.example", "spf")], own) == Verdict("fail", "reject")


def test_a_name_of_many_parts_costs_eight_questions_and_not_more():
    asked = []

    def ask(name):
        asked.append(name)
        return []

    evaluate(".".join("abcdefghijklmnop") + ".rail.example", [], ask)
    assert len(asked) == 8
    assert asked[-1] == "_dmarc.example"


def test_two_records_at_one_name_are_none_and_so_is_what_is_no_record():
    assert evaluate("rail.example", [], lambda _: ["v=DMARC1; p=none", "v=DMARC1; p=reject"]).result == "none"
    assert evaluate("rail.example", [], lambda _: ["p=none; v=DMARC1"]).result == "none"
    assert evaluate("rail.example", [], lambda _: ["", ";;;", "=", "v=dmarc1"]).result == "none"


@pytest.mark.parametrize(
    ("head", "shown", "domain"),
    [
        (b"From: Sam <sam@rail.example>", "sam@rail.example", "rail.example"),
        (b"from :\r\n Sam <sam@Rail.Example>", "sam@rail.example", "rail.example"),
        (b"From: sam@rail.example\r\nFrom: eve@stranger.example", "sam@rail.example", ""),
        (b"From: sam@rail.example, eve@stranger.example", "sam@rail.example", ""),
        (b'From: "sam@rail.example" <eve@stranger.example>', "eve@stranger.example", "stranger.example"),
        (b"From: eve@stranger.example", "sam@rail.example", ""),
        (b"Sender: sam@rail.example", "sam@rail.example", ""),
        (b"From: sam@localhost", "sam@localhost", ""),
        (b"Subject: x\r\n\r\nFrom: sam@rail.example", "sam@rail.example", ""),
    ],
)
def test_only_the_one_author_whom_the_desk_shows_is_judged(head, shown, domain):
    assert author_domain(head + b"\r\n\r\nWords", shown) == domain


@pytest.mark.parametrize(
    ("domain", "plain"),
    [("Bücher.example.", "xn--bcher-kva.example"), ("a b.example", ""), ("x" * 300 + ".example", ""), ("..", "")],
)
def test_a_domain_is_spelled_as_the_name_system_spells_it(domain, plain):
    assert plain_domain(domain) == plain


def test_what_was_found_is_one_sentence():
    found = {"spf": "fail", "spf_domain": "rail.example", "dkim": "none", "dmarc": "fail", "wish": "reject"}
    assert sentence(found) == (
        "Sender, by our own check: SPF fail for rail.example, DKIM none, DMARC fail:"
        " it may not come from whom it names; its domain asks that such mail be refused."
    )
    assert sentence({"why": "it took too long"}) == (
        "Sender, by our own check: SPF not checked, DKIM not checked, DMARC not checked (it took too long)."
    )
