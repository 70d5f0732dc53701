"""Write one edition of a rule table: its header, then its rows in order."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

SOURCE_TREE = Path(__file__).resolve().parents[1] / "src" / "lineside"


def write_edition(
    path: Path, meta: Mapping[str, str], columns: Iterable[str], rows: Iterable[Mapping[str, str]]
) -> None:
    """Rows are sorted by their key unless the header says that their order carries meaning."""
    columns = list(columns)
    key = meta.get("key", "code").split("+")
    ordered = list(rows)
    if "order" not in meta:
        ordered.sort(key=lambda row: tuple(row[column] for column in key))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {name}: {value}\n" for name, value in meta.items())
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    print(f"{path}: {len(ordered)} rows")
