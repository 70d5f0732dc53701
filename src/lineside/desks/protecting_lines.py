"""Carries out the lines that protect the railway, and says before it is done what each will do."""

from collections.abc import Callable

from lineside.desks.rules import LEVELS, Line
from lineside.desks.writing import Done, Offer, Writing
from lineside.incidents import commands as incidents
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.protection import commands, queries

PANEL = "protect"
NAMED_STATES = {
    "/confirm": ("requested",),
    "/restore": ("in_force",),
    "/restored": ("restore_asked",),
    "/keep": ("restore_asked",),
    "/risk": ("in_force", "restore_asked"),
}


def _request(line: Line, by: Writing) -> str | Done:
    if not line.words:
        return Done(panel=PANEL, begun=LEVELS[line.verb])
    section, nature = line.words
    known = queries.begun(by.actor, by.incident_id) | {"section": section, "nature": nature}
    facts = commands.RequestFacts(level=LEVELS[line.verb], **known)
    made = once(by.key, commands.request_protection, actor=by.actor, incident_id=by.incident_id, facts=facts)
    return f"Line protection {made.number} is asked for, and not given: ring control, then /confirm {made.number}."


def _confirm(line: Line, by: Writing) -> str:
    name, role, reference = line.words
    row = _numbered(line, by)
    given = commands.Given(name=name, role=role, reference=reference, at=now())
    done = once(by.key, commands.confirm_protection, actor=by.actor, protection_id=row.id, given=given)
    return f"Line protection {done.number} was given by {done.given_by}. Tell everybody: /told and their sign."


def _party(line: Line, by: Writing) -> str:
    sign = line.call_signs[0]
    once(by.key, incidents.list_party, actor=by.actor, incident_id=by.incident_id, sign=sign, label=line.text)
    return f"{sign} is listed on this log."


def _told(line: Line, by: Writing) -> str:
    sign = line.call_signs[0]
    once(by.key, commands.record_told, actor=by.actor, incident_id=by.incident_id, sign=sign)
    return f"{sign} was told, and acknowledges."


def _clear(line: Line, by: Writing) -> str:
    sign, (word, name) = line.call_signs[0], line.words
    once(
        by.key,
        commands.record_word,
        actor=by.actor,
        incident_id=by.incident_id,
        sign=sign,
        word=word,
        said_by=name,
    )
    return f"{sign}: {'all persons clear' if word == 'yes' else 'NOT all persons clear'}, says {name}."


def _person(line: Line, by: Writing) -> str:
    person, says = line.words
    once(by.key, commands.record_person, actor=by.actor, incident_id=by.incident_id, person=person, says=says)
    return f"Person on the line: {person}."


def _restore(line: Line, by: Writing) -> str:
    done = once(by.key, commands.ask_restore, actor=by.actor, protection_id=_numbered(line, by).id)
    return f"The restore of line protection {done.number} is asked for: ring control, then /restored {done.number}."


def _restored(line: Line, by: Writing) -> str:
    name, role, _ = line.words
    row = _numbered(line, by)
    done = once(by.key, commands.record_restored, actor=by.actor, protection_id=row.id, name=name, role=role)
    return f"Line protection {done.number} is over: given back by {done.restored_by}."


def _keep(line: Line, by: Writing) -> str:
    row = _numbered(line, by)
    done = once(by.key, commands.keep_protection, actor=by.actor, protection_id=row.id, why=line.text)
    return f"Line protection {done.number} stays in force; tell control now."


def _risk(line: Line, by: Writing) -> str:
    row = _numbered(line, by)
    once(by.key, commands.ask_to_accept_risk, actor=by.actor, protection_id=row.id, why=line.text)
    return f"A supervisor is asked to accept the risk of line protection {row.number}."


def _numbered(line: Line, by: Writing) -> queries.ProtectionRow:
    return queries.numbered(by.actor, by.incident_id, line.number, NAMED_STATES[line.verb])


DO: dict[str, Callable[[Line, Writing], str | Done]] = {
    **dict.fromkeys(LEVELS, _request),
    "/confirm": _confirm,
    "/party": _party,
    "/told": _told,
    "/clear": _clear,
    "/person": _person,
    "/restore": _restore,
    "/restored": _restored,
    "/keep": _keep,
    "/risk": _risk,
}


def _will_request(line: Line, by: Writing) -> str:
    level = next(each for each in queries.level_choices() if each.code == LEVELS[line.verb])
    if not line.words:
        return f"Opens the form to ask for: {level.label}. {level.never}"
    section, nature = line.words
    where = queries.begun(by.actor, by.incident_id)["location"]
    return f"Asks for {level.label.upper()}: {section or 'no section'}, at {where}; {nature}. {level.never}"


def _will_clear(line: Line, by: Writing) -> str:
    sign, (word, name) = line.call_signs[0], line.words
    rows = [each for each in queries.of_log(by.incident_id) if each.is_open]
    held = [str(each.number) for each in rows if any(party.sign == sign for party in each.parties)]
    if not held:
        return f"{sign} is no party to a line protection of this log."
    what = "ALL its persons are clear of the line" if word == "yes" else "NOT all its persons are clear"
    return f"Records of protection {', '.join(held)} that {name} says of {sign}: {what}."


def _will_restore(line: Line, by: Writing) -> str:
    row = queries.protection(by.actor, _numbered(line, by).id)
    if row.waits:
        return f"Would be refused: {', and '.join(row.waits)}."
    return f"Asks for line protection {row.number} ({row.level.label}) to be given back; everybody is clear."


def _will_number(words: str) -> Callable[[Line, Writing], str]:
    def will(line: Line, by: Writing) -> str:
        row = queries.protection(by.actor, _numbered(line, by).id)
        return f"Line protection {row.number}, {row.level.label}: {words}"

    return will


def _says(words: str) -> Callable[[Line, Writing], str]:
    return lambda line, _by: words.format(sign=line.call_signs[0] if line.call_signs else "")


WILL: dict[str, Callable[[Line, Writing], str]] = {
    **dict.fromkeys(LEVELS, _will_request),
    "/confirm": _will_number("records who at control gave it; what was said clear before is asked anew."),
    "/party": _says("Lists {sign} on this log; it becomes a party to every protection that is open."),
    "/told": _says("Records that {sign} was told and acknowledges; an earlier all clear of theirs is asked anew."),
    "/clear": _will_clear,
    "/person": _says("Records it of every open protection of this log."),
    "/restore": _will_restore,
    "/restored": _will_number("records who at control gave it back; the line is not protected any more."),
    "/keep": _will_number("takes the restore back; it stays in force, and everybody is asked anew."),
    "/risk": _will_number("asks a second person, a supervisor, to accept it for who is not clear."),
}


def _signs(verb: str) -> Callable[[str, Writing], list[Offer]]:
    def offer(rest: str, by: Writing) -> list[Offer]:
        """Those who have not said it yet, by their signs."""
        begun = rest.upper()
        parties = {party.sign: party for row in queries.of_log(by.incident_id) if row.is_open for party in row.parties}
        return [
            Offer(f"{verb} {sign} ", f"{sign} {party.label}".strip())
            for sign, party in parties.items()
            if sign.startswith(begun) and not (verb == "/clear" and party.is_settled)
        ]

    return offer


def _persons(rest: str, _by: Writing) -> list[Offer]:
    words = {"found": "found: who saw them, and where they are", "nobody": "nobody was on the line: who says so",
             "missing": "missing: last seen where, by whom"}  # fmt: skip
    return [Offer(f"/person {word} ", says) for word, says in words.items() if word.startswith(rest.lower())]


OFFERS: dict[str, Callable[[str, Writing], list[Offer]]] = {
    "/clear": _signs("/clear"),
    "/told": _signs("/told"),
    "/person": _persons,
}
