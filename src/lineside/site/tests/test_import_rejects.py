"""`lineside import`: what is not taken and why, a dry run, the samples of the guide, and Parquet."""

import csv
from datetime import date

import pytest

from lineside.extracts.models import Arrival, Extract, Rejection
from lineside.extracts.testing import MAPPING, WHOLE, write_extracts
from lineside.incidents.models import Incident
from lineside.incidents.queries import find_incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.pole.models import Person
from lineside.site.tests.moved import SAMPLES, everything, move_in, totals


@pytest.fixture
def whole(tmp_path):
    return write_extracts(tmp_path)


@pytest.mark.django_db
def test_a_dry_run_says_the_same_totals_and_rejects_and_writes_nothing(tmp_path):
    before = everything(), AuditLine.objects.count(), Extract.objects.count()
    (tmp_path / "dry").mkdir()
    (tmp_path / "real").mkdir()
    dry = move_in(SAMPLES / "mapping.toml", dry=True, rejects=tmp_path / "dry")
    assert (everything(), AuditLine.objects.count(), Extract.objects.count()) == before
    real = move_in(SAMPLES / "mapping.toml", rejects=tmp_path / "real")
    assert [line.replace("/dry/", "/real/") for line in totals(dry)] == totals(real)
    names = sorted(path.name for path in (tmp_path / "real").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "dry").iterdir())
    assert len(names) == 5
    assert all((tmp_path / "dry" / each).read_bytes() == (tmp_path / "real" / each).read_bytes() for each in names)


@pytest.mark.django_db
def test_the_samples_of_the_guide_are_moved_in_as_it_says(tmp_path):
    told = move_in(SAMPLES / "mapping.toml", rejects=tmp_path)
    assert [line.split(" (see")[0] for line in totals(told)] == [
        "persons: 6 rows = 4 moved in + 0 there already + 2 rejected",
        "logs: 5 rows = 4 moved in + 0 there already + 1 rejected",
        "lines: 7 rows = 6 moved in + 0 there already + 1 rejected",
        "occurrences: 3 rows = 2 moved in + 0 there already + 1 rejected",
        "links: 6 rows = 4 moved in + 0 there already + 2 rejected",
    ]
    assert told.lines[-1] == "Every row is accounted for."
    seen = an_actor("incidents.view")
    assert find_incidents(seen, "man sitting platform") == []  # it is restricted
    assert Incident.objects.get(reference="CAD-001893-21").is_restricted


@pytest.mark.django_db
def test_a_rejected_row_is_in_the_file_with_its_reason_and_once_corrected_is_moved_in(tmp_path):
    rows = ["NO,NAME,DOB,TEL", "N1,Robin Vale,1988-02-14,", "N2,Zoë Hartley,1996-13-01,", "N1,Robin Vale,,", "N3,,,"]
    mapping = write_extracts(tmp_path, persons=rows)
    move_in(mapping, kinds=["persons"])
    with (tmp_path / "persons.persons.rejects.csv").open(encoding="utf-8-sig") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["NO"], row["lineside row"]) for row in rejected] == [("N2", "2"), ("N1", "3"), ("N3", "4")]
    assert "'1996-13-01' is no date" in rejected[0]["lineside why"]
    assert "more than once" in rejected[1]["lineside why"]
    assert rejected[2]["lineside why"] == "name: there is nothing."
    write_extracts(tmp_path, persons=[rows[0], "N2,Zoë Hartley,1996-01-13,"])
    move_in(mapping, kinds=["persons"])
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Robin Vale", "Zoë Hartley"]


@pytest.mark.django_db
def test_a_row_whose_bytes_are_no_text_is_rejected_and_the_rest_is_moved_in(tmp_path):
    mapping = write_extracts(tmp_path)
    (tmp_path / "persons.csv").write_bytes(b"NO,NAME,DOB,TEL\nN1,Zo\xeb,,\nN2,Robin Vale,,\n")
    told = move_in(mapping, kinds=["persons"])
    assert totals(told)[0].startswith("persons: 2 rows = 1 moved in + 0 there already + 1 rejected")
    assert b"Zo\xeb" in (tmp_path / "persons.persons.rejects.csv").read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("logs", "why"),
    [
        ("A1,2019-01-01 10:00,,Gist,ASB,", "closed_at: there is nothing."),
        ("A1,2019-01-01 10:00,2019-01-01 09:00,Gist,ASB,", "closed before it was opened"),
        ("A1,2999-01-01 10:00,2999-01-01 11:00,Gist,ASB,", "lies in the future"),
        ("A1,2019-01-01 10:00,2019-01-01 11:00,Gist,XXX,", "'XXX' is no opening code in force"),
        ("A" * 25 + ",2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,", "longer than 24"),
        ("LS-29990101-0001,2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,", "may be given here yet"),
    ],
)
def test_a_log_that_cannot_be_moved_in_is_rejected_with_the_reason(tmp_path, logs, why):
    mapping = write_extracts(tmp_path, logs=["NO,FROM,TO,TEXT,CODE,RESULT", logs])
    move_in(mapping, kinds=["logs"])
    assert why in Rejection.objects.get().why
    assert not Incident.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("crime", "why"),
    [
        ("1900004777,,1900-01-01 00:00,39,039/00,finalised,18,", "recorded_at lies before 1970"),
        ("1900004777,,0001-01-01T00:00:00+05:00,39,039/00,finalised,18,", "recorded_at: "),
        ("1900004777,CAD/17/19,2019-04-02 13:30,39,039/00,finalised,18,yes", "restrict the log in its own extract"),
    ],
)
def test_an_occurrence_that_cannot_be_moved_in_stops_nothing(tmp_path, crime, why):
    mapping = MAPPING.replace(
        'opening_code = {fixed = "POLGEN"}', 'opening_code = {fixed = "POLGEN"}\nrestricted = "SECRET"'
    )
    rows = [WHOLE["crimes.csv"][0] + ",SECRET", crime, "1900004778,,2019-04-02 13:30,39,039/00,finalised,18,yes"]
    move_in(write_extracts(tmp_path, mapping, crimes=rows), kinds=["logs", "occurrences"])
    assert why in Rejection.objects.get().why
    assert Incident.objects.get(reference="1900004778").is_restricted


@pytest.mark.django_db
def test_rejects_are_for_who_moves_in_alone_and_go_once_nothing_is_rejected(tmp_path):
    rows = ["NO,NAME,DOB,TEL", "N1,Robin Vale,1988-02-30,"]
    mapping, rejects = write_extracts(tmp_path, persons=rows), tmp_path / "persons.persons.rejects.csv"
    move_in(mapping, kinds=["persons"])
    assert rejects.stat().st_mode & 0o777 == 0o600
    write_extracts(tmp_path, persons=[rows[0], "N1,Robin Vale,1988-02-28,"])
    move_in(mapping, kinds=["persons"])
    assert not rejects.exists()


@pytest.mark.django_db
def test_a_number_that_a_live_log_has_is_not_taken_from_it(tmp_path):
    live = make_incident()
    row = f"{live.reference},2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,"
    move_in(write_extracts(tmp_path, logs=["NO,FROM,TO,TEXT,CODE,RESULT", row]), kinds=["logs"])
    assert Rejection.objects.count() == 1
    assert Incident.objects.get() == live


@pytest.mark.django_db
def test_what_a_row_names_must_have_been_moved_in(whole):
    move_in(whole, kinds=["lines", "links"])
    assert Arrival.objects.count() == 0
    assert "is not among the logs that were moved in" in Rejection.objects.order_by("id")[0].why
    move_in(whole)  # and once it is there, the same file is taken
    assert Arrival.objects.filter(kind__in=["lines", "links"]).count() == 3


@pytest.mark.django_db
def test_parquet_is_read_as_csv_is(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({
        "NO": ["N1", "N2"], "NAME": ["Robin Vale", "Zoë Hartley"],
        "DOB": pa.array([date(1988, 2, 14), None]), "TEL": ["07700 900123", None],
    })  # fmt: skip
    mapping = write_extracts(tmp_path)
    parquet.write_table(table, tmp_path / "persons.parquet")
    mapping.write_text(mapping.read_text().replace("persons.csv", "persons.parquet"))
    assert totals(move_in(mapping, kinds=["persons"]))[0].startswith("persons: 2 rows = 2 moved in")
    assert str(Person.objects.get(name="Robin Vale").born_on) == "1988-02-14"
