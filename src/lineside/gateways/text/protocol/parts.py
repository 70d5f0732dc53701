"""Long texts: which part of which text a packet is, the parts joined in order, and our own words cut into segments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from lineside.gateways.text.protocol.alphabets import ESCAPE, GSM, Alphabet, Decoded, alphabet_of, decoded, encoded
from lineside.gateways.text.protocol.pdu import Pdu
from lineside.gateways.text.protocol.words import Tag

UDHI = 0x40
CONCAT_8, CONCAT_16, LOCKING, SHIFT = 0x00, 0x08, 0x25, 0x24
ONE = {Alphabet.GSM: 160, Alphabet.UCS2: 140}  # bytes of a text that stands alone
EACH = {Alphabet.GSM: 153, Alphabet.UCS2: 134}  # bytes of a part beside its header
MOST = 255


@dataclass(frozen=True, slots=True)
class Part:
    """Part `number` of `total`; alone when there is one. `width` keeps references of different kinds apart."""

    reference: int = 0
    total: int = 1
    number: int = 1
    width: int = 0
    coding: int = 0
    locking: int = 0
    shift: int = 0
    payload: bytes = b""
    remarks: tuple[str, ...] = ()

    @property
    def is_alone(self) -> bool:
        return self.total <= 1


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of what we send, without its header."""

    number: int
    total: int
    payload: bytes
    coding: int

    def short_message(self, reference: int) -> bytes:
        if self.total == 1:
            return self.payload
        return bytes((5, CONCAT_8, 3, reference & 0xFF, self.total, self.number)) + self.payload


def part_of(pdu: Pdu) -> Part:
    """Read from the user data header, else from the sar_ parameters. Numbers that make no sense leave it alone."""
    part = Part(coding=pdu.coding, payload=pdu.payload)
    if pdu.esm_class & UDHI:
        part = _by_header(part)
    elif reference := pdu.tlv(Tag.SAR_REFERENCE):
        total, number = pdu.tlv(Tag.SAR_TOTAL), pdu.tlv(Tag.SAR_NUMBER)
        part = replace(
            part,
            reference=reference.number,
            total=total.number if total else 1,
            number=number.number if number else 1,
            width=2,
        )
    if part.total == 0 or (part.total > 1 and not 1 <= part.number <= part.total):
        said = f"It says that it is part {part.number} of {part.total}."
        return replace(part, total=1, number=1, width=0, remarks=(*part.remarks, said))
    return part


def joined(parts: Iterable[Part], default: str = GSM) -> Decoded:
    """The words of all parts in order; joined as bytes, since a character may stand across two of them."""
    there = {part.number: part for part in parts}
    total = max((part.total for part in there.values()), default=0)
    texts: list[str] = []
    remarks: dict[str, None] = {}
    for key, run in groupby(range(1, total + 1), lambda number: _alike(there.get(number), number)):
        numbers = list(run)
        if key is None:
            texts.append(f" [{_which(numbers)} of {total} has not come] ")
            continue
        first = there[numbers[0]]
        payload = b"".join(there[number].payload for number in numbers)
        read = decoded(payload, first.coding, locking=first.locking, shift=first.shift, default=default)
        texts.append(read.text)
        remarks |= dict.fromkeys(read.remarks)
    for part in there.values():
        remarks |= dict.fromkeys(part.remarks)
    return Decoded("".join(texts).strip(" "), tuple(remarks))


def segments(text: str) -> list[Piece]:
    """Our words as the fewest segments; no escape and no pair of surrogates is cut in two."""
    alphabet, whole = encoded(text)
    coding = 0 if alphabet is Alphabet.GSM else 8
    if len(whole) <= ONE[alphabet]:
        return [Piece(1, 1, whole, coding)]
    cuts, start = [], 0
    while start < len(whole):
        end = _end(whole, start, alphabet)
        cuts.append(whole[start:end])
        start = end
    return [Piece(number, len(cuts), cut, coding) for number, cut in enumerate(cuts, 1)]


def _end(whole: bytes, start: int, alphabet: Alphabet) -> int:
    end = start + EACH[alphabet]
    if end >= len(whole):
        return len(whole)
    if alphabet is Alphabet.GSM:
        return end - 1 if whole[end - 1] == ESCAPE else end
    return end - 2 if 0xD8 <= whole[end - 2] <= 0xDB else end  # noqa: PLR2004 - the first of a surrogate pair


def _alike(part: Part | None, number: int) -> tuple[str, int, int] | tuple[int] | None:
    """Parts that can be read in one go; binary ones stay alone."""
    if part is None:
        return None
    name = alphabet_of(part.coding)
    return (name, part.locking, part.shift) if name else (number,)


def _which(numbers: list[int]) -> str:
    return f"part {numbers[0]}" if len(numbers) == 1 else f"parts {numbers[0]} to {numbers[-1]}"


def _by_header(part: Part) -> Part:
    """The elements of the header (TS 23.040, 9.2.3.24); one that runs over its end leaves the rest as words."""
    payload = part.payload
    length = payload[0] if payload else 0
    header, body = payload[1 : 1 + length], payload[1 + length :]
    if len(header) < length or not payload:
        return replace(part, remarks=("Its header is longer than the message; the bytes are shown as they came.",))
    part = replace(part, payload=body)
    while header:
        kind, size, value = header[0], header[1] if len(header) > 1 else 0, header[2:]
        if len(value) < size:
            return replace(part, remarks=("Its header ends too soon.",))
        part = _element(part, kind, value[:size])
        header = value[size:]
    return part


def _element(part: Part, kind: int, value: bytes) -> Part:
    if kind == CONCAT_8 and len(value) == 3:  # noqa: PLR2004 - reference, total, number
        return replace(part, reference=value[0], total=value[1], number=value[2], width=8)
    if kind == CONCAT_16 and len(value) == 4:  # noqa: PLR2004 - two bytes of reference
        return replace(part, reference=int.from_bytes(value[:2], "big"), total=value[2], number=value[3], width=16)
    if kind == LOCKING and value:
        return replace(part, locking=value[0])
    if kind == SHIFT and value:
        return replace(part, shift=value[0])
    if kind in (0x04, 0x05):  # a port: the message is for a program on the handset
        return replace(part, remarks=(*part.remarks, "It is addressed to a program, not to a person."))
    return part
