"""Words that people type, and how they are kept."""

from lineside.kernel.errors import RuleBroken

LONGEST, LONGEST_TEXT = 500, 4000
SHORTEST_REASON = 10


def said(words: str, field: str, missing: str = "", longest: int = LONGEST) -> str:
    """On one line; a missing word is refused by the sentence that asks for it."""
    return checked(" ".join(words.split()), field, missing, longest)


def told(words: str, field: str, missing: str = "", longest: int = LONGEST_TEXT) -> str:
    """With its lines as they were typed."""
    return checked(words.replace("\r\n", "\n").strip(), field, missing, longest)


def reason(words: str, field: str, missing: str) -> str:
    kept = said(words, field, missing)
    if len(kept) < SHORTEST_REASON:
        raise RuleBroken(missing, field)
    return kept


def checked(kept: str, field: str, missing: str, longest: int) -> str:
    if not kept and missing:
        raise RuleBroken(missing, field)
    if len(kept) > longest:
        raise RuleBroken(f"Keep this to {longest} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") and letter != "\n" for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return kept
