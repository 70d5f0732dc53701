"""PIDF-LO, the place of a caller as a network writes it (RFC 4119, 5139, 5491, 7459): XML in, positions out. Pure.

Whoever sends a document type is refused, so that no entity is ever defined or followed; so is one that is too large or
too deep. Nothing is fetched.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

from lineside.gateways.telephony.calls import plain

LONGEST, DEEPEST, MOST_NODES, MOST_PLACES = 64_000, 40, 2000, 4
METRES, WGS84 = "9001", ("4326", "4979")
METRES_A_DEGREE = 111_320.0
USUAL_CONFIDENCE = 95  # RFC 5491: of an area that says nothing else
# What was set up where the telephone is fixed does not age as a position of a moment does.
SET_UP = {"dhcp": "FIXED", "lldp-med": "FIXED", "wiremap": "FIXED", "manual": "VOIP"}
HANDSET = ("gps", "a-gps", "agnss", "device", "802.11", "wifi", "gnss", "handset")
STREET = ("PRD", "RD", "A6", "STS", "POD", "RDSEC", "RDBR")
PREMISES = ("HNO", "HNS", "BLD", "UNIT", "ROOM", "SEAT", "LOC")


class Refused(ValueError):
    """One sentence that says why it is no place that can be shown."""


@dataclass(slots=True)
class Node:
    """An element, by its name without its namespace."""

    name: str
    facts: dict[str, str] = field(default_factory=dict)
    within: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, *names: str) -> list["Node"]:
        """Everything of these names in it, at any depth."""
        found, left = [], [self]
        while left:
            node = left.pop()
            found += [node] if node.name in names else []
            left += reversed(node.within)
        return found

    def said(self, name: str) -> str:
        return next((plain(node.text, 200) for node in self.all(name)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place as it was told."""

    source: str
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: float | None = None
    confidence_pct: int | None = None
    address: dict[str, str] = field(default_factory=dict)
    positioned_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)


def read_pidf(content: bytes) -> tuple[list[Place], list[str]]:
    """The places in it, and a sentence for each that cannot be shown."""
    try:
        told = [(holder, geo) for holder in holders(tree(content)) for geo in holder.all("geopriv")]
    except Refused as fault:
        return [], [str(fault)]
    places: list[Place] = []
    faults: list[str] = [] if told else ["It holds no location."]
    for holder, geo in told[:MOST_PLACES]:
        try:
            places.append(place_in(holder, geo))
        except Refused as fault:
            faults.append(str(fault))
    if len(told) > MOST_PLACES:
        faults.append(f"It holds {len(told)} locations; the first {MOST_PLACES} are read.")
    return places, faults


def holders(root: Node) -> list[Node]:
    """Whom a location is told of, the device before the rest (RFC 5491)."""
    order = {"device": 0, "tuple": 1, "person": 2}
    return sorted((node for node in root.within if node.name in order), key=lambda node: order[node.name])


def place_in(holder: Node, geo: Node) -> Place:
    info = next(iter(geo.all("location-info")), None)
    if info is None:
        raise Refused("It holds no location.")
    method = geo.said("method").lower()
    source = SET_UP.get(method) or ("CELL" if "cell" in method else "")
    source = source or ("AML" if method.startswith(HANDSET) else "NETWORK")
    shape = next((node for node in info.within if node.name in SHAPES), None)
    civic = next(iter(info.all("civicAddress")), None)
    if shape is None and civic is None:
        raise Refused(f"It tells its place as {plain(info.within[0].name, 40)!r}." if info.within else "It is empty.")
    at = moment(holder.said("timestamp"))
    where = around(shape, info) if shape else {}
    is_of_a_moment = bool(where) and method not in SET_UP
    return Place(
        source=source,
        **where,
        address=address(civic) if civic else {},
        positioned_at=at if is_of_a_moment else None,
        warnings=("voip",) if source == "VOIP" else (),
        more=known(
            method=method,
            floor=civic.said("FLR") if civic else "",
            told_by=geo.said("provided-by"),
            set_up="" if is_of_a_moment or at is None else f"{at:%d %b %Y}",
        ),
    )


def around(shape: Node, info: Node) -> dict[str, Any]:
    """The middle of a shape and how far from it the caller may be."""
    system = next((node.facts.get("srsName", "") for node in [shape, *shape.all("pos")] if "srsName" in node.facts), "")
    if system and not system.endswith(WGS84):
        raise Refused("Its position is not in latitude and longitude of WGS 84.")
    lat, lon, far = SHAPES[shape.name](shape)
    sure = info.said("confidence") or str(USUAL_CONFIDENCE)
    whole = number(sure, "confidence") if far and sure != "unknown" else 0
    return {
        "lat": lat,
        "lon": lon,
        "uncertainty_m": far or None,
        "confidence_pct": round(whole) if 0 < whole <= 100 else None,  # noqa: PLR2004 - percent
    }


def _point(shape: Node) -> tuple[float, float, float]:
    lat, lon = numbers(shape.said("pos"), "position")[:2]
    return lat, lon, 0.0


def _round(*radii: str) -> Any:  # noqa: ANN401 - a reader of shapes with this radius
    def read(shape: Node) -> tuple[float, float, float]:
        lat, lon, _ = _point(shape)
        return lat, lon, max(metres(shape, radius) for radius in radii)

    return read


def _area(shape: Node) -> tuple[float, float, float]:
    """The middle of its corners, and the farthest of them."""
    corners = corners_of(shape)
    lat, lon = (sum(axis) / len(corners) for axis in zip(*corners, strict=True))
    across = METRES_A_DEGREE * math.cos(math.radians(lat))
    return lat, lon, max(math.hypot((y - lat) * METRES_A_DEGREE, (x - lon) * across) for y, x in corners)


def corners_of(shape: Node) -> list[tuple[float, float]]:
    listed = next(iter(shape.all("posList")), None)
    size = 3 if shape.name == "Prism" else 2
    if listed:
        flat = numbers(listed.text, "outline")
        found = [(flat[at], flat[at + 1]) for at in range(0, len(flat) - size + 1, size)]
    else:
        found = [(lat, lon) for lat, lon, *_ in (numbers(node.text, "outline") for node in shape.all("pos"))]
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()  # a ring is closed by its first corner
    if not found:
        raise Refused("Its outline has no corner.")
    return found


SHAPES: dict[str, Any] = {
    "Point": _point,
    "Circle": _round("radius"),
    "Sphere": _round("radius"),
    "Ellipse": _round("semiMajorAxis"),
    "Ellipsoid": _round("semiMajorAxis"),
    "ArcBand": _round("outerRadius"),
    "Polygon": _area,
    "Prism": _area,
}


def address(civic: Node) -> dict[str, str]:
    """Postcode, premises, name first: as the desk shows every address of a caller."""
    return known(
        postcode=civic.said("PC"),
        premises=", ".join(filter(None, (civic.said(name) for name in PREMISES))),
        name=", ".join(filter(None, (civic.said(name) for name in ("NAM", "LMK", "PLC")))),
        street=" ".join(filter(None, (civic.said(name) for name in STREET))),
        locality=", ".join(filter(None, (civic.said(name) for name in ("A5", "A4")))),
        town=civic.said("A3") or civic.said("PCN"),
    )


def metres(shape: Node, name: str) -> float:
    node = next(iter(shape.all(name)), None)
    if node is None:
        raise Refused(f"Its {name} is not told.")
    if not node.facts.get("uom", METRES).endswith(METRES):
        raise Refused(f"Its {name} is not in metres.")
    return number(node.text, name)


def numbers(text: str, what: str) -> list[float]:
    found = [number(word, what) for word in text.split()]
    if len(found) < 2:  # noqa: PLR2004 - latitude and longitude
        raise Refused(f"Its {what} {plain(text, 40)!r} is not a latitude and a longitude.")
    return found


def number(text: str, what: str) -> float:
    try:
        found = float(text.strip()[:40])
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Refused(f"Its {what} {plain(text, 40)!r} is no number.")
    return found


def moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def known(**facts: str) -> dict[str, str]:
    return {name.replace("_", " "): said for name, said in facts.items() if said}


def tree(content: bytes) -> Node:
    """The document as nodes."""
    if len(content) > LONGEST:
        raise Refused(f"It is over {LONGEST // 1000} kB long, which no place is.")
    root = Node("")
    builder = Builder(root)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.characters
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by its place
    except (expat.ExpatError, LookupError, ValueError) as fault:
        if isinstance(fault, Refused):
            raise
        raise Refused(f"It is no XML that can be read: {plain(fault, 100)}.") from None
    return root.within[0]


class Builder:
    """Puts nodes together as the parser comes by them."""

    def __init__(self, root: Node) -> None:
        self.open, self.count = [root], 0

    def refuse(self, *_: object) -> None:
        raise Refused("It holds a document type, which is refused because it can be used to do harm.")

    def start(self, name: str, facts: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > DEEPEST or self.count > MOST_NODES:
            raise Refused("It is deeper or has more elements than any place.")
        node = Node(name.rpartition(" ")[2], facts)
        self.open[-1].within.append(node)
        self.open.append(node)

    def end(self, _: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text
