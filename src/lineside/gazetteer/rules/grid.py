"""The Ordnance Survey's grid: its letters, its eastings and northings, and WGS84 both ways within a few metres."""

import math
import re

from lineside.gazetteer.rules.reading import Found, Reading

AIRY = (6377563.396, 6356256.909)
WGS = (6378137.0, 6356752.314245)
SCALE, ORIGIN, TRUE_EAST, TRUE_NORTH = 0.9996012717, (math.radians(49), math.radians(-2)), 400_000.0, -100_000.0
SHIFT = (446.448, -125.157, 542.060)  # metres, OSGB36 to WGS84
TURN = tuple(math.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = -20.4894e-6

SQUARE_LIST = (
    "HP HT HU HW HX HY HZ NA NB NC ND NF NG NH NJ NK NL NM NN NO NR NS NT NU NW NX NY NZ OV SC SD SE SH SJ SK SM "
    "SN SO SP SR SS ST SU SV SW SX SY SZ TA TF TG TL TM TQ TR TV"
)
SQUARES = frozenset(SQUARE_LIST.split())
SAID = {"NO", "SO", "ST", "SE", "SW", "SP", "NW", "SC", "SD", "SR", "NS", "NB", "NR", "SH", "HP", "TV", "TA", "OV"}
LETTERED = re.compile(
    r"(?<![A-Za-z0-9])([HNOST][A-HJ-Z])[ .:/,-]{0,2}((?:\d{2,5}[ ,/-]{1,2}\d{2,5}|\d{4,10}))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
EASTING, NORTHING = r"(e(?:ast(?:ings?)?)?\b|E?)", r"(n(?:orth(?:ings?)?)?\b|N?)"
NUMBERED = re.compile(
    rf"(?<![\d.]){EASTING}[ :=]{{0,2}}(\d{{6}})(?:\.\d+)?(?:m?E)?[ ,;/]+"
    rf"{NORTHING}[ :=]{{0,2}}(\d{{6,7}})(?:\.\d+)?(?:m?N)?(?![\d.])",
    re.IGNORECASE,
)
EVIDENCE = re.compile(r"\b(grid|ref|gr|ngr|os)\b", re.IGNORECASE)


def from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in WGS84."""
    lat, lon = _unproject(easting, northing)
    return _geodetic(_shifted(_cartesian(lat, lon, AIRY), 1), WGS)


def to_grid(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing of a WGS84 position."""
    where = _cartesian(math.radians(lat), math.radians(lon), WGS)
    degrees = _geodetic(_shifted(where, -1), AIRY)
    return _project(math.radians(degrees[0]), math.radians(degrees[1]))


def grid_reference(easting: float, northing: float, digits: int = 6) -> str:
    column, row = int(easting // 100_000), int(northing // 100_000)
    first = (19 - row) - (19 - row) % 5 + (column + 10) // 5
    second = (19 - row) * 5 % 25 + column % 5
    letters = "".join(chr(ord("A") + place + (place > 7)) for place in (first, second))  # noqa: PLR2004 - no letter I
    step = 10 ** (5 - digits // 2)
    width = digits // 2
    return f"{letters}{int(easting % 100_000) // step:0{width}d}{int(northing % 100_000) // step:0{width}d}"


def corner(letters: str) -> tuple[int, int]:
    first, second = (ord(letter) - ord("A") - (letter > "I") for letter in letters)
    return ((first - 2) % 5 * 5 + second % 5) * 100_000, (19 - first // 5 * 5 - second // 5) * 100_000


def read_grid(text: str) -> list[Found]:
    found = [_lettered(match, text) for match in LETTERED.finditer(text)]
    found += [_numbered(match) for match in NUMBERED.finditer(text)]
    return [one for one in found if one]


def _lettered(match: re.Match[str], text: str) -> Found | None:
    letters, figures = match[1].upper(), match[2]
    parts = re.split(r"[ ,/-]+", figures)
    if letters not in SQUARES or (len(parts) == 2 and len(parts[0]) != len(parts[1])) or len("".join(parts)) % 2:  # noqa: PLR2004
        return None
    alone = match[0].strip() == text.strip()
    sure = alone or bool(EVIDENCE.search(text)) or len("".join(parts)) >= 6  # noqa: PLR2004 - figures of a grid reference
    if not sure and (letters in SAID or match[0][2].isdigit()):
        return None
    if letters in SAID and not match[1].isupper() and not alone and not EVIDENCE.search(text):
        return None
    digits = "".join(parts)
    half = len(digits) // 2
    size = 10 ** (5 - half)
    east, north = (int(part) * size for part in (digits[:half], digits[half:]))
    base = corner(letters)
    lat, lon = from_grid(base[0] + east + size / 2, base[1] + north + size / 2)
    reading = Reading(
        kind="grid",
        name=f"{letters} {digits[:half]} {digits[half:]}",
        why=f"OS grid reference of {len(digits)} figures, the middle of its {size} m square",
        score=0.96 if alone or len(digits) >= 6 else 0.85,  # noqa: PLR2004
        lat=lat,
        lon=lon,
        accuracy_m=max(8, math.ceil(size * 0.75)),
    )
    return Found(match.start(), match.end(), (reading,), rank=3)


def _numbered(match: re.Match[str]) -> Found | None:
    easting, northing = int(match[2]), int(match[4])
    coupled_units = match[2][:3] == match[4][:3] and not (match[1] or match[3])
    if coupled_units or not (80_000 < easting < 660_000 and 5_000 < northing < 1_220_000):  # noqa: PLR2004 - Great Britain
        return None
    lat, lon = from_grid(easting, northing)
    why = "OS easting and northing in metres"
    reading = Reading("grid", f"{easting} {northing}", why, 0.9, lat=lat, lon=lon, accuracy_m=10)
    return Found(match.start(), match.end(), (reading,), rank=3)


def _cartesian(lat: float, lon: float, body: tuple[float, float]) -> tuple[float, float, float]:
    a, b = body
    squared = 1 - (b / a) ** 2
    nu = a / math.sqrt(1 - squared * math.sin(lat) ** 2)
    flat = nu * math.cos(lat)
    return flat * math.cos(lon), flat * math.sin(lon), (1 - squared) * nu * math.sin(lat)


def _geodetic(where: tuple[float, float, float], body: tuple[float, float]) -> tuple[float, float]:
    x, y, z = where
    a, b = body
    squared = 1 - (b / a) ** 2
    flat = math.hypot(x, y)
    lat = math.atan2(z, flat * (1 - squared))
    for _ in range(6):
        nu = a / math.sqrt(1 - squared * math.sin(lat) ** 2)
        lat = math.atan2(z + squared * nu * math.sin(lat), flat)
    return math.degrees(lat), math.degrees(math.atan2(y, x))


def _shifted(where: tuple[float, float, float], way: int) -> tuple[float, float, float]:
    """Helmert's seven figures; the way back by two rounds of correction, exact to millimetres."""
    if way > 0:
        return _helmert(where)
    guess = where
    for _ in range(3):
        there = _helmert(guess)
        guess = (guess[0] + where[0] - there[0], guess[1] + where[1] - there[1], guess[2] + where[2] - there[2])
    return guess


def _helmert(where: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = where
    rx, ry, rz = TURN
    size = 1 + STRETCH
    return (
        SHIFT[0] + x * size - y * rz + z * ry,
        SHIFT[1] + x * rz + y * size - z * rx,
        SHIFT[2] - x * ry + y * rx + z * size,
    )


def _meridian(lat: float) -> float:
    n = (AIRY[0] - AIRY[1]) / (AIRY[0] + AIRY[1])
    less, more = lat - ORIGIN[0], lat + ORIGIN[0]
    return (
        AIRY[1]
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
            - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
        )
    )


def _radii(lat: float) -> tuple[float, float, float]:
    squared = 1 - (AIRY[1] / AIRY[0]) ** 2
    bend = 1 - squared * math.sin(lat) ** 2
    nu = AIRY[0] * SCALE / math.sqrt(bend)
    rho = AIRY[0] * SCALE * (1 - squared) / bend**1.5
    return nu, rho, nu / rho - 1


def _project(lat: float, lon: float) -> tuple[float, float]:
    nu, rho, eta = _radii(lat)
    sin, cos, tan = math.sin(lat), math.cos(lat), math.tan(lat)
    away = lon - ORIGIN[1]
    north = _meridian(lat) + TRUE_NORTH
    north += nu / 2 * sin * cos * away**2
    north += nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta) * away**4
    north += nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4) * away**6
    east = TRUE_EAST + nu * cos * away + nu / 6 * cos**3 * (nu / rho - tan**2) * away**3
    east += nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta - 58 * tan**2 * eta) * away**5
    return east, north


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    lat = ORIGIN[0]
    for _ in range(12):
        lat += (northing - TRUE_NORTH - _meridian(lat)) / (AIRY[0] * SCALE)
    nu, rho, eta = _radii(lat)
    tan, sec = math.tan(lat), 1 / math.cos(lat)
    away = easting - TRUE_EAST
    north = lat - tan / (2 * rho * nu) * away**2
    north += tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta - 9 * tan**2 * eta) * away**4
    north -= tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4) * away**6
    east = ORIGIN[1] + sec / nu * away - sec / (6 * nu**3) * (nu / rho + 2 * tan**2) * away**3
    east += sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4) * away**5
    return north, east
