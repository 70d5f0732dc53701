"""Advanced Mobile Location (ETSI TS 103 625): the hidden text in versions 1 and 2, and the form sent over HTTPS.

The same keys mean different things in the two versions of the text: `lt` and `lg` are latitude and longitude in the
first, seconds and languages in the second. So the version is read before anything else.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR
from lineside.whereabouts.rules.fixes import AML, METHODS, FixCame

HEAD = 'A"ML='
PACKED_HEAD = bytes.fromhex("415193")  # its first three signs, seven bits each
MOST_OFF = 3  # signs [design]
NUMBER = re.compile(r"[+-]?[0-9]{1,7}(\.[0-9]{1,12})?")
LONGEST, MOST_FIELDS = 2000, 100
FORM_SOURCES = {"gps": "G", "gnss": "G", "wifi": "W", "cell": "C", "unknown": "U", "fused": "F"}


class Unreadable(ValueError):
    """One sentence that says what is wrong with it."""


def is_aml(said: str | bytes) -> bool:
    """Whether a text is a handset's and not a person's."""
    return said.startswith(PACKED_HEAD) if isinstance(said, bytes) else said.startswith(HEAD)


def unpacked(raw: bytes) -> str:
    """A data text: signs of seven bits one after the other; these all stand where ASCII has them."""
    bits = int.from_bytes(raw[:LONGEST], "little")
    signs = (bits >> 7 * place & 0x7F for place in range(len(raw[:LONGEST]) * 8 // 7))
    return "".join(chr(sign) for sign in signs).rstrip("\x00\r")


def fix_in_text(text: str, number: str, received_at: datetime) -> FixCame:
    """The position in a handset's text; its number is the one that it was sent from."""
    text = text.strip()
    if len(text) > LONGEST:
        raise Unreadable("It is far longer than any position.")
    version, _, rest = text.removeprefix(HEAD).partition(";")
    pairs = dict(pair.partition("=")[::2] for pair in rest.split(";"))
    if version not in ("1", "2"):
        raise Unreadable(f"It is of version {version[:10]!r}; only 1 and 2 are read.")
    read = _first if version == "1" else _second
    facts = read(pairs)
    if _is_off(pairs.get("ml"), len(text)):
        facts |= {"uncertainty_m": None, "warnings": ("length",)}
    return _fix(facts, text.encode(), number, received_at)


def fix_in_form(body: bytes, received_at: datetime) -> FixCame:
    """The position in a form; every field of it may be missing."""
    try:
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Unreadable(f"It has more than {MOST_FIELDS} fields, which no handset sends.") from None
    facts: dict[str, object] = {
        "lat": _number(form.get("location_latitude"), "latitude"),
        "lon": _number(form.get("location_longitude"), "longitude"),
        "uncertainty_m": _metres(form.get("location_accuracy")),
        "confidence_pct": _percent(form.get("location_certainty")),
        "positioned_at": _unix(form.get("location_time"), 1000),
        "more": _known(
            method=METHODS.get(FORM_SOURCES.get(form.get("location_source", "").lower(), ""), ""),
            floor=form.get("location_floor", ""),
            altitude=_metres_said(form.get("location_altitude")),
            network="".join(form.get(f"cell_network_{part}", "") for part in ("mcc", "mnc")),
            dialled=form.get("emergency_number", ""),
        ),
    }
    return _fix(facts, body, form.get("device_number", ""), received_at)


def is_hmac_right(body: bytes, key: str) -> bool:
    """HMAC-SHA1 over everything that stands before `&hmac=`, as handsets sign the form."""
    signed, mark, given = body.rpartition(b"&hmac=")
    right = hmac.new(key.encode(), signed, hashlib.sha1).hexdigest().encode()
    return bool(mark) and hmac.compare_digest(given.strip().lower(), right)


def _fix(facts: dict[str, object], raw: bytes, number: str, received_at: datetime) -> FixCame:
    key = hashlib.sha256(b"AML " + number.encode("utf-8", "replace") + b" " + raw).hexdigest()
    return FixCame(way=AML, source="AML", key=key, received_at=received_at, number=number, **facts)  # type: ignore[arg-type]


def _first(pairs: dict[str, str]) -> dict[str, object]:
    if pairs.get("pm") == "N":
        raise Unreadable("The handset says that it found no position.")
    return {
        "lat": _number(pairs.get("lt"), "latitude"),
        "lon": _number(pairs.get("lg"), "longitude"),
        "uncertainty_m": _metres(pairs.get("rd")),
        "confidence_pct": _percent(pairs.get("lc")),
        "positioned_at": _stamp(pairs.get("top")),
        "more": _known(
            method=METHODS.get(pairs.get("pm", ""), ""), network=pairs.get("mcc", "") + pairs.get("mnc", "")
        ),
    }


def _second(pairs: dict[str, str]) -> dict[str, object]:
    where = [*pairs.get("lo", "").split(","), "", ""]
    began = _unix(pairs.get("et"), 1)
    after = _number(pairs["lt"], "time of the position") if pairs.get("lt") else 0
    return {
        "lat": _number(where[0], "latitude"),
        "lon": _number(where[1], "longitude"),
        "uncertainty_m": _metres(where[2]),
        "confidence_pct": _percent(pairs.get("lc")),
        "positioned_at": began + timedelta(seconds=after) if began else None,
        "more": _known(
            method=METHODS.get(pairs.get("ls", ""), ""),
            altitude=_metres_said(pairs.get("lz", "").split(",")[0]),
            network=pairs.get("nc", ""),
            dialled=pairs.get("en", ""),
            language=pairs.get("lg", ""),
        ),
    }


def _is_off(declared: str | None, length: int) -> bool:
    """Some handsets count wrongly by one, and a digit may be lost: flagged. Where much is lost nothing is believed."""
    if declared is None or declared == str(length):
        return False
    if not NUMBER.fullmatch(declared) or abs(float(declared) - length) > MOST_OFF:
        raise Unreadable(f"It says that it is {declared[:10]} signs long and is {length}; part of it is lost.")
    return True


def _number(said: str | None, what: str) -> float:
    if not said:
        raise Unreadable(f"It holds no {what}.")
    if not NUMBER.fullmatch(said):
        raise Unreadable(f"Its {what} {said[:20]!r} is no number.")
    return float(said)


def _metres(said: str | None) -> float | None:
    """Nothing or 0 means that the handset does not know."""
    return _number(said, "radius") or None if said else None


def _metres_said(said: str | None) -> str:
    return f"{float(said):g} m" if said and NUMBER.fullmatch(said) else ""


def _percent(said: str | None) -> int | None:
    share = _number(said, "certainty") if said else 0
    return round(share) if 0 < share <= 100 else None  # noqa: PLR2004 - percent


def _stamp(said: str | None) -> datetime | None:
    if not said:
        return None
    try:
        at = datetime.strptime(said, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Unreadable(f"Its time {said[:20]!r} is none.") from None
    return _in_our_century(at)


def _unix(said: str | None, parts: int) -> datetime | None:
    """Seconds, or parts of them, since 1970."""
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{1,14}", said):
        raise Unreadable(f"Its time {said[:20]!r} is none.")
    try:
        return _in_our_century(datetime.fromtimestamp(int(said) / parts, UTC))
    except (OverflowError, ValueError, OSError):
        raise Unreadable(f"Its time {said[:20]!r} is none.") from None


def _in_our_century(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        raise Unreadable(f"Its time is in the year {at.year}.")
    return at


def _known(**facts: str) -> dict[str, str]:
    """What was said, one line each; whatever a handset may send."""
    return {name: shown for name, said in facts.items() if (shown := "".join(filter(str.isprintable, said[:40])))}
