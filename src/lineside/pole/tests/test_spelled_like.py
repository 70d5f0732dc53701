"""Names that no key finds: by the words like them, and whatever the whole names' trigrams found before is found too."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.kernel.rule_tables import editions
from lineside.pole.models import NameWord, Person
from lineside.pole.queries import NICKNAMES, likely_people
from lineside.pole.queries.spelled import spelled_like
from lineside.pole.rules import NO, alike_of, compare, particulars_of_person, weights_in_force, what_is_left
from lineside.pole.testing import REGISTRAR, make_person

SURNAMES = ["Li", "Lee", "Ng", "Fox", "Vale", "Webb", "Khan", "Moss", "Grove", "Llewellyn", "O'Connor", "Fitzgerald"]
MOST = 200


def make_register():
    """Some hundred names, the given ones from the table of nicknames so that they are long and short."""
    givens = [str(row["name"]).title() for row in editions(NICKNAMES)[-1].rows][::12]
    givens += ["Bo", "Jo", "Al", "Ann"]
    names = [f"{given} {surname}" for given, surname in product(givens, SURNAMES)][::5]
    return {make_person(name).id: name for name in names}


def slips(word):
    """Every kind of slip at the beginning, in the middle and at the end."""
    for place in sorted({0, len(word) // 2, len(word) - 1}):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield f"{before}{letter}{letter}{after}"  # doubled
        yield f"{before}{after}"  # lost
        yield f"{before}w{after}"  # another
        yield f"{before}k{letter}{after}"  # one too many
        if after:
            yield f"{before}{after[0]}{letter}{after[1:]}"  # in each other's place


def written_otherwise(name):
    given, surname = name.split()
    for other in slips(surname):
        yield f"{given} {other}"
        yield f"{other} {given}"
    for other in slips(given):
        yield f"{other} {surname}"
        yield f"{surname}, {other}"
    yield from (f"{given[0]} {surname}", f"{given}", f"{surname}", f"{surname} {given}", f"Dr {given} X {surname}")
    yield from (f"{one} {two}" for one, two in zip(slips(given), slips(surname), strict=False))


def found_by_trigrams(name):
    """What was sought before: whole names that share half of their trigrams, weighed by the rule."""
    asked, weights = particulars_of_person(name, None, {}), weights_in_force(date(2026, 11, 27))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM pole_person WHERE similarity(lower(name), lower(%s)) >= 0.5 LIMIT %s", [name, MOST]
        )
        rows = cursor.fetchall()
    return {
        key
        for key, known in rows
        if asked and compare(asked, particulars_of_person(known, None, {}), weights).verdict != NO
    }


@pytest.mark.django_db
def test_whatever_whole_names_found_is_found_and_more():
    register = make_register()
    asked = [other for name in list(register.values())[::11] for other in written_otherwise(name)]
    before = after = 0
    for name in asked:
        old, new = found_by_trigrams(name), spelled_like(name, MOST)
        assert old <= new, (name, [register[key] for key in old - new])
        before, after = before + len(old), after + len(new)
    assert len(asked) > 300
    assert 0 < before < after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "said"),
    [("Jo Vale", "Jo Wale"), ("Bo Webb", "Bo Nebb"), ("Lu Fenn", "Lu Benn"), ("Cy Moss", "Noss Cy")],
)
def test_a_short_name_with_one_slip_is_found_which_it_was_not(kept, said):
    person = make_person(kept)
    assert not found_by_trigrams(said)
    assert spelled_like(said, MOST) == {person.id}


@pytest.mark.django_db
def test_of_more_than_are_compared_the_nearest_are_taken():
    for given in ("Roban", "Rolin", "Dobin", "Robin"):
        make_person(f"{given} Wale")
    [found] = spelled_like("Robin Vale", 1)
    assert Person.objects.get(id=found).name == "Robin Wale"


@pytest.mark.django_db
def test_a_name_that_no_key_finds_costs_two_looks():
    make_person("Robin Vale")
    likely_people(REGISTRAR, "Robin Wale", {}, "contact C-1")
    with CaptureQueriesContext(
        connection,
    ) as looked:
        assert spelled_like("Robin Wale", MOST)
    assert len(looked) == 2


@pytest.mark.django_db
def test_a_word_is_kept_once_for_all_who_bear_it_and_a_long_one_is_cut():
    for name in (
        "Robin Vale",
        "Hazel Vale",
        "Vale, Robin",
        "unknown",
        "x" * 200,
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20,
    ):
        make_person(name)
    words = list(NameWord.objects.values_list("word", flat=True))
    assert {"robin", "hazel", "vale", "x" * 40} <= set(words)
    assert len(words) == len(set(words)) == 6
    assert Person.objects.get(name="unknown").surname == ""


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "unknown", "'", "%", "\x00", "a", "é" * 300, "{} []", "Robin \\ %s"])
def test_any_name_may_be_asked(name):
    assert spelled_like(name, MOST) == set()


@pytest.mark.parametrize("other", ["vale", "val", "vvale", "wale", "avle", "vales"])
def test_two_words_one_slip_apart_share_what_is_left_without_a_letter(other):
    assert set(what_is_left("vale")) & set(what_is_left(other))


@pytest.mark.parametrize(
    "other", ["christoffer", "chirstopehr", "kristopher", "hcirstopher", "cristoper", "chhristtopher"]
)
def test_two_slips_in_a_longer_word_are_found_too(other):
    assert set(what_is_left("christopher")) & set(what_is_left(other))


def test_only_words_that_the_rule_takes_for_each_other_stay():
    assert alike_of("vale", ["wale", "valley", "grove", "vael"]) == {"vale", "wale", "valley", "vael"}
