"""What every test of the telephony gateway has: a store of files of its own."""

import pytest


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
