"""Compile from narratives of known class how like a text is to each: python -m tools.compile_told."""

from collections.abc import Iterator
from datetime import date

from tools.edition_file import SOURCE_TREE, write_edition

from lineside.crimes.rules import DATA
from lineside.crimes.suggesting.likeness import NOTHING, learnt, said_in
from lineside.crimes.suggesting.signs import told_in

HEAD = {
    "source": "Narratives of our own in crimes/tests/narratives/built_on.txt, read by the signs of this edition",
    "publisher": "Lineside",
    "licence": "MIT",
    "in_force_from": "2026-04-01",
    "retrieved_on": "2026-11-27",
    "order": "as listed",
    "key": "class+said",
    "note": "[design] Logarithms of naive Bayes; crimes/suggesting/likeness.py says what each row is.",
}
NARRATIVES = SOURCE_TREE / "crimes/tests/narratives/built_on.txt"
BEGAN = date(2026, 4, 1)


def rows() -> Iterator[dict[str, str]]:
    lines = (line.split("|", 1) for line in NARRATIVES.read_text("utf-8").splitlines())
    told = ((NOTHING if code == "-" else code, frozenset(said_in(told_in(text, BEGAN)))) for code, text in lines)
    for code, said, weight in learnt(told):
        yield {"class": code, "said": said, "weight": f"{weight:.3f}"}


if __name__ == "__main__":
    write_edition(DATA / "told_words/2026-04.csv.gz", HEAD, ("class", "said", "weight"), rows())
