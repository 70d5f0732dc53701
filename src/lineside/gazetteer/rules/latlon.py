"""Latitude and longitude in the shapes people paste: decimals, degrees with minutes and seconds, letters, map links."""

import re

from lineside.gazetteer.rules.reading import Found, Reading

METRES_A_DEGREE = 111_320
NUMBER = r"\d{1,3}(?:\.\d+)?"
AN_ANGLE = rf"({NUMBER})(?: *°| ?d(?:eg)?\b|(?= ))?(?: *({NUMBER}) *['m]?(?: *({NUMBER}) *(?:\"|''|s(?!\w))?)?)?"
LON, LAT = r"m?l(?:on(?:g(?:itude)?)?|ng)\b", r"m?lat(?:itude)?\b"
LETTERS_AFTER = re.compile(rf"(?<![\w.]){AN_ANGLE} *([NS])\b[ ,;/]*(?:{LON}[ :=]*)?{AN_ANGLE} *([EW])\b", re.IGNORECASE)
LON_LETTER_FIRST = re.compile(rf"(?<![\w.]){AN_ANGLE} *([EW])\b[ ,;/]*{AN_ANGLE} *([NS])\b", re.IGNORECASE)
LON_LETTER_BEFORE = re.compile(rf"(?<!\w)([EW]) ?{AN_ANGLE}[ ,;/]*([NS]) ?{AN_ANGLE}(?![\w.])", re.IGNORECASE)
LETTERS_BEFORE = re.compile(rf"(?<!\w)([NS]) ?{AN_ANGLE}[ ,;/]*([EW]) ?{AN_ANGLE}(?![\w.])", re.IGNORECASE)
FIGURE, NEXT = r"([+-]?\d{1,2}(?:\.\d+)?)", r"[^\d+-]{1,20}?"
LABELLED = re.compile(rf"\b{LAT}[ :=]*{FIGURE} ?(N)?(?![\w.]){NEXT}{FIGURE} ?([EW])?(?![\w.])", re.IGNORECASE)
LON_FIRST = re.compile(
    rf"\b{LON}[ :=]*{FIGURE} ?([EW])?(?![\w.]){NEXT}{LAT}[ :=]*{FIGURE} ?(N)?(?![\d.])", re.IGNORECASE
)
TOGETHER = re.compile(r"(?<![\w.])([+-]\d{1,2}\.\d+)([+-]\d{1,3}\.\d+)(?=/|\s|$)")
DOTTED = re.compile(r"(?<![\w.])(\d{1,3})\.(\d{2})\.(?=\d{2}(?:\.\d+)? ?[NSEW]\b)", re.IGNORECASE)
SAID = re.compile(r"(?<=[\d\"'°]) *(?:degrees?\b|deg\b|°)? *(north|south|east|west)\b", re.IGNORECASE)
PARTS = re.compile(r"(?<=\d) *(degrees?|minutes?|mins?|seconds?|secs?)\b", re.IGNORECASE)
SIGNS = {"d": "°", "m": "'", "s": '"'}
PLAIN = re.compile(
    r"(?<![\w.£$€+-])([+-]?\d{1,2}\.\d+)°?(?: ?, ?| ?; ?| ?/ ?| )([+-]?\d{1,2}\.\d+)°?(?: ?([EW])\b)?(?![\d.]|\.?\d)"
)


def read_latlon(text: str) -> list[Found]:
    text = PARTS.sub(lambda match: SIGNS[match[1][0].lower()].ljust(len(match[0])), text)
    text = DOTTED.sub(r"\1 \2 ", text)
    text = SAID.sub(lambda match: match[1][0].upper().ljust(len(match[0])), text)
    for pattern, parse in (
        (LETTERS_BEFORE, _before),
        (LETTERS_AFTER, _after),
        (LON_LETTER_BEFORE, _before_lon),
        (LON_LETTER_FIRST, _after_lon),
        (TOGETHER, _together),
        (LON_FIRST, _lon_first),
        (LABELLED, _labelled),
        (PLAIN, _plain),
    ):
        found = [one for match in pattern.finditer(text) if (one := parse(match, text))]
        if found:
            return found
    return []


def in_great_britain(lat: float, lon: float) -> bool:
    """Bounds cut close enough that Ireland, France and the open sea beyond them are out."""
    if not (49.8 <= lat <= 60.95 and -8.7 <= lon <= 1.9):  # noqa: PLR2004 - the bounds themselves
        return False
    ireland = lon < -5.4 and 51.0 < lat < 55.25  # noqa: PLR2004
    france = (lat < 51.0 and lon > 1.15) or (lat < 50.45 and lon > -1.0)  # noqa: PLR2004
    return not ireland and not france


def _angle(degrees: str, minutes: str | None, seconds: str | None) -> tuple[float, float]:
    """The angle, and how coarse it is, both in degrees."""
    given = [part for part in (degrees, minutes, seconds) if part]
    if any(float(part) >= 60 for part in given[1:]):  # noqa: PLR2004 - minutes in a degree
        return 999.0, 0.0
    whole = sum(float(part) / 60**place for place, part in enumerate(given))
    decimals = len(given[-1].partition(".")[2])
    return whole, 10**-decimals / 60 ** (len(given) - 1)


def _after(match: re.Match[str], _text: str) -> Found | None:
    lat, fine = _angle(*match.group(1, 2, 3))
    lon, lon_fine = _angle(*match.group(5, 6, 7))
    return _found(match, _signed(lat, match[4], "S"), _signed(lon, match[8], "W"), max(fine, lon_fine))


def _before(match: re.Match[str], _text: str) -> Found | None:
    lat, fine = _angle(*match.group(2, 3, 4))
    lon, lon_fine = _angle(*match.group(6, 7, 8))
    return _found(match, _signed(lat, match[1], "S"), _signed(lon, match[5], "W"), max(fine, lon_fine))


def _after_lon(match: re.Match[str], _text: str) -> Found | None:
    lon, lon_fine = _angle(*match.group(1, 2, 3))
    lat, fine = _angle(*match.group(5, 6, 7))
    return _found(match, _signed(lat, match[8], "S"), _signed(lon, match[4], "W"), max(fine, lon_fine))


def _before_lon(match: re.Match[str], _text: str) -> Found | None:
    lon, lon_fine = _angle(*match.group(2, 3, 4))
    lat, fine = _angle(*match.group(6, 7, 8))
    return _found(match, _signed(lat, match[5], "S"), _signed(lon, match[1], "W"), max(fine, lon_fine))


def _together(match: re.Match[str], _text: str) -> Found | None:
    return _pair(match, match[1], match[2], told=True)


def _lon_first(match: re.Match[str], _text: str) -> Found | None:
    fine = 10 ** -min(len(part.partition(".")[2]) for part in match.group(1, 3))
    return _found(match, float(match[3]), _signed(float(match[1]), match[2] or "", "W"), fine)


def _labelled(match: re.Match[str], _text: str) -> Found | None:
    if match[4]:
        fine = 10 ** -min(len(part.partition(".")[2]) for part in match.group(1, 3))
        return _found(match, float(match[1]), _signed(float(match[3]), match[4], "W"), fine)
    return _pair(match, match[1], match[3], told=True)


def _plain(match: re.Match[str], text: str) -> Found | None:
    lon = f"-{match[2]}" if (match[3] or "").upper() == "W" and match[2][0] not in "+-" else match[2]
    return _pair(match, match[1], lon, told=bool(match[3]) or match.group().strip() == text.strip(" ()[]"))


def _pair(match: re.Match[str], one: str, other: str, *, told: bool) -> Found | None:
    lat, lon = float(one), float(other)
    decimals = min(len(part.partition(".")[2]) for part in (one, other))
    if not told and decimals < 2:  # noqa: PLR2004 - two short numbers in prose are times and prices
        return None
    if not in_great_britain(lat, lon) and in_great_britain(lon, lat):
        return _found(match, lon, lat, 10**-decimals, "longitude given first, ")
    return _found(match, lat, lon, 10**-decimals)


def _signed(value: float, letter: str, negative: str) -> float:
    return -value if letter.upper() == negative else value


def _found(match: re.Match[str], lat: float, lon: float, fine: float, how: str = "") -> Found | None:
    if not in_great_britain(lat, lon):
        return None
    accuracy = max(10, round(fine * METRES_A_DEGREE * 0.6))
    why = f"latitude and longitude, {how}good to {accuracy} m as written"
    reading = Reading("latlon", f"{lat:.5f}, {lon:.5f}", why, 0.97, lat=lat, lon=lon, accuracy_m=accuracy)
    return Found(match.start(), match.end(), (reading,), rank=3)
