"""What in a text is no place whatever its letters: links, post codes, telephones, number plates, paths, prices."""

import re
from collections.abc import Container

from lineside.gazetteer.rules.latlon import read_latlon

NO_PLACE = re.compile(
    r"///\S+|https?://\S+|\S+@\S+\.\w+|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b(?!(?i:p[lf]))[A-HJ-PR-Ya-hj-pr-y][A-PR-Ya-pr-y]\d\d ?[A-HJ-PR-Za-hj-pr-z]{3}\b"  # a registration mark
    r"|(?<!\S)\.{0,2}/\S+/\S*"  # a path
    r"|[£$€] ?\d[\d,]*(?:\.\d+)?"
)
TELEPHONE = re.compile(r"(?<![\w.])(?:\(?[+]44\)?[ -]?(?:\(0\))?|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\w)")
SQUARE_BEFORE = re.compile(
    r"(?<![A-Za-z])[HNOST][A-HJ-Z] ?$|(?:^|grid|ref|gr|ngr|os)[ :]*(?!no|so|on|to)[hnost][a-hj-z] ?$"
)
MARK = re.compile(
    r"\b(?:reg|registration|vrm|index)\b[ :.]*(?:no\.?|number|mark)?[ :.]*(?=[A-Z]{0,3} ?\d)"
    r"[A-Z0-9]{1,4}(?: ?[A-Z0-9]{1,4})?\b",
    re.IGNORECASE,
)
SPACED_MARK = re.compile(r"(?!P[LF])[A-HJ-PR-Y][A-PR-Y] \d\d [A-HJ-PR-Z]{3}")
PLATE = re.compile(r"\b([A-Za-z]{3}\d?)/(?!\d+ ?(?:m|mi|miles?)[ ,]?\d)\d+[A-Za-z]*\b")


def shut_spans(text: str, codes: Container[str]) -> list[tuple[int, int]]:
    """Where nothing is to be read, except that a link may hold coordinates; `codes` are stations' own."""
    plates = [match for match in PLATE.finditer(text) if match[1].upper() not in codes]
    numbers = [one for one in TELEPHONE.finditer(text) if not SQUARE_BEFORE.search(text[: one.start()])]
    spans = [match.span() for match in (*NO_PLACE.finditer(text), *MARK.finditer(text), *plates, *numbers)]
    if SPACED_MARK.fullmatch(text):
        return [(0, len(text))]
    return [span for span in spans if not _holds_coordinates(text[span[0] : span[1]])]


def _holds_coordinates(part: str) -> bool:
    return part.startswith("http") and bool(read_latlon(part))
