"""Makers for tests: an old system's extracts with their mapping, in a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

MAPPING = """source = "OLD CAD"
[persons]
file = "persons.csv"
[persons.columns]
reference = "NO"
name = "NAME"
born_on = "DOB"
phone = "TEL"
[logs]
file = "logs.csv"
[logs.columns]
reference = "NO"
opened_at = "FROM"
closed_at = "TO"
summary = "TEXT"
opening_code = "CODE"
result = "RESULT"
[lines]
file = "lines.csv"
[lines.columns]
reference = {columns = ["LOG", "SEQ"], join = "#"}
log = "LOG"
at = "AT"
by = "BY"
text = "TEXT"
[occurrences]
file = "crimes.csv"
[occurrences.columns]
reference = "NO"
log = "LOG"
recorded_at = "AT"
offence_class = "CLASS"
offence_code = "CODE"
state = "STATE"
outcome = "OUTCOME"
opening_code = {fixed = "POLGEN"}
[links]
file = "links.csv"
[links.columns]
person = "PERSON"
subject = "KIND"
subject_reference = "OF"
role = "ROLE"
"""
Rows = Mapping[str, Sequence[str]]
WHOLE: Rows = {
    "persons.csv": ("NO,NAME,DOB,TEL", "N1,Robin Vale,1988-02-14,07700 900123"),
    "logs.csv": (
        "NO,FROM,TO,TEXT,CODE,RESULT",
        "CAD/17/19,2019-03-12 17:42,2019-03-12 19:05,Youths at the café windows,ASB,Words of advice",
    ),
    "lines.csv": ("LOG,SEQ,AT,BY,TEXT", "CAD/17/19,1,2019-03-12 18:01,J SMALL,Unit at scene"),
    "crimes.csv": (
        "NO,LOG,AT,CLASS,CODE,STATE,OUTCOME",
        "1900004512,CAD/17/19,2019-03-12 18:40,39,039/00,recorded,",
        "1900004777,,2019-04-02 13:30,39,039/00,finalised,18",
    ),
    "links.csv": ("PERSON,KIND,OF,ROLE", "N1,occurrence,1900004512,victim", "N1,log,CAD/17/19,witness"),
}


def write_extracts(folder: Path, mapping: str = MAPPING, **changed: Sequence[str]) -> Path:
    """The extracts, some of them changed (`logs=[...]` with its first line), and the mapping file to move them in."""
    for name, rows in {**WHOLE, **{f"{kind}.csv": rows for kind, rows in changed.items()}}.items():
        (folder / name).write_text("".join(f"{row}\n" for row in rows), "utf-8")
    path = folder / "mapping.toml"
    path.write_text(mapping, "utf-8")
    return path
