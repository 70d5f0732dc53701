"""Each import contract fails when it is broken: a breach is planted in a copy and must be reported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "an import upwards": ("incidents/rules/grading.py", "import lineside.triage.rules", "Rooms call down"),
    "a room without a place": ("helpful/__init__.py", "", "Rooms call down"),
    "a model that calls a command": ("dispatch/models.py", "import lineside.dispatch.commands", "Inside a room"),
    "Django in a rule": ("dispatch/rules/__init__.py", "import django.db", "Rules know no database"),
    "the inside of another room": ("dispatch/queries/units.py", "import lineside.incidents.models", "front door"),
    "one gateway in another": (
        "gateways/telephony/inbound.py",
        "import lineside.gateways.email.commands",
        "Gateways know nothing",
    ),
}


def kept(folder):
    paths = os.pathsep.join([str(folder / "src"), str(folder)])
    check = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths.split(os.pathsep)!r}; {check}"],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def building(tmp_path):
    leave = shutil.ignore_patterns("__pycache__", "data", "templates", "static", "tests")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=leave)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_are_kept():
    whole, said = kept(ROOT)
    assert whole, said


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_reported(building, breach):
    place, line, contract = BREACHES[breach]
    path = building / "src" / "lineside" / place
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    whole, said = kept(building)
    assert not whole
    broken = [text for text in said.splitlines() if " BROKEN" in text]
    assert any(contract in text for text in broken), said
