"""The checks over rule tables: each fault is named, and the shipped tables have none."""

from pathlib import Path

import pytest

from lineside.kernel.rule_tables import file_sha256
from lineside.site.rule_checks import SHIPPED, all_tables, check_shipped, check_tables, table_name

HEAD = "# source: S\n# publisher: P\n# licence: L\n# in_force_from: {begins}\n# retrieved_on: 2026-01-01\n"


def table(folder: Path, stem: str, rows: str, more: str = "", begins: str = "2026-04-01") -> Path:
    (folder / f"{stem}.csv").write_text(HEAD.format(begins=begins) + more + rows)
    return folder


def found(folder: Path) -> str:
    return "\n".join(check_tables([folder]))


def test_the_shipped_tables_have_no_fault():
    tables = all_tables()
    assert tables
    assert check_tables(tables) == []
    assert check_shipped() == []


def test_a_sound_table_passes(tmp_path):
    assert found(table(tmp_path, "2026-04", "code,name\nA,x\nB,y\n")) == ""


@pytest.mark.parametrize(
    ("rows", "more", "fault"),
    [
        ("code,name\nB,x\nA,y\n", "", "out of order at A"),
        ("code,name\nA,x\nA,y\n", "", "has A twice"),
        ("code,name\nA,x\n ,y\n", "# order: as listed\n", "row 2: the code is empty"),
        ("code,name\nA,x,too,many\n", "", "row 1: the number of cells"),
        ("code,name\nA\n", "", "row 1: the number of cells"),
        ("name\nA\n", "", "row 1: there is no code"),
        ("code,name\nA,x\n", "# key: code+class\n", "row 1: there is no class"),
        ("code,name\n", "", "has no rows"),
        ("code,name\nA,x\n", "# in_force_to: 2026-03-01\n", "ends before it begins"),
        ("code,name\nA,x\n", "# in_force_to: soon\n", "cannot be read"),
    ],
)
def test_a_fault_in_one_edition_is_named(tmp_path, rows, more, fault):
    assert fault in found(table(tmp_path, "2026-04", rows, more))


@pytest.mark.parametrize("key", ["source", "publisher", "licence", "in_force_from", "retrieved_on"])
def test_an_edition_says_where_it_is_from_and_since_when(tmp_path, key):
    table(tmp_path, "2026-04", "code,name\nA,x\n")
    path = tmp_path / "2026-04.csv"
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f"# {key}:")]
    path.write_text("\n".join(lines))
    assert found(tmp_path).endswith(f"does not say its {key}.")


def test_the_same_code_may_stand_twice_under_a_wider_key(tmp_path):
    assert found(table(tmp_path, "2026-04", "code,class\nA,1\nA,2\n", "# key: code+class\n")) == ""


def test_rows_in_meaningful_order_may_stand_in_any(tmp_path):
    assert found(table(tmp_path, "2026-04", "code,name\nB,x\nA,y\n", "# order: as listed\n")) == ""


def test_a_lost_code_is_found_unless_it_is_retired(tmp_path):
    table(tmp_path, "2025-04", "code\nA\nB\n", begins="2025-04-01")
    table(tmp_path, "2026-04", "code\nA\n")
    assert "has lost B" in found(tmp_path)


def test_a_retired_code_may_go(tmp_path):
    table(tmp_path, "2025-04", "code\nA\nB\n", begins="2025-04-01")
    table(tmp_path, "2026-04", "code\nA\n", "# retired: B\n")
    assert found(tmp_path) == ""


@pytest.mark.parametrize(
    ("until", "fault"),
    [("2026-03-31", ""), ("2026-02-28", "nothing is in force between"), ("2026-04-01", "two editions in force")],
)
def test_editions_meet_without_gap_or_overlap(tmp_path, until, fault):
    table(tmp_path, "2025-04", "code\nA\n", f"# in_force_to: {until}\n", begins="2025-04-01")
    table(tmp_path, "2026-04", "code\nA\n")
    assert fault in found(tmp_path)
    assert bool(found(tmp_path)) == bool(fault)


def test_a_later_file_comes_into_force_later(tmp_path):
    table(tmp_path, "2025-04", "code\nA\n", begins="2026-05-01")
    table(tmp_path, "2026-04", "code\nA\n")
    assert "does not come into force after 2025-04" in found(tmp_path)


def test_a_broken_toml_is_a_finding_and_not_a_crash(tmp_path):
    (tmp_path / "2026-04.toml").write_text("source = ")
    assert "cannot be read" in found(tmp_path)


def test_tables_below_shared_terms_are_found_too(tmp_path):
    deep = tmp_path / "gazetteer" / "data" / "sharealike" / "stations"
    deep.mkdir(parents=True)
    table(deep, "2026-04", "code\nA\n")
    assert all_tables(tmp_path) == (deep,)


def test_tables_of_one_name_in_two_rooms_are_told_apart():
    names = [table_name(folder) for folder in all_tables()]
    assert "crimes.offences" in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize("licence", ["CC BY-SA 4.0", "Open Database License 1.0", "ODbL"])
def test_a_share_alike_table_stands_apart_with_its_licence_beside_it(tmp_path, licence):
    apart = tmp_path / "data/sharealike/places"
    apart.mkdir(parents=True)
    told = f"# licence: {licence}\n"
    assert "lies outside sharealike/" in found(table(tmp_path / "data", "2026-04", "code\nA\n", told))
    assert "no LICENCE.md beside it" in found(table(apart, "2026-04", "code\nA\n", told))
    (apart / "LICENCE.md").write_text(licence)
    assert found(apart) == ""


def test_an_open_table_does_not_lie_among_the_share_alike(tmp_path):
    folder = tmp_path / "sharealike/places"
    folder.mkdir(parents=True)
    assert "is not share-alike and lies in" in found(table(folder, "2026-04", "code\nA\n"))


def test_somebody_elses_mit_table_needs_its_notice(tmp_path):
    table(tmp_path, "2026-04", "code\nA\n", "# licence: MIT for codes\n")
    assert "no LICENCE.md beside it" in found(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    assert found(table(own, "2026-04", "code\nA\n", "# licence: MIT\n# publisher: Lineside\n")) == ""


def test_an_edition_that_was_changed_or_lost_after_it_was_shipped_is_named(tmp_path):
    (tmp_path / SHIPPED).parent.mkdir(parents=True)
    kept, changed = (tmp_path / "a/data/t/2026-04.csv", tmp_path / "b/data/t/2026-04.csv")
    for path in (kept, changed):
        path.parent.mkdir(parents=True)
        path.write_text("code\nA\n")
    names = [kept, changed, tmp_path / "c/data/t/2026-04.csv", tmp_path / "d/data/sharealike/t/2026-04.csv"]
    sha256 = file_sha256(kept)
    (tmp_path / SHIPPED).write_text("".join(f"{sha256}  {name.relative_to(tmp_path)}\n" for name in names))
    changed.write_text("code\nB\n")
    told = check_shipped(tmp_path)
    assert told == [
        "b/data/t/2026-04.csv is not what was shipped; a change needs a new edition.",
        "c/data/t/2026-04.csv is not here, though it was shipped.",
    ]
