"""What a mapping file may say, and how a row is read by it; without a database."""

from datetime import UTC, date, datetime

import pytest

from lineside.extracts.rules import RowReader, read_mapping
from lineside.kernel.errors import RuleBroken

PERSONS = """
source = "OLD CAD"
[persons]
file = "p.csv"
dates = ["%d/%m/%Y"]
[persons.columns]
reference = {reference}
name = {name}
born_on = "DOB"
"""


def a_reader(reference='"NO"', name='"NAME"', header=("NO", "NAME", "DOB")):
    text = PERSONS.format(reference=reference, name=name)
    return RowReader(read_mapping(text).sections[0], header)


def a_moment(text, zone="Europe/London", dates='["%d/%m/%Y %H:%M"]'):
    mapping = f"""
source = "OLD CAD"
[lines]
file = "l.csv"
zone = "{zone}"
dates = {dates}
columns = {{reference = "N", log = "L", at = "A", text = "T"}}
"""
    return RowReader(read_mapping(mapping).sections[0], ["N", "L", "A", "T"]).read(["1", "2", text, "words"])["at"]


def refused(text, *words):
    with pytest.raises(RuleBroken) as broken:
        read_mapping(text)
    assert all(word in broken.value.sentence for word in words), broken.value.sentence


def test_a_row_is_read_by_the_names_of_its_columns():
    assert a_reader().read(["N1", " Robin Vale ", "14/02/1988"]) == {
        "reference": "N1", "name": "Robin Vale", "born_on": date(1988, 2, 14),
    }  # fmt: skip


def test_several_columns_are_joined_and_an_empty_one_leaves_no_gap():
    reader = a_reader(name='{ columns = ["FIRST", "LAST"] }', header=("NO", "FIRST", "LAST", "DOB"))
    assert reader.read(["N1", "", "Vale", ""])["name"] == "Vale"
    assert reader.read(["N1", "Robin", "Vale", ""])["name"] == "Robin Vale"


def test_a_code_is_ours_for_theirs_and_one_that_nobody_mapped_is_refused_by_name():
    reader = a_reader(name='{ column = "NAME", codes = { A = "Amara" } }')
    assert reader.read(["N1", "A", ""])["name"] == "Amara"
    with pytest.raises(RuleBroken, match="no code for 'B'"):
        reader.read(["N1", "B", ""])


def test_what_is_fixed_empty_removed_or_otherwise_is_as_the_mapping_says():
    assert a_reader(name='{ fixed = "unknown" }').read(["N1", "x", ""])["name"] == "unknown"
    assert a_reader(name='{ column = "NAME", empty = "unknown" }').read(["N1", "", ""])["name"] == "unknown"
    assert a_reader(name='{ column = "NAME", remove = ["(dup)"] }').read(["N1", "Vale (dup)", ""])["name"] == "Vale"
    other = a_reader(name='{ column = "NAME", codes = { A = "Amara" }, otherwise = "unknown" }')
    assert other.read(["N1", "Z", ""])["name"] == "unknown"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["N1", "Robin Vale"], "2 columns where the first line has 3"),
        (["", "Robin Vale", ""], "reference: there is nothing"),
        (["N1", "Robin Vale", "31/02/1988"], "'31/02/1988' is no date of the form %d/%m/%Y"),
        (["N1", "Robin \udc81", ""], "NAME holds bytes that are not utf-8-sig"),
        (["N1", "Robin \x00", ""], "NAME holds bytes that are not utf-8-sig"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row, why):
    with pytest.raises(RuleBroken) as broken:
        a_reader().read(row)
    assert why in broken.value.sentence


def test_a_time_is_of_the_zone_of_the_old_system_in_summer_and_in_winter():
    assert a_moment("12/07/2019 17:42") == datetime(2019, 7, 12, 16, 42, tzinfo=UTC)
    assert a_moment("12/01/2019 17:42") == datetime(2019, 1, 12, 17, 42, tzinfo=UTC)
    assert a_moment("12/07/2019 17:42", zone="UTC") == datetime(2019, 7, 12, 17, 42, tzinfo=UTC)
    assert a_moment("2019-07-12T17:42:00+02:00", dates='["iso"]') == datetime(2019, 7, 12, 15, 42, tzinfo=UTC)


def test_a_column_that_the_file_does_not_have_is_named():
    with pytest.raises(RuleBroken, match="no column 'NAME'; it has NO, DOB"):
        a_reader(header=("NO", "DOB"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("source = ", ("no TOML",)),
        ('[persons]\nfile = "p.csv"', ("Name the old system",)),
        ('source = "old cad"\n[persons]\nfile = "p.csv"', ("Name the old system",)),
        ('source = "OLD"', ("names nothing to move in",)),
        ('source = "OLD"\n[people]\nfile = "p.csv"', ("'people'", "persons")),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\ncolumns = {reference = "NO"}', ("where name stands",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\ncolumns = {age = "NO"}', ("'age'",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\nencoding = "runes"\ncolumns = {reference = "A", name = "B"}',
         ("'runes'",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\nzone = "Mars"\ncolumns = {reference = "A", name = "B"}',
         ("'Mars'",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\ndelimiter = "ab"\ncolumns = {reference = "A", name = "B"}',
         ("one character",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\ncolumns = {reference = "A", name = {column = "B", fixed = "C"}}',
         ("only one of them",)),
        ('source = "OLD"\n[persons]\nfile = "p.csv"\ncolumns = {reference = "A", name = {column = "B", codes = "C"}}',
         ("their code to ours",)),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_followed_is_refused_with_the_place(text, words):
    refused(text, *words)


def test_extracts_are_moved_in_in_the_order_in_which_they_need_each_other():
    text = 'source = "OLD"\n' + "".join(
        f'[{kind}]\nfile = "f.csv"\ncolumns = {{{columns}}}\n'
        for kind, columns in (
            ("links", 'person = "A", subject = "B", subject_reference = "C", role = "D"'),
            ("persons", 'reference = "A", name = "B"'),
        )
    )
    assert [each.kind for each in read_mapping(text).sections] == ["persons", "links"]
