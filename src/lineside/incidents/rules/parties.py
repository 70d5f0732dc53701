"""Who is listed on a log: units by their call sign, agencies by a short sign of letters, figures and hyphens."""

import re

from lineside.kernel.errors import RuleBroken

UNIT, AGENCY = "unit", "agency"
SIGN = re.compile(r"[A-Z0-9][A-Z0-9-]{1,11}")
LONGEST_LABEL = 80


def check_sign(sign: str) -> str:
    """The sign as it is listed and typed: one word, so that a line of the log can name it."""
    upper = sign.strip().upper()
    if not SIGN.fullmatch(upper):
        raise RuleBroken("Give the agency one short word of 2 to 12 letters or figures, as NWAS or NR-MOM.", "sign")
    return upper


def check_label(label: str) -> str:
    words = " ".join(label.split())
    if len(words) > LONGEST_LABEL:
        raise RuleBroken(f"Keep the name to {LONGEST_LABEL} characters; this has {len(words)}.", "label")
    return words
