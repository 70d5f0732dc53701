"""Compile the crime tables from the Home Office lists: `python -m tools.compile_crime FOLDER_OF_THE_LISTS`."""

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tools.edition_file import SOURCE_TREE, write_edition

Row = dict[str, str]
DATA = SOURCE_TREE / "crimes" / "data"
EDITION = "2026-04.csv"
HEAD = {
    "source": "",
    "publisher": "Home Office",
    "licence": "Open Government Licence v3.0",
    "in_force_from": "2026-04-01",
    "retrieved_on": "2026-11-24",
}
RULES = "Home Office Crime Recording Rules for front line officers and staff 2026/27 (April 2026)"
CLASS = re.compile(r"(NFIB ?\d+[A-Z]?|\d+(?:/\d+)?[A-Z]?)\s+(.*)")
RANGE = re.compile(r"(\d+)([A-Z])(?:-(?:\d+)?([A-Z]))?|(\d+)|([A-Z])")
CODES = re.compile(r"(\d{3})/(\d\d)(?: - \d{3}/(\d\d))?")
TELL_FIRST = {"C1", "C2", "C5"}  # the rules say: tell the victim before the crime leaves the record


def read(path: Path) -> list[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def class_of(category: str) -> tuple[str, str]:
    """The class and its title; the two frauds that the list puts under no one class stand under NFIB."""
    found = CLASS.match(category)
    if not found:
        return "NFIB", "Various sub classes"
    return found[1].replace(" ", ""), found[2]


def sentence(text: str) -> str:
    text = text.lower()
    if text.isdigit():
        return f"{text} year" + ("" if text == "1" else "s")
    if months := re.fullmatch(r"(\d+)m", text):
        return f"{months[1]} month" + ("" if months[1] == "1" else "s")
    return {"?": "not stated"}.get(text, text)


def offence(row: Row) -> Row:
    class_code, class_title = class_of(row["offence_category"])
    return {
        "code": row["ho_code"],
        "class": class_code,
        "class_title": class_title,
        "title": row["offence"],
        "statute": re.sub(r"\bSec(?:tion)? ", "s", f"{row['act']} {row['section']}".strip()),
        "max_sentence": sentence(row["max_sentence"]),
        "victim_or_state": row["victim_or_state_based"].upper(),
        "current": "yes" if row["current"] == "Y" else "no",
    }


def classes_of(text: str, known: Iterable[str]) -> list[str]:
    """Read `28I-L, 28M-P`, `58A-D, J` or `34` as the classes that they mean, of those the list has."""
    wanted: list[str] = []
    number = ""
    for stem, first, last, whole, letter in RANGE.findall(text):
        number = stem or number
        if whole:
            wanted += [one for one in known if re.fullmatch(rf"{whole}[A-Z]?", one)]
        else:
            letters = range(ord(first or letter), ord(last or first or letter) + 1)
            wanted += [one for one in (f"{number}{chr(each)}" for each in letters) if one in known]
    return wanted


def codes_of(text: str, known: set[str]) -> list[str]:
    spans = ((stem, int(low), int(high or low)) for stem, low, high in CODES.findall(text))
    every = (f"{stem}/{number:02}" for stem, low, high in spans for number in range(low, high + 1))
    return [code for code in every if code in known]


def compile_offences(folder: Path) -> list[Row]:
    rows = [offence(row) for row in read(folder / "notifiable_offences_2026-27.csv")]
    head = HEAD | {
        "source": "Home Office Notifiable Offence List 2026-27 (April 2026)",
        "key": "code+class+statute+title",
        "note": "One code may stand in several classes and one class hold several offences of one code.",
    }
    write_edition(DATA / "offences" / EDITION, head, rows[0], rows)
    return rows


def compile_principal_order(folder: Path, offences: list[Row]) -> None:
    classes, codes = sorted({row["class"] for row in offences}), {row["code"] for row in offences}
    rows = [
        {
            "code": row["rank"],
            "title": row["offence"],
            "classes": " ".join(classes_of(row["ho_class"], classes)),
            "offence_codes": " ".join(codes_of(row["ho_classification"], codes)),
        }
        for row in read(folder / "hocr_principal_crime_lookup.csv")
    ]
    head = HEAD | {"source": f"{RULES}, p14", "order": "as listed", "note": "A guide to precedence, the worst first."}
    write_edition(DATA / "principal_crime_order" / EDITION, head, rows[0], rows)


def compile_endings(folder: Path) -> None:
    """Outcome types, and the codes by which a crime leaves the record."""
    outcomes = [
        {
            "code": row["outcome_type"],
            "name": row["label_hocr_april_2026"],
            "statistics_name": row["label_statistics_tables"],
        }
        for row in read(folder / "ho_outcome_types.csv")
    ]
    head = HEAD | {"source": f"{RULES}, p24; Home Office crime outcomes tables", "order": "as listed"}
    write_edition(DATA / "outcomes" / EDITION, head, outcomes[0], outcomes)
    cancellations = [
        {**row, "tell_victim_first": "yes" if row["code"] in TELL_FIRST else "no"}
        for row in read(folder / "hocr_cancellation_codes.csv")
    ]
    head = HEAD | {"source": f"{RULES}, pp 25-26"}
    write_edition(DATA / "cancellation_codes" / EDITION, head, cancellations[0], cancellations)


def compile_cjs_codes(folder: Path, offences: list[Row]) -> None:
    """Codes and flags; a title only where the Home Office list has exactly one for the classification."""
    titles: dict[str, set[str]] = defaultdict(set)
    for row in offences:
        titles[row["code"]].add(row["title"])
    only = {code: next(iter(found)) for code, found in titles.items() if len(found) == 1}
    rows = [
        {
            "code": row["cjs_code"],
            "classification": row["ho_classification"],
            "notifiable": "yes" if row["notifiable_to_ho"] == "1" else "no",
            "recordable": "yes" if row["recordable_on_pnc"] == "1" else "no",
            "title": only.get(row["ho_classification"], ""),
        }
        for row in read(folder / "cjs_offence_codes.csv.gz")
    ]
    head = HEAD | {
        "source": "bichard7-next-data 2.0.414 for codes and flags; Home Office Notifiable Offence List 2026-27",
        "publisher": "Ministry of Justice; Home Office",
        "licence": "MIT for codes and flags, Open Government Licence v3.0 for titles",
        "note": "A title is that of the classification, which may be wider than the offence.",
    }
    write_edition(DATA / "cjs_codes" / f"{EDITION}.gz", head, rows[0], rows)


def main() -> None:
    folder = Path(sys.argv[1])
    offences = compile_offences(folder)
    compile_principal_order(folder, offences)
    compile_endings(folder)
    compile_cjs_codes(folder, offences)


if __name__ == "__main__":
    main()
