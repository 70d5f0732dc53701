"""The command line of a log, without a database."""

import pytest

from lineside.desks.rules import Line, help_for, read_line
from lineside.kernel.errors import RuleBroken


def test_plain_text_is_a_line_of_the_log():
    assert read_line("  caller now on platform 2 ") == Line(text="caller now on platform 2")


def test_two_slashes_begin_a_line_with_one():
    assert read_line("//not a command") == Line(text="/not a command")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/g p knife seen", Line(verb="/g", grade="P", text="knife seen")),
        ("/G i", Line(verb="/g", grade="I")),
        ("/u bx12, BX14 bx12", Line(verb="/u", call_signs=("BX12", "BX14"))),
        ("/st bx12 6", Line(verb="/st", call_signs=("BX12",), state=6)),
        ("/l kgx p9", Line(verb="/l", text="kgx p9")),
        ("/dup 457", Line(verb="/dup", serial=457)),
        ("/link 457 same suspect", Line(verb="/link", serial=457, text="same suspect")),
        ("/res asb arr adv", Line(verb="/res", codes=("ASB", "ARR", "ADV"))),
        ("/close", Line(verb="/close")),
        ("/own", Line(verb="/own")),
        ("/?", Line(verb="/?")),
    ],
)
def test_a_command_is_read(typed, line):
    assert read_line(typed) == line


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "/g",
        "/g x",
        "/u",
        "/st BX12",
        "/st BX12 17",
        "/st BX12 six",
        "/l",
        "/dup",
        "/dup 0",
        "/dup ²",
        "/nosuch",
        "/res",
        "x" * 4001,
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_line(typed):
    with pytest.raises(RuleBroken) as refused:
        read_line(typed)
    assert refused.value.field == "text"


def test_help_completes_as_it_is_typed():
    assert [verb.name for verb in help_for("/l")] == ["/l", "/link"]
    assert [verb.name for verb in help_for("/l kgx")] == ["/l"]
    assert help_for("knife") == ()
    assert len(help_for("/")) == 10
