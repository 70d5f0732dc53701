"""Fields of so many bits, one after another."""

from collections.abc import Iterable


class Malformed(ValueError):
    """What came is not what the standard says; the sentence tells a person why."""


class Bits:
    """Reads fields from the front; nothing is made up where a message is cut short."""

    def __init__(self, octets: bytes) -> None:
        self._all = "".join(f"{octet:08b}" for octet in octets)
        self._at = 0

    def take(self, count: int) -> int:
        """The next field as an unsigned number."""
        end = self._at + count
        if end > len(self._all):
            raise Malformed(f"It is cut short: {end} bits are needed and {len(self._all)} came.")
        field = self._all[self._at : end]
        self._at = end
        return int(field, 2) if field else 0

    def take_signed(self, count: int) -> int:
        """The next field in two's complement."""
        number = self.take(count)
        return number - (1 << count) if number >> (count - 1) else number

    @property
    def left(self) -> int:
        return len(self._all) - self._at


def packed(fields: Iterable[tuple[int, int]]) -> bytes:
    """Fields as (number, bits), negative numbers in two's complement, filled up with noughts to whole octets."""
    text = "".join(f"{number & ((1 << count) - 1):0{count}b}" for number, count in fields)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))
