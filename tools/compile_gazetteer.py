"""Compiles the gazetteer's dated fact files from published open data: `compile_gazetteer.py RAIL_DATA_FOLDER`."""

import csv
import gzip
import io
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parents[1] / "src/lineside/gazetteer/data"
RETRIEVED = "2026-11-22"
OGL = "Open Government Licence v3.0"
LESSER = re.compile(r"Low Level|High Level|\bE?LL\b|\bNLL\b|Loop Line|West Station")
GONE = {"AGR", "SMC", "SEZ", "ZNP", "ZZT", "SHV"}  # closed, or no station of the national railway
NAMES_NOW = {
    "KGX": "London King's Cross",
    "EDB": "Edinburgh Waverley",
    "DFE": "Dunfermline City",
    "KTR": "Kintore",
    "RRN": "Robroyston",
    "COE": "Coombe Junction Halt",
    "SKN": "St Keyne Wishing Well Halt",
    "BTD": "Bolton-on-Dearne",
    "APN": "Newcastle Airport Metro",
}
TUBE = {
    "bakerloo": "Bakerloo",
    "central": "Central",
    "circle": "Circle",
    "district": "District",
    "hammersmith-city": "Hammersmith & City",
    "jubilee": "Jubilee",
    "metropolitan": "Metropolitan",
    "northern": "Northern",
    "piccadilly": "Piccadilly",
    "victoria": "Victoria",
    "waterloo-city": "Waterloo & City",
    "dlr": "DLR",
    "tram": "Tramlink",
}
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(name: str, heads: Mapping[str, str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One edition; a gz file has no time in it, so the same facts make the same bytes."""
    path = HERE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    for key, value in {**heads, "retrieved_on": RETRIEVED}.items():
        out.write(f"# {key}: {value}\n")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    content = out.getvalue().encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def stanox(text: str) -> str:
    return text.zfill(5) if text else ""


def place(value: str) -> str:
    return f"{float(value):.5f}" if value else ""


def apart(one: Row, other: Row) -> float:
    north = (float(one["lat"]) - float(other["lat"])) * 111_320
    east = (float(one["lon"]) - float(other["lon"])) * 111_320 * math.cos(math.radians(float(one["lat"])))
    return math.hypot(north, east)


def ordered(values: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(value for value in values if value))


def stations(source: Path) -> None:
    regions = {row["crs"]: row["region"] for row in read(source / "stations_gb.csv")}
    london = {row["name"]: row for row in read(source / "london_tfl_stations.csv")}
    grouped: dict[str, list[Row]] = {}
    for row in read(source / "stations_gb_ogl.csv"):
        if row["crs"] not in GONE:
            grouped.setdefault(row["crs"], []).append(row)
    rows = []
    for crs, group in sorted(grouped.items()):
        chief = min(group, key=lambda row: (bool(LESSER.search(row["name"])), "London" not in row["name"]))
        better = london.get(chief["name"])
        if better and 500 < apart(chief, better) < 8000:  # noqa: PLR2004 - NaPTAN has a few far astray
            chief = {**chief, "lat": better["lat"], "lon": better["lon"]}
        name = NAMES_NOW.get(crs, chief["name"].replace(" (Rail Station)", ""))
        rows.append(
            (
                crs,
                name,
                ordered(row["tiploc"] for row in (chief, *group)),
                ordered(stanox(row["stanox"]) for row in (chief, *group)),
                next((row["nlc"].zfill(4) for row in group if row["nlc"]), ""),
                place(chief["lat"]),
                place(chief["lon"]),
                regions.get(crs, ""),
                chief["local_authority_2018"],
                chief["entries_exits_2017_18"].strip(":"),
            )
        )
    heads = {
        "source": "NaPTAN rail stations with ORR station usage 2017-18; a few positions from TfL open data",
        "publisher": "Department for Transport; Office of Rail and Road; Transport for London",
        "licence": OGL,
        "in_force_from": "2024-05-01",
        "note": "entries are of 2017-18 and serve as weights only; names of a few renamed stations brought up to date",
    }
    columns = ("code", "name", "tiplocs", "stanoxes", "nlc", "lat", "lon", "region", "authority", "entries")
    write("stations/2024-05.csv", heads, columns, rows)


def newer_stations(source: Path) -> None:
    known = {row["crs"] for row in read(source / "stations_gb_ogl.csv")}
    rows = [
        (
            row["crs"],
            row["name"],
            row["tiplocs"],
            ordered(stanox(code) for code in row["stanoxes"].split()),
            row["nlc"].zfill(4) if row["nlc"] else "",
            place(row["lat"]),
            place(row["lon"]),
            *("", "", ""),
        )
        for row in read(source / "stations_gb.csv")
        if row["crs"] not in known
    ]
    heads = {
        "source": "UK Railway Stations (davwheat), with Trainline EU stations and their sources",
        "publisher": "davwheat/uk-railway-stations",
        "licence": "Open Database License 1.0",
        "in_force_from": "2026-06-01",
        "note": "only stations that the open government tables do not hold",
    }
    columns = ("code", "name", "tiplocs", "stanoxes", "nlc", "lat", "lon", "region", "authority", "entries")
    write("sharealike/stations/2026-06.csv", heads, columns, sorted(rows))


def other_names(source: Path) -> None:
    """Names in the second list that the open government table spells otherwise or does not have."""
    chosen = {row["code"]: row["name"] for row in edition("stations/2024-05.csv")}
    rows = [
        (row["crs"], row["name"])
        for row in read(source / "stations_gb.csv")
        if row["crs"] in chosen
        and spelt(row["name"]) not in (spelt(chosen[row["crs"]]), spelt(bare(chosen[row["crs"]])))
    ]
    heads = {
        "source": "UK Railway Stations (davwheat), with Trainline EU stations and their sources",
        "publisher": "davwheat/uk-railway-stations",
        "licence": "Open Database License 1.0",
        "in_force_from": "2026-06-01",
        "note": "names that the open government table spells otherwise",
    }
    write("sharealike/names/2026-06.csv", heads, ("code", "name"), sorted(rows))


def edition(name: str) -> list[Row]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def bare(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", name)


def spelt(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower().replace("&", "and"))


def london_stations(source: Path) -> None:
    seen: dict[tuple[str, ...], tuple[object, ...]] = {}
    for row in read(source / "london_tfl_stations.csv"):
        lines = [TUBE[line] for line in row["line_ids"].split() if line in TUBE]
        if lines:
            seen[(row["name"], row["tfl_id"])] = (
                row["tfl_id"],
                row["name"],
                "|".join(lines),
                place(row["lat"]),
                place(row["lon"]),
            )
    heads = {
        "source": "TfL Unified API, stop points of the Underground, DLR and Tramlink",
        "publisher": "Transport for London (Powered by TfL Open Data)",
        "licence": "TfL Open Data licence, based on the " + OGL,
        "in_force_from": "2026-07-01",
    }
    write("london/2026-07.csv", heads, ("code", "name", "lines", "lat", "lon"), sorted(seen.values()))


def from_zero(mileage: str, system: str) -> int:
    """Signed yards of a `miles.yards` value, metres of a `km.metres` one; trailing zeros were lost on the way."""
    sign = -1 if mileage.startswith("-") else 1
    whole, _, part = mileage.lstrip("-").partition(".")
    if system == "K":
        return sign * (int(whole) * 1000 + int(part.ljust(3, "0")[:3] or 0))
    return sign * (int(whole) * 1760 + int(part.ljust(4, "0")[:4] or 0))


def mileposts(source: Path) -> None:
    lines = {row["elr"]: row for row in read(source / "elr_list.csv")}
    rows = []
    for row in read(source / "elr_waymarks.csv.gz"):
        at = from_zero(row["mileage"], row["system"])
        rows.append((row["elr"], at, row["system"], place(row["lat"]), place(row["lon"])))
    rows.sort()
    heads = {
        "source": "Network Rail waymarks, released under the Environmental Information Regulations",
        "publisher": "Network Rail Infrastructure Limited",
        "licence": OGL,
        "in_force_from": "2024-01-01",
        "key": "elr+at",
        "order": "as listed",
        "note": "at is yards from the line's zero where unit is M, metres where it is K",
    }
    write("waymarks/2024-01.csv.gz", heads, ("elr", "at", "unit", "lat", "lon"), rows)
    limits: list[tuple[object, ...]] = []
    for elr, line in sorted(lines.items()):
        ends = [from_zero(line[key], "M") for key in ("mileage_from", "mileage_to")]
        if line["system"] == "K":
            ends = [round(end * 0.9144) for end in ends]
        limits.append((elr, line["system"], min(ends), max(ends)))
    write(
        "lines/2024-01.csv",
        {**heads, "source": "Network Rail reference lines", "key": "code", "order": "by code"},
        ("code", "unit", "first", "last"),
        limits,
    )


def tidy(name: str) -> str:
    name = re.sub(r" Rail Station$", "", name)
    return name.title() if name.isupper() else name


def locations(source: Path, raw: str, target: str, heads: Mapping[str, str], skip: set[str]) -> set[str]:
    seen: dict[str, tuple[str, ...]] = {}
    for row in read(source / raw):
        code = row["tiploc"] or (f"-{stanox(row['stanox'])}" if row["stanox"] else "")
        if code and row["lat"] and code not in seen and code not in skip and row["description"]:
            seen[code] = (
                code,
                stanox(row["stanox"]),
                tidy(row["description"]),
                row["crs"] if not row["crs"].startswith(("X", "Z")) else "",
                place(row["lat"]),
                place(row["lon"]),
            )
    write(target, heads, ("code", "stanox", "name", "crs", "lat", "lon"), sorted(seen.values()))
    return set(seen)


def features(source: Path) -> None:
    heads = {
        "source": "YA_Tiploc_List, rows of railmap and of the woodpecker map",
        "publisher": "oweno-tfwm/YA_Tiploc_List",
        "licence": "CC BY-SA 4.0",
        "in_force_from": "2024-05-01",
    }
    rows = [
        (row["ref"], row["kind"], row["name"], stanox(row["stanox"]), place(row["lat"]), place(row["lon"]))
        for row in read(source / "rail_features.csv")
        if row["lat"]
    ]
    unique = {row[0]: row for row in rows if row[0]}
    write(
        "sharealike/features/2024-05.csv.gz",
        heads,
        ("code", "kind", "name", "stanox", "lat", "lon"),
        sorted(unique.values()),
    )


def main(source: Path) -> None:
    stations(source)
    newer_stations(source)
    other_names(source)
    london_stations(source)
    mileposts(source)
    core = {
        "source": "NaPTAN, ATOC, BPLAN, CORPUS and TPS locations of YA_Tiploc_List",
        "publisher": "Department for Transport; Network Rail; Rail Delivery Group (ATOC rows CC BY 2.0 UK)",
        "licence": OGL + "; ATOC rows CC BY 2.0 UK",
        "in_force_from": "2024-05-01",
        "note": "code is the TIPLOC, or -STANOX where a location has none",
    }
    shared = {
        **core,
        "source": "YA_Tiploc_List, rows of railmap and of the woodpecker map",
        "publisher": "oweno-tfwm/YA_Tiploc_List",
        "licence": "CC BY-SA 4.0",
    }
    known = locations(source, "tiploc_core_ogl.csv.gz", "locations/2024-05.csv.gz", core, set())
    locations(source, "tiploc_ccbysa.csv.gz", "sharealike/locations/2024-05.csv.gz", shared, known)
    features(source)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
