"""Write one edition of a rule table: its header, then its rows in order."""

import csv
import gzip
import io
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
    text = io.StringIO()
    text.writelines(f"# {name}: {value}\n" for name, value in meta.items())
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    content = text.getvalue().encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    # No time in the gz, so that the same facts make the same bytes.
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    print(f"{path}: {len(ordered)} rows")
