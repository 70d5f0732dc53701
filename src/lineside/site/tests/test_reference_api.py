"""Every shipped table is read over the API: each edition with its source and licence, its rows as they are filed."""

import shutil

import pytest

from lineside.access.testing import make_client_key
from lineside.incidents.permissions import CanIncident
from lineside.kernel.rule_tables import SUFFIXES, editions
from lineside.site import reference
from lineside.site.permissions import CanReference
from lineside.site.rule_checks import PACKAGE, all_tables, table_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """One page, by a client that may read the tables and nothing else."""
    key = make_client_key(CanReference.READ)

    def asked(path, **query):
        return client.get(f"/api/v1/{path}", query, headers={"authorization": f"Bearer {key}"})

    return asked


def every(ask, path, **query):
    found, cursor = [], ""
    while True:
        page = ask(path, **query, limit=200, cursor=cursor).json()
        found += page["items"]
        if not (cursor := page["next"]):
            return found


def test_every_edition_of_every_table_is_told_with_its_source_and_licence(ask):
    told = every(ask, "reference-tables")
    files = [file for folder in all_tables() for file in folder.iterdir() if file.name.endswith(SUFFIXES)]
    played = [file for file in files if "simulator" in file.relative_to(PACKAGE).parts]
    assert len(told) == len(files) - len(played) > 40
    assert len({(each["table"], each["edition"]) for each in told}) == len(told)
    assert all(each["source"] and each["publisher"] and each["licence"] and each["rows"] for each in told)
    licences = {each["table"]: each["licence"] for each in told}
    assert licences["crimes.offences"] == "Open Government Licence v3.0"


@pytest.mark.parametrize(
    "table", ["crimes.outcomes", "crimes.cancellation_codes", "crimes.principal_crime_order", "incidents.result_codes"]
)
def test_the_rows_are_those_of_the_file_in_its_order(ask, table):
    [folder] = [folder for folder in all_tables() if table_name(folder) == table]
    filed = editions(folder)[-1]
    rows = every(ask, "reference-rows", table=table)
    assert [row["facts"] for row in rows] == list(filed.rows)
    assert {(row["table"], row["edition"]) for row in rows} == {(table, filed.edition)}


def test_one_code_is_asked_for_by_itself(ask):
    [row] = every(ask, "reference-rows", table="crimes.cancellation_codes", code="C4")
    assert row["facts"]["meaning"] == "Cancelled: crime recorded in error"
    assert every(ask, "reference-rows", table="crimes.cancellation_codes", code="C99") == []


def test_an_old_edition_keeps_its_words_beside_the_one_in_force(ask, tmp_path, monkeypatch):
    tables = tmp_path / "crimes" / "data"
    shutil.copytree(PACKAGE / "crimes" / "data" / "outcomes", tables / "outcomes")
    path = tables / "outcomes" / "2026-04.csv"
    newer = path.read_text().replace("2026-04-01", "2026-10-01").replace("Charge or summons", "Charged")
    (tables / "outcomes" / "2026-10.csv").write_text(newer)
    monkeypatch.setattr(reference, "_tables", lambda: {"crimes.outcomes": tables / "outcomes"})
    assert [each["edition"] for each in every(ask, "reference-tables")] == ["2026-04", "2026-10"]

    def name_of(**edition):
        [row] = every(ask, "reference-rows", table="crimes.outcomes", code="1", **edition)
        return row["facts"]["name"]

    assert name_of(edition="2026-04") == "Charge or summons"
    assert name_of(edition="2026-10") == "Charged"


@pytest.mark.parametrize("query", [
    {"table": "crimes.nothing"}, {"table": "simulator.texts"}, {"table": "../site"},
    {"table": "crimes.outcomes", "edition": "1999-01"},
])  # fmt: skip
def test_what_is_not_shipped_is_refused_in_one_sentence(ask, query):
    answer = ask("reference-rows", **query)
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith("the list of tables names them.")


def test_who_may_not_read_them_is_refused(client):
    key = make_client_key(CanIncident.VIEW)
    for path in ("reference-tables", "reference-rows?table=crimes.outcomes"):
        assert client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {key}"}).status_code == 403
