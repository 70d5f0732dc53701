"""What is looked for, without a database."""

import pytest

from lineside.finding.queries import words_in


@pytest.mark.parametrize("text", ["-----", "+----", "( ) - .", "+ 00-44", "___", "a -- b", "   "])
def test_signs_alone_are_nothing_to_look_for(text):
    assert words_in(text) == []


@pytest.mark.parametrize("text", ["07700 900123", "+44 7700 900123", "(07700) 900-123", "0044 7700-900123"])
def test_a_telephone_number_is_one_word_however_it_is_written(text):
    assert words_in(text) == ["7700900123"]


@pytest.mark.parametrize("text", ["20261126-0001", "LS-20261126-0001", "1126-0001"])
def test_a_part_of_a_reference_is_looked_for_as_it_stands(text):
    assert words_in(text) == [text.lower()]


def test_the_number_of_a_crime_is_looked_for_as_it_stands():
    assert words_in("260000123") == ["260000123"]
