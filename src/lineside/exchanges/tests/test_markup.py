"""XML from outside: read within bounds, and never expanded or fetched."""

import pytest

from lineside.exchanges.rules import Unreadable
from lineside.exchanges.rules.markup import DEEPEST, LONGEST, MOST_FACTS, MOST_NODES, read_markup

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><l>&j;</l>"
)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (LAUGHS.encode(), "document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
        (b'<!DOCTYPE a PUBLIC "x" "http://127.0.0.1:9/x.dtd"><a/>', "document type"),
        (b"<a>&unknown;</a>", "no XML"),
        (b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1), "too deeply"),
        (b"<a>" + b"<b/>" * MOST_NODES + b"</a>", "too many"),
        (b"<a " + b" ".join(b'a%d="x"' % n for n in range(MOST_FACTS + 1)) + b"/>", "too many"),
        (b"<a>" + b"x" * LONGEST + b"</a>", "longer than"),
        (b"", "no XML"),
        (b"<a><b></a>", "no XML"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "no XML"),
        (b"\x00\xff", "no XML"),
    ],
)
def test_what_can_do_harm_or_has_no_end_is_refused_in_a_sentence(raw, why):
    with pytest.raises(Unreadable, match=why):
        read_markup(raw)


def test_what_is_within_bounds_is_read_by_its_names_whatever_its_prefixes():
    node = read_markup(b'<p:a xmlns:p="urn:x" q="1"><p:b> one </p:b><p:b>two</p:b><c><d>deep</d></c></p:a>')
    assert (node.space, node.name, node.facts, node.said("b")) == ("urn:x", "a", {"q": "1"}, "one")
    assert [each.text for each in node.each("b")] == [" one ", "two"]
    found = node.at("c/d")
    assert found
    assert (found.text, node.at("c/x")) == ("deep", None)
