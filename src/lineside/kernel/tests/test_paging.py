"""Pages of a closed list."""

from dataclasses import dataclass

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.kernel.paging import page_in


@dataclass
class Asked:
    cursor: str = ""
    limit: int = 2


def test_a_page_that_has_not_changed_has_the_same_cursor_an_hour_later(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_780_000_000.0)
    first = page_in([1, 2, 3], Asked())
    monkeypatch.setattr("time.time", lambda: 1_780_003_600.0)
    assert page_in([1, 2, 3], Asked()) == first
    assert page_in([1, 2, 3], Asked(first.next)).items == [3]


def test_a_cursor_that_somebody_made_up_is_refused():
    with pytest.raises(RuleBroken, match="begin again"):
        page_in([1, 2, 3], Asked("WzJd:made-up"))
