"""A crime as the recorder's form sends it: the offence, the people, the property, the place."""

import json
import re
from typing import Any

from django.http import QueryDict

from lineside.crimes.commands import Choice, Item, Party, Report
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.errors import RuleBroken

POUNDS = re.compile(r"£?\s*(\d{1,10})(?:[.](\d{2}))?", re.ASCII)
MOST = 50


def report_of(facts: dict[str, Any], sent: QueryDict, incident_place: str) -> Report:
    """The form as crimes knows it; another place than the incident's is kept as the gazetteer reads it."""
    text = facts["place_text"].strip()
    name, place = (text, {}) if text == incident_place else _place(text)
    return Report(
        choice=choice_of(facts["offence"]),
        parties=(*_victim(facts), *_suspects(sent)),
        items=tuple(_item(row) for row in items_in(sent) if _is_told(row)),
        summary=facts["summary"],
        place_text=name,
        place=place,
        committed_from=facts["committed_from"],
        committed_to=facts["committed_to"],
        late_reason=facts["late_reason"],
    )


def suspects_in(sent: QueryDict | dict[str, str]) -> list[dict[str, str]]:
    return _rows(sent, {"name": "suspect_name", "description": "suspect_description"})


def items_in(sent: QueryDict | dict[str, str]) -> list[dict[str, str]]:
    named = {"role": "item_role", "kind": "item_kind", "description": "item_description", "mark": "item_mark"}
    return _rows(sent, {**named, "value": "item_value"})


def _rows(sent: QueryDict | dict[str, str], columns: dict[str, str]) -> list[dict[str, str]]:
    """Rows of inputs that share their names; one empty row where nothing was sent."""
    lists = {key: sent.getlist(name)[:MOST] if isinstance(sent, QueryDict) else [] for key, name in columns.items()}
    count = max(1, *map(len, lists.values()))
    return [
        {key: str(values[place]) if place < len(values) else "" for key, values in lists.items()}
        for place in range(count)
    ]


def _is_told(row: dict[str, str]) -> bool:
    return any(row[key].strip() for key in ("name", "description", "mark", "value") if key in row)


def _victim(facts: dict[str, Any]) -> tuple[Party, ...]:
    if not facts["victim_name"].strip():
        return ()
    return (
        Party(
            role="victim",
            kind=facts["victim_kind"] or "person",
            name=facts["victim_name"],
            phone=facts["victim_phone"],
            email=facts["victim_email"],
        ),
    )


def _suspects(sent: QueryDict) -> list[Party]:
    return [
        Party(role="suspect", name=row["name"].strip() or "unknown", description=row["description"])
        for row in suspects_in(sent)
        if _is_told(row)
    ]


def _item(row: dict[str, str]) -> Item:
    return Item(
        role=row["role"] or "stolen",
        kind=row["kind"] or "property",
        description=row["description"],
        mark=row["mark"],
        value_pence=_pence(row["value"]),
    )


def _pence(text: str) -> int | None:
    if not text.strip():
        return None
    found = POUNDS.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise RuleBroken("Give the value in pounds, as 12.50, or leave it out.", "items")
    return int(found[1]) * 100 + int(found[2] or 0)


def _place(text: str) -> tuple[str, dict[str, Any]]:
    """Words that fit several places are asked about; words that fit none are kept as they were told."""
    located = gazetteer.locate(text) if text else None
    if located is None or not located.readings:
        return text, {}
    if located.ambiguous:
        names = "; ".join(reading.name for reading in located.readings[:5])
        raise RuleBroken(f"More than one place fits: {names}. Say which.", "place_text")
    return located.readings[0].name, located.readings[0].as_json()


def packed(offence: Any) -> str:  # noqa: ANN401 - an offence as crimes finds it
    return json.dumps([offence.code, offence.offence_class, offence.title, offence.statute])


def said_of(text: str) -> str:
    """What was chosen, in words, when the form comes back."""
    try:
        chosen = choice_of(text)
    except RuleBroken:
        return text[:200]
    return " ".join(part for part in (chosen.offence_class, chosen.code, chosen.title) if part)


def choice_of(text: str) -> Choice:
    """The offence as the search gave it, or a code and a class typed by hand: 008/06 8N."""
    if text.startswith("["):
        try:
            code, offence_class, title, statute = (str(part) for part in json.loads(text))
        except (ValueError, TypeError):
            raise RuleBroken("Choose an offence from the list.", "offence") from None
        return Choice(code=code, offence_class=offence_class, title=title, statute=statute)
    code, _, offence_class = text.strip().partition(" ")
    if not code:
        raise RuleBroken("Choose an offence from the list.", "offence")
    return Choice(code=code, offence_class=offence_class.strip())
