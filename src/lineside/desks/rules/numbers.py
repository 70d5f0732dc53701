"""Whole numbers as people type them."""

from lineside.kernel.errors import RuleBroken

MOST_DIGITS = 9


def whole_number(typed: str, field: str) -> int | None:
    """The number, or None where nothing was typed."""
    text = typed.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise RuleBroken("Write a whole number, as 40.", field)
    return int(text)
