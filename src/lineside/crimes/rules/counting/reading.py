"""The counting format read strictly: an unknown key, a missing one or a wrong type is one sentence that names it."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from math import isfinite
from typing import Any

from lineside.crimes.rules.counting.report import Act, CountedReport, EarlierCrime, Person, Suspect
from lineside.kernel.errors import RuleBroken

LARGEST = 5_000_000  # bytes of one report
MOST = 1_000  # acts, people, suspects or earlier crimes in one report
LONGEST_WORD = 200
OLDEST = 150
EARLIEST, LATEST = 1850, 2200  # years in which anything that is reported can have been done
NO_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII)
RFC_3339 = re.compile(NO_OFFSET.pattern + r"([Zz]|[+-]\d\d:\d\d)", re.ASCII)
JURISDICTIONS = ("england_wales", "scotland", "northern_ireland", "outside_uk")
REPORTERS = ("victim", "on_behalf_professional", "on_behalf_parent_carer", "third_party", "witness", "police", "cctv")
KINDS = ("person", "organisation")
Read = Callable[[Any, str], Any]


def parse(text: bytes) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """The JSON of one report; what is no JSON, or too much of it, is refused in a sentence."""
    if len(text) > LARGEST:
        raise RuleBroken(f"A report has at most {LARGEST:,} bytes; this has more.")
    if not text.strip():
        raise RuleBroken("This is empty; a report is one object of JSON.")
    try:
        return json.loads(text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise RuleBroken("This is not UTF-8; a report is JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RuleBroken(f"This is not JSON: {error.msg}, line {error.lineno} column {error.colno}.") from None
    except (RecursionError, ValueError):
        raise RuleBroken("This JSON cannot be read: it is nested too deep, or a number is too long.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for position, (name, _) in enumerate(pairs) if name in dict(pairs[:position]))
        raise RuleBroken(f"The key {shown(twice)} stands twice in one object; keep one.")
    return found


def _no_number(name: str) -> float:
    raise RuleBroken(f"{name} is no number that JSON knows.")


def read_report(given: Any) -> CountedReport:  # noqa: ANN401 - checked here
    """A report that may be judged: every key known, every type right, every id that is used explained."""
    told = _object(given, "the report", _REPORT, ("reported_at",))
    place = told.pop("place", {})
    told["people"] = _by_id(told.get("people", ()), "people")
    told["suspects"] = _by_id(told.get("suspects", ()), "suspects")
    _by_id(told.get("acts", ()), "acts")
    report = CountedReport(**told, **place)
    _check_earlier(report)
    for position, act in enumerate(report.acts):
        _check_act(report, act, f"acts[{position}]")
    return report


def _check_earlier(report: CountedReport) -> None:
    refs: set[str] = set()
    for position, earlier in enumerate(report.earlier_crimes):
        where = f"earlier_crimes[{position}]"
        if not earlier.offence and not earlier.offence_class:
            raise RuleBroken(f"{where} says no offence and no class; give one of them.", "earlier_crimes")
        if earlier.ref in refs:
            raise RuleBroken(f"The ref {shown(earlier.ref)} stands twice in earlier_crimes; give each its own.", where)
        refs.add(earlier.ref)


def shown(text: object) -> str:
    """As much of what somebody typed as a sentence bears."""
    word = str(text)
    return word if word.isprintable() and len(word) <= 60 else repr(word[:60])  # noqa: PLR2004


def _check_act(report: CountedReport, act: Act, where: str) -> None:
    if not act.offence and not act.offence_class:
        raise RuleBroken(f"{where} says no offence and no class; give one of them.", "acts")
    if act.victim is not None and act.victim not in report.people:
        raise RuleBroken(f"{where}.victim is {shown(act.victim)}, and people has nobody of that id.", "acts")
    for suspect in act.suspects:
        if suspect not in report.suspects:
            raise RuleBroken(f"{where}.suspects names {shown(suspect)}, and suspects has nobody of that id.", "acts")
    if act.begins and act.ends and act.ends < act.begins:
        raise RuleBroken(f"{where} ends before it begins; check from and to.", "acts")


def _object(given: Any, where: str, keys: dict[str, tuple[str, Read]], needed: tuple[str, ...] = ()) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(given, dict):
        raise RuleBroken(f"{_begun(where)} is {_kind(given)}, not an object.")
    prefix = "" if where == "the report" else f"{where}."
    for key in given:
        if key not in keys:
            raise RuleBroken(f"Unknown key {shown(prefix + key)}; the keys known here are {', '.join(keys)}.", key)
    for key in needed:
        if key not in given:
            raise RuleBroken(f"The key {prefix}{key} is missing; it is required.", key)
    found: dict[str, Any] = {}
    for key, value in given.items():
        name, read = keys[key]
        found[name] = read(value, f"{prefix}{key}")
    return found


def _list(make: Callable[..., Any], keys: dict[str, tuple[str, Read]], needed: tuple[str, ...]) -> Read:
    def read(given: Any, where: str) -> tuple[Any, ...]:  # noqa: ANN401
        if not isinstance(given, list):
            raise RuleBroken(f"{where} is {_kind(given)}, not a list.")
        if len(given) > MOST:
            raise RuleBroken(f"{where} has {len(given):,} entries; a report takes at most {MOST:,}.")
        return tuple(
            make(**_moments(_object(each, f"{where}[{place}]", keys, needed), f"{where}[{place}]"))
            for place, each in enumerate(given)
        )

    return read


def _moments(told: dict[str, Any], where: str) -> dict[str, Any]:
    at = told.pop("at", None)
    if at is not None:
        if told.get("begins") or told.get("ends"):
            raise RuleBroken(f"{where} has at beside from or to; give the one moment or the two.")
        told["begins"] = told["ends"] = at
    return told


def _by_id(rows: tuple[Any, ...], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.id in found:
            raise RuleBroken(f"The id {shown(row.id)} stands twice in {where}; give each its own.", where)
        found[row.id] = row
    return found


def _word(given: Any, where: str) -> str:  # noqa: ANN401
    if not isinstance(given, str):
        raise RuleBroken(f"{where} is {_kind(given)}, not a text.")
    if len(given) > LONGEST_WORD:
        raise RuleBroken(f"{where} has {len(given):,} characters; at most {LONGEST_WORD} are taken.")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in given):  # noqa: PLR2004 - half a character
        raise RuleBroken(f"{where} holds half a character, which no file can hold.")
    return given.strip()


def _named(given: Any, where: str) -> str:  # noqa: ANN401
    if not (word := _word(given, where)):
        raise RuleBroken(f"{where} is empty; give it a name.")
    return word


def _one_of(*words: str) -> Read:
    def read(given: Any, where: str) -> str:  # noqa: ANN401
        word = _word(given, where)
        if word not in words:
            raise RuleBroken(f"{where} is {shown(word)}; it may be {', '.join(words)}.")
        return word

    return read


def _truth(given: Any, where: str) -> bool:  # noqa: ANN401
    if not isinstance(given, bool):
        raise RuleBroken(f"{where} is {_kind(given)}, not true or false.")
    return given


def _or_null(read: Read) -> Read:
    return lambda given, where: None if given is None else read(given, where)


def _age(given: Any, where: str) -> int:  # noqa: ANN401
    if isinstance(given, bool) or not isinstance(given, int):
        raise RuleBroken(f"{where} is {_kind(given)}, not a whole number of years.")
    if not 0 <= given <= OLDEST:
        raise RuleBroken(f"{where} is not an age; give one from 0 to {OLDEST}.")
    return given


def _pounds(given: Any, where: str) -> float:  # noqa: ANN401
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise RuleBroken(f"{where} is {_kind(given)}, not a sum in pounds.")
    if given < 0 or given > 1e12 or not isfinite(given):  # noqa: PLR2004 - more than there is
        raise RuleBroken(f"{where} is not a sum in pounds; give one from 0 up.")
    return float(given)


def _moment(given: Any, where: str) -> datetime:  # noqa: ANN401
    text = _word(given, where)
    if NO_OFFSET.fullmatch(text):
        raise RuleBroken(f"{where} has no offset from UTC; write it as 2026-05-04T10:15:00+01:00.")
    try:
        found = datetime.fromisoformat(text.upper()) if RFC_3339.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found.year <= LATEST:
        raise RuleBroken(f"{where} is {shown(text)}, not a time of RFC 3339 as 2026-05-04T10:15:00+01:00.")
    return found


def _words(given: Any, where: str) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(given, list):
        raise RuleBroken(f"{where} is {_kind(given)}, not a list.")
    if len(given) > MOST:
        raise RuleBroken(f"{where} has {len(given):,} entries; a report takes at most {MOST:,}.")
    return tuple(dict.fromkeys(_named(each, f"{where}[{place}]") for place, each in enumerate(given)))


def _flags(given: Any, where: str) -> frozenset[str]:  # noqa: ANN401
    return frozenset(_words(given, where))


def _relations(given: Any, where: str) -> dict[str, str]:  # noqa: ANN401
    if not isinstance(given, dict):
        raise RuleBroken(f"{where} is {_kind(given)}, not an object from a person's id to a relation.")
    return {key: _word(value, f"{where}.{shown(key)}") for key, value in given.items()}


def _kind(given: Any) -> str:  # noqa: ANN401
    if given is None:
        return "null"
    if isinstance(given, bool):
        return "true or false"
    names = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(given), "something else")


def _begun(where: str) -> str:
    return where[0].upper() + where[1:]


_PLACE: dict[str, tuple[str, Read]] = {
    "police_area": ("police_area", _named),
    "setting": ("setting", lambda given, where: "" if given is None else _word(given, where)),
}
_PERSON: dict[str, tuple[str, Read]] = {
    "id": ("id", _named),
    "kind": ("kind", _one_of(*KINDS)),
    "age": ("age", _or_null(_age)),
    "confirms": ("confirms", _or_null(_truth)),
    "traced": ("traced", _truth),
    "role": ("role", lambda given, where: "" if given is None else _word(given, where)),
    "deceased": ("deceased", _truth),
}
_SUSPECT: dict[str, tuple[str, Read]] = {
    "id": ("id", _named),
    "age": ("age", _or_null(_age)),
    "known": ("known", _truth),
    "group": ("group", _truth),
    "relationship": ("relationship", lambda given, where: {} if given is None else _relations(given, where)),
}
_ACT: dict[str, tuple[str, Read]] = {
    "id": ("id", _named),
    "offence": ("offence", _named),
    "class": ("offence_class", _named),
    "victim": ("victim", _or_null(_named)),
    "suspects": ("suspects", _words),
    "at": ("at", _or_null(_moment)),
    "from": ("begins", _or_null(_moment)),
    "to": ("ends", _or_null(_moment)),
    "points_to_prove": ("points_to_prove", _truth),
    "contrary_evidence": ("contrary_evidence", _truth),
    "flags": ("flags", _flags),
    "course_of_conduct": ("course_of_conduct", _truth),
    "value_pounds": ("value_pounds", _or_null(_pounds)),
}
_EARLIER: dict[str, tuple[str, Read]] = {
    "ref": ("ref", _named),
    "offence": ("offence", _named),
    "class": ("offence_class", _named),
    "victim": ("victim", _or_null(_named)),
    "suspects": ("suspects", _words),
    "recorded_at": ("recorded_at", _or_null(_moment)),
    "last_incident_at": ("last_incident_at", _or_null(_moment)),
    "suspect_dealt_with": ("suspect_dealt_with", _truth),
}
_REPORT: dict[str, tuple[str, Read]] = {
    "reported_at": ("reported_at", _moment),
    "jurisdiction": ("jurisdiction", _one_of(*JURISDICTIONS)),
    "place": ("place", lambda given, where: _object(given, where, _PLACE)),
    "reporter": ("reporter", _one_of(*REPORTERS)),
    "people": ("people", _list(Person, _PERSON, ("id",))),
    "suspects": ("suspects", _list(Suspect, _SUSPECT, ("id",))),
    "acts": ("acts", _list(Act, _ACT, ("id",))),
    "earlier_crimes": ("earlier_crimes", _list(EarlierCrime, _EARLIER, ("ref",))),
    "reported_as": ("reported_as", lambda given, where: "" if given is None else _word(given, where)),
    "recorded_at": ("recorded_at", _or_null(_moment)),
}
