"""The command line of a log, without a database."""

from datetime import time

import pytest

from lineside.desks.rules import NOT_YET, VERBS, Line, Typed, read_line
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
        ("/dup ls-20261125-0457", Line(verb="/dup", reference="LS-20261125-0457")),
        (
            "/link LS-20261125-0457 same suspect",
            Line(verb="/link", reference="LS-20261125-0457", text="same suspect"),
        ),
        ("/g", Line(verb="/g")),
        ("/res", Line(verb="/res")),
        ("/res asb arr adv", Line(verb="/res", codes=("ASB", "ARR", "ADV"))),
        (
            "/res crime cr:260000123 trf:WMP-44 close",
            Line(
                verb="/res",
                codes=("CRIME", "CR", "TRF"),
                references=(("CR", "260000123"), ("TRF", "WMP-44")),
                closes=True,
            ),
        ),
        ("/at 14:05 man seen", Line(verb="/at", at=Typed(day="", at=time(14, 5)), text="man seen")),
        ("/at 24/11 9:05:30 seen", Line(verb="/at", at=Typed(day="24/11", at=time(9, 5, 30)), text="seen")),
        ("/fix 7 platform 9", Line(verb="/fix", number=7, text="platform 9")),
        ("/fix 7 /at 14:05 seen", Line(verb="/fix", number=7, at=Typed(day="", at=time(14, 5)), text="seen")),
        ("/defer Tomorrow 09:00 at work", Line(verb="/defer", at=Typed(day="tomorrow", at=time(9)), text="at work")),
        ("/reopen caller rang", Line(verb="/reopen", text="caller rang")),
        ("/review", Line(verb="/review")),
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
        "/g x",
        "/u",
        "/st BX12",
        "/st BX12 17",
        "/st BX12 six",
        "/l",
        "/dup",
        "/dup 0",
        "/dup ²",
        "/dup LS-20261125",
        "/dup LS-20261125-\u0660457",
        "/nosuch",
        "/" + "x" * 3000,
        "/at",
        "/at noon man seen",
        "/at 25:00 man seen",
        "/at 14:05",
        "/at 14:\u0660\u0665 man seen",
        "/at 14:05pm man seen",
        "/fix",
        "/fix 7",
        "/fix seven platform 9",
        "/fix 0 platform 9",
        "/fix ² platform 9",
        "/fix 999999999999999999999 platform 9",
        "/fix 7 /at later seen",
        "/defer 18:30",
        "/defer later why",
        "/reopen",
        "/reject  ",
        "/cancel",
        "/close now",
        "/own me",
        "x" * 4001,
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_line(typed):
    with pytest.raises(RuleBroken) as refused:
        read_line(typed)
    assert refused.value.field == "text"


@pytest.mark.parametrize("missing", NOT_YET, ids=lambda each: each.name)
def test_a_command_that_is_not_there_yet_says_so_and_what_to_do(missing):
    with pytest.raises(RuleBroken, match="is not there yet") as refused:
        read_line(f"{missing.name} something")
    assert missing.instead in refused.value.sentence


def test_every_command_is_read_as_the_help_writes_it():
    assert [read_line(verb.usage).verb for verb in VERBS] == [verb.name for verb in VERBS]
    assert {each.name for each in NOT_YET}.isdisjoint(verb.name for verb in VERBS)


def test_an_unknown_command_is_not_repeated_at_length():
    with pytest.raises(RuleBroken) as refused:
        read_line("/" + "x" * 3000)
    assert len(refused.value.sentence) < 200
