"""The compiled form of a translation catalogue, made from its source: `python -m lineside.gateways.web.catalogue`.

GNU gettext does the same (`msgfmt`); this is so that nobody needs it, and so that a test can hold the one to the other.
"""

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
MAGIC, HEADER = 0x950412DE, 28


def messages(source: str) -> dict[str, str]:
    """The words of a catalogue without plurals and contexts, which is all that the form has."""
    found: dict[str, str] = {}
    key, part = "", ""
    for line in source.splitlines():
        name, _, said = line.partition(" ")
        if name == "msgid":
            key, part = ast.literal_eval(said), "msgid"
        elif name == "msgstr":
            found[key], part = ast.literal_eval(said), "msgstr"
        elif line.startswith('"') and part == "msgid":
            key += ast.literal_eval(line)
        elif line.startswith('"'):
            found[key] += ast.literal_eval(line)
    return found


def compiled(found: dict[str, str]) -> bytes:
    """A .mo file: two tables of lengths and places, then the words themselves, each ended by a zero."""
    pairs = sorted((key.encode(), said.encode()) for key, said in found.items())
    count, start = len(pairs), HEADER + 16 * len(pairs)
    tables, words = [], b""
    for column in range(2):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start + len(words)))
            words += pair[column] + b"\0"
    return struct.pack("<7I", MAGIC, 0, count, HEADER, HEADER + 8 * count, 0, start) + b"".join(tables) + words


def main() -> None:
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        path.with_suffix(".mo").write_bytes(compiled(messages(path.read_text())))


if __name__ == "__main__":
    main()
