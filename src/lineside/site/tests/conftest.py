import pytest

from lineside.site.tests.listening import live_house


@pytest.fixture
def house(monkeypatch):
    with live_house(monkeypatch) as made:
        yield made
