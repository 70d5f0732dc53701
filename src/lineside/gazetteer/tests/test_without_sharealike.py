"""An installation may take the share-alike tables away: it still reads places, and says what it does not know."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lineside.gazetteer import tables

LONE = (
    "import sys; from pathlib import Path; from lineside.gazetteer import tables; tables.DATA = Path(sys.argv.pop(1)); "
    "from lineside.site.cli import main; sys.argv[0] = 'lineside'; main()"
)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tables.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("sharealike")))


def located(folder: Path, text: str) -> tuple[dict[str, object], str]:
    done = subprocess.run(
        [sys.executable, "-c", LONE, str(folder), "locate", "--json", text],
        check=True, capture_output=True, text=True, timeout=60, env=dict(os.environ),
    )  # fmt: skip
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Leeds plat 8c", "platform"), ("ECM1 31m 60ch", "elr_mileage"),
        ("between Hitchin and Stevenage", "between_stations"),
        ("Mudchute DLR", "underground"), ("TIPLOC KNGX", "tiploc"), ("SE 298 333", "grid"),
    ],
)  # fmt: skip
def test_places_are_read_without_them(bare: Path, text: str, kind: str) -> None:
    answer, said = located(bare, text)
    assert answer["readings"][0]["kind"] == kind  # type: ignore[index]
    assert "not installed" in said


def test_what_only_they_know_is_not_guessed_and_the_lack_is_told(bare: Path) -> None:
    answer, said = located(bare, "Onibury level crossing")
    assert answer["readings"] == []
    assert "level crossings" in said


def test_one_taken_away_leaves_the_others(bare: Path) -> None:
    shutil.copytree(tables.DATA / "sharealike/features", bare / "sharealike/features")
    answer, said = located(bare, "Onibury level crossing")
    assert answer["readings"][0]["kind"] == "crossing"  # type: ignore[index]
    assert "level crossings" not in said
    assert "junctions" in said
