"""The alphabets of text messages: bytes to characters by data_coding and national table, our words to few bytes."""

from dataclasses import dataclass
from enum import StrEnum

import gsmcodecs  # noqa: F401 - registers the codecs of 3GPP TS 23.038 by being imported

GSM, LATIN1, UCS2, BINARY = "gsm", "latin-1", "utf-16-be", ""
# data_coding of SMPP 3.4, section 5.2.19. 0 is the network's own alphabet, said in the settings.
BY_CODING = {
    1: "ascii",
    2: BINARY,
    3: LATIN1,
    4: BINARY,
    5: "shift_jis",
    6: "iso8859-5",
    7: "iso8859-8",
    8: UCS2,
    10: "iso2022_jp",
    13: "euc_jp",
    14: "euc_kr",
}
HIGH = 0x80
LAST_TABLE = 13  # of the national language tables
# What writing programs put in place of plain marks; each would turn a text of 160 characters into one of 70.
PLAIN = str.maketrans(
    dict(zip("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "''", strict=True))
    | dict(zip("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '""', strict=True))
    | {"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{HORIZONTAL ELLIPSIS}": "...", "\N{BULLET}": "-"}
    | {"\N{NO-BREAK SPACE}": " ", "\t": " "}
)
ESCAPE = 0x1B


class Alphabet(StrEnum):
    """What a text of ours is written in."""

    GSM = "gsm"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The words, and what has to be said of how they were read."""

    text: str
    remarks: tuple[str, ...] = ()


def alphabet_of(coding: int, default: str = GSM) -> str:
    """The alphabet that a data_coding names; networks also pass the handset's own scheme through (TS 23.038, 4)."""
    if coding == 0:
        return default
    if coding in BY_CODING:
        return BY_CODING[coding]
    group = coding >> 4
    if group == 0xF:  # noqa: PLR2004 - the numbers are the standard's
        return BINARY if coding & 0x04 else GSM
    if group == 0xE:  # noqa: PLR2004
        return UCS2
    if group in (0xC, 0xD):
        return GSM
    return {0: GSM, 1: BINARY, 2: UCS2}.get(coding >> 2 & 3, GSM) if group < 4 else GSM  # noqa: PLR2004


def decoded(payload: bytes, coding: int, *, locking: int = 0, shift: int = 0, default: str = GSM) -> Decoded:
    """Never fails: what cannot be read as it says is read as well as can be, and said so."""
    name = alphabet_of(coding, default)
    if name == BINARY:
        return Decoded(
            f"[{len(payload)} bytes that are not words]", ("It is binary: a card, a tone or a setting, not words.",)
        )
    if name == GSM:
        return _from_gsm(payload, locking, shift)
    if name == UCS2:
        return _from_ucs2(payload)
    try:
        return Decoded(_clean(payload.decode(name)))
    except UnicodeDecodeError:
        said = f"It says that it is {name} and is not; some characters may be wrong."
        return Decoded(_clean(payload.decode("latin-1")), (said,))


def fits_gsm(text: str) -> bool:
    try:
        text.encode("gsm23.038")
    except UnicodeEncodeError:
        return False
    return True


def plain(text: str) -> str:
    return text.translate(PLAIN)


def encoded(text: str) -> tuple[Alphabet, bytes]:
    """The shortest way to write it: one byte a character where the default alphabet has them all."""
    whole = plain(text).replace("\r\n", "\n")
    if fits_gsm(whole):
        return Alphabet.GSM, whole.encode("gsm23.038")
    return Alphabet.UCS2, text.replace("\r\n", "\n").encode("utf-16-be", "surrogatepass")


def _from_gsm(payload: bytes, locking: int, shift: int) -> Decoded:
    if any(byte >= HIGH for byte in payload):
        return _not_gsm(payload)
    # A lone escape is written as a space where nothing follows that it could change (TS 23.038, 6.2.1.1).
    body = payload[:-1] if payload.endswith(bytes((ESCAPE,))) else payload
    text = body.decode(f"gsm23.038-{locking}-{shift}" if locking or shift else "gsm23.038", "replace")
    if max(locking, shift) > LAST_TABLE:
        return Decoded(_clean(text), (f"Its national table {max(locking, shift)} is not known; some may be wrong.",))
    return Decoded(_clean(text))


def _not_gsm(payload: bytes) -> Decoded:
    """Bytes above 127 cannot be 7-bit characters: the network's default alphabet is another than it said."""
    try:
        text, name = payload.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        text, name = payload.decode("latin-1"), "Latin-1"
    return Decoded(_clean(text), (f"Its alphabet was guessed to be {name}; some characters may be wrong.",))


def _from_ucs2(payload: bytes) -> Decoded:
    remarks = ("Its last byte is missing.",) if len(payload) % 2 else ()
    even = payload[: len(payload) // 2 * 2]
    if even[:2] == b"\xff\xfe":
        return Decoded(_clean(even[2:].decode("utf-16-le", "replace")), remarks)
    return Decoded(_clean(even.removeprefix(b"\xfe\xff").decode("utf-16-be", "replace")), remarks)


def _clean(text: str) -> str:
    """Without what a desk cannot show: control characters other than the end of a line."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\0")
    return "".join(sign if sign == "\n" or sign >= " " else " " for sign in bare if sign != "\x7f")
