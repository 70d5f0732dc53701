"""What was typed, made fit to read: one kind of space, quote and dash; texts that mean to deceive are refused."""

import re
import unicodedata

from lineside.gazetteer.rules.phonetic import written

LONGEST = 5000
QUOTES, DOUBLES, DEGREES = "\u2019\u2018\u2032`", "\u201c\u201d\u2033", "\u00ba\u02da"
DASHES, UNSEEN = "\u2212\u2013\u2014\u2010\u2011", "\ufeff\u200b\u00ad\u200c\u200d\u2060"
SAME = str.maketrans(
    {
        **dict.fromkeys(QUOTES, "'"),
        **dict.fromkeys(DOUBLES, '"'),
        **dict.fromkeys(DEGREES, "\u00b0"),
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(UNSEEN),
        **dict.fromkeys("\n\r\t", " "),
        "\u00bc": " 1/4",
        "\u00bd": " 1/2",
        "\u00be": " 3/4",
    }
)
DECEIVING = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
MASK, SHUT = "\x01", "\x02"  # what is understood, and what is not to be read as a place


def cleaned(text: str) -> str:
    """The text to read, empty when nothing may be read out of it: too long, or with hidden or turning characters."""
    if len(text) > LONGEST or DECEIVING.search(text):
        return ""
    plain = unicodedata.normalize("NFKC", text.translate(SAME)).translate(SAME)
    return written(re.sub(" {2,}", " ", plain).strip())


def masked(text: str, spans: list[tuple[int, int]], mask: str = MASK) -> str:
    """The text with what is already understood blanked out, every place kept."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = mask * (end - start)
    return "".join(letters)
