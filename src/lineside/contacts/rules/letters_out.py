"""Letters and texts that we write first, to somebody who has not asked us."""

import re

from lineside.contacts.rules import LONGEST_TEXT, is_text_number, normal_number
from lineside.kernel.errors import RuleBroken

MAIL_OUT, TEXT_OUT = "mail_out", "text_out"
CHANNEL_OF = {"mail": MAIL_OUT, "text": TEXT_OUT}  # by the ways of safe contact
ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")
LONGEST_ADDRESS = 320


def check_to(way: str, to: str) -> str:
    """The number or address in one spelling, and only where this way can go."""
    if way not in CHANNEL_OF:
        raise RuleBroken("A letter of ours goes by mail or as a text.", "way")
    kept = normal_number(to) if way == "text" else to.strip()
    if way == "text" and not is_text_number(kept):
        raise RuleBroken("No text can be sent to that number; choose another way or number.", "address")
    if way == "mail" and not (ADDRESS.fullmatch(kept) and len(kept) <= LONGEST_ADDRESS):
        raise RuleBroken("That is no address of e-mail; choose another way or address.", "address")
    return kept


def check_body(way: str, text: str) -> str:
    kept = text.strip()
    if not kept:
        raise RuleBroken("Write what you want to tell them.", "text")
    if way == "text" and len(kept) > LONGEST_TEXT:
        raise RuleBroken(f"A text holds {LONGEST_TEXT} characters at most; this has {len(kept)}.", "text")
    return kept
