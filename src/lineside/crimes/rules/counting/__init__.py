"""Counting: a report in the exchange format, and every recording decision about it with the rule that it comes from."""

from lineside.crimes.rules.counting.deciding import count_report
from lineside.crimes.rules.counting.reading import parse

__all__ = ["count_report", "parse"]
