"""Text coding schemes of short data: 7-bit, 8-bit Latin, and 16-bit (EN 300 392-2, 29.5.4.1)."""

from lineside.gateways.tetra.protocol.bits import Malformed

SEVEN_BIT, UTF16 = 0, 26
# ISO 8859 by scheme [memory for those above 1]; 12 of ISO was never made.
LATIN = {scheme: f"iso8859-{part}" for scheme, part in enumerate((*range(1, 12), 13, 14, 15, 16), start=1)}
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = {"^": 20, "{": 40, "}": 41, "\\": 47, "[": 60, "~": 61, "]": 62, "|": 64, "€": 101, "\f": 10}
_BY_NUMBER = {number: letter for letter, number in _EXTENDED.items()}
ESCAPE = 27


def read_letters(scheme: int, octets: bytes) -> str:
    if scheme == SEVEN_BIT:
        return _read_seven(octets)
    if scheme == UTF16:
        if len(octets) % 2:
            raise Malformed("A text of 16-bit letters ends in the middle of one.")
        return octets.decode("utf-16-be", errors="replace")
    if scheme in LATIN:
        return octets.decode(LATIN[scheme], errors="replace")
    raise Malformed(f"Text coding scheme {scheme} is not read here.")


def write_letters(text: str) -> tuple[int, bytes]:
    """The narrowest scheme that holds the text: Latin-1, else 16-bit. Seven bits are only read."""
    try:
        return 1, text.encode("iso8859-1")
    except UnicodeEncodeError:
        return UTF16, text.encode("utf-16-be")


def write_seven(text: str) -> bytes:
    """Packed GSM letters, for our own peer and for tests."""
    numbers: list[int] = []
    for letter in text:
        numbers += [ESCAPE, _EXTENDED[letter]] if letter in _EXTENDED else [_BASIC.index(letter)]
    whole = sum(number << (7 * at) for at, number in enumerate(numbers))
    return whole.to_bytes((len(numbers) * 7 + 7) // 8, "little")


def _read_seven(octets: bytes) -> str:
    whole, letters, escaped = int.from_bytes(octets, "little"), [], False
    count = len(octets) * 8 // 7
    for at in range(count):
        number = (whole >> (7 * at)) & 0x7F
        if at == count - 1 and number == 0 and len(octets) * 8 % 7 == 0:
            break  # seven bits of filling, not an @
        if escaped:
            letters.append(_BY_NUMBER.get(number, " "))
            escaped = False
        elif number == ESCAPE:
            escaped = True
        else:
            letters.append(_BASIC[number])
    return "".join(letters)
