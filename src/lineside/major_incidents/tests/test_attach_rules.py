"""Which contact is proposed for a major incident, and which is never attached without THRIVE."""

from datetime import date

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.major_incidents.rules import (
    AttachMode,
    Told,
    check_count,
    check_declining,
    check_mode,
    check_reasons,
    count_in_words,
    life_signs,
    turns_of,
    why_attach,
)

ON = date(2026, 11, 28)
MODE = AttachMode(place_text="Leeds", lat=53.795, lon=-1.547, radius_m=500, words=("smoke", "subway"))
NEAR_LEEDS = "111 m from Leeds, by the caller's position"
AT_LEEDS, AT_YORK = ("the caller's position", 53.796, -1.547), ("the place it names", 53.958, -1.093)


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        (Told(said="There is Smoke here", points=(AT_LEEDS,)), (NEAR_LEEDS, "says 'smoke'")),
        (Told(said="I lost my bag", points=(AT_LEEDS,)), (NEAR_LEEDS,)),
        (Told(said="smoke in the subway"), ("says 'smoke', 'subway'",)),
        (Told(said="I lost my bag", points=(AT_YORK,)), ()),
        (Told(said="smokers on the platform"), ()),
        (Told(said="I lost my bag"), ()),
    ],
)  # fmt: skip
def test_a_contact_is_proposed_by_where_it_is_or_by_its_words(told, reasons):
    assert why_attach(MODE, told) == reasons


def test_words_from_afar_propose_it_and_say_that_they_are_from_afar():
    heard, far = why_attach(MODE, Told(said="smoke", points=(AT_YORK,)))
    assert heard == "says 'smoke'"
    assert far.startswith("but 3")
    assert far.endswith("km away, by the place it names")


def test_a_mode_of_words_alone_knows_no_distance():
    mode = check_mode(AttachMode(words=(" Smoke ", "smoke", "SUBWAY", " ")))
    assert mode.words == ("smoke", "subway")
    assert why_attach(mode, Told(said="smoke", points=(AT_YORK,))) == ("says 'smoke'",)


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        (AttachMode(), "words"),
        (AttachMode(place_text="Nowhere at all"), "place_text"),
        (AttachMode(place_text="Leeds", lat=53.8, lon=-1.5), "radius_m"),
        (AttachMode(place_text="Leeds", lat=53.8, lon=-1.5, radius_m=5), "radius_m"),
        (AttachMode(words=("x" * 41,)), "words"),
        (AttachMode(words=tuple(f"word{each}" for each in range(21))), "words"),
    ],
)
def test_a_mode_that_would_propose_nothing_is_refused(mode, field):
    with pytest.raises(RuleBroken) as refused:
        check_mode(mode)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("He is NOT BREATHING", ("not breathing",)),
        ("a woman collapsed, she is bleeding", ("collapsed", "bleeding")),
        ("there is a man under the train", ("under the train",)),
        ("I can't breathe", ("can't breathe",)),
        ("somebody has a knife", ("knife",)),
        ("my train is late because of the smoke", ()),
        ("what is open", ()),
    ],
)
def test_words_of_danger_to_life_are_found(said, signs):
    assert life_signs(said, ON) == signs


def test_what_nothing_proposes_and_what_is_declined_need_words():
    assert check_reasons(("says 'smoke'",), "") == ""
    with pytest.raises(RuleBroken, match="why it belongs"):
        check_reasons((), " ")
    with pytest.raises(RuleBroken, match="something else"):
        check_declining("")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (("nothing", 1, None, "Fire"), "line"),
        (("p1", None, None, "Fire"), "have"),
        (("p1", 1, 2, "Fire"), "wanted"),
        (("p1", 100_001, None, "Fire"), "have"),
        (("fire", 1, -1, "Fire"), "wanted"),
        (("p1", 1, None, " "), "told_by"),
    ],
)
def test_a_count_that_is_none_is_refused_beside_its_field(facts, field):
    with pytest.raises(RuleBroken) as refused:
        check_count(facts[0], facts[1], facts[2], facts[3], ON)
    assert refused.value.field == field


def test_a_change_says_what_it_was():
    assert count_in_words("P1", (3, None), (5, None), "Fire") == "Tote, P1: 3 to 5; told by Fire"
    assert (
        count_in_words("Fire", (2, None), (2, 4), "Fire") == "Tote, Fire: 2, asked for 4 (was not known); told by Fire"
    )


def test_every_role_of_the_list_has_its_turns_in_order():
    _, turns = turns_of(ON)
    for role in {each.role for each in turns}:
        mine = [each.turn for each in turns if each.role == role]
        assert mine == list(range(1, len(mine) + 1))
    assert all(each.minutes and each.telephone.startswith("01632960") for each in turns)
