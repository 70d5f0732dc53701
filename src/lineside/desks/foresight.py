"""What a command typed so far will do, before it is done, and how it may go on; nothing is changed here."""

from collections.abc import Callable
from dataclasses import dataclass

from lineside.desks import protecting_lines
from lineside.desks.card_lines import cards_that_begin, foresee_card
from lineside.desks.clocks import spoken
from lineside.desks.lines import verbs_for, when
from lineside.desks.rules import Line, read_line, to_come
from lineside.desks.writing import Offer, Writing
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer import queries as gazetteer
from lineside.incidents import queries
from lineside.kernel.clock import UK, now
from lineside.kernel.errors import Refusal

MOST = 8


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What Enter would do; doubtful when it would be refused."""

    says: str = ""
    offers: tuple[Offer, ...] = ()
    is_doubtful: bool = False


def foresee(typed: str, by: Writing) -> Foreseen:
    """Nothing for a plain line; for a command, what it means on this log as it is now."""
    text = typed.strip()
    if not text.startswith("/") or text.startswith("//"):
        return Foreseen()
    offers = _offers(text, by)
    try:
        line = read_line(text)
        chosen = queries.incident(by.actor, by.incident_id)
        if not any(verb.name == line.verb for verb in verbs_for(by.actor, chosen.state)):
            return Foreseen(
                f"{line.verb} cannot be done here by you, or not on this log as it is.", offers, is_doubtful=True
            )
        says = _WILL[line.verb](line, by)
    except Refusal as refusal:
        return Foreseen(refusal.sentence if " " in text else "", offers, is_doubtful=" " in text)
    return Foreseen(says, offers)


def _offers(text: str, by: Writing) -> tuple[Offer, ...]:
    verb, _, rest = text.partition(" ")
    offer = _OFFERS.get(verb.lower())
    return tuple(offer(rest, by))[:MOST] if offer and " " in f"{text} " else ()


def _grade(line: Line, by: Writing) -> str:
    incident = queries.incident(by.actor, by.incident_id)
    if not line.grade:
        return "Opens THRIVE, to grade it afresh."
    label = dict(queries.choices()["grades"])[line.grade]
    if queries.needs_fresh_thrive(by.actor, incident, line.grade):
        return f"Opens THRIVE for {label}: a first or a lower grade needs it, with the reason."
    return f"Grades it {label}."


def _send(line: Line, by: Writing) -> str:
    if line.asks:
        return "Shows whom to send, with the reasons, and holds the first for you."
    return "Sends " + "; ".join(_unit(sign, by) for sign in line.call_signs) + "."


def _unit(sign: str, by: Writing) -> str:
    row = dispatch.unit_row(dispatch.unit_by_call_sign(by.actor, sign).id, by.actor)
    if row is None or row.incident_id == by.incident_id:
        return f"{sign}, which is on it already"
    where = "a restricted log" if row.is_on_restricted and not row.incident_reference else row.incident_reference
    at = f", at {where}: clear it there first" if where else ""
    return f"{sign} ({row.crew or row.post}, {row.state} {row.state_label}{at})"


def _state(line: Line, by: Writing) -> str:
    unit = dispatch.unit_by_call_sign(by.actor, line.call_signs[0])
    return f"{unit}: {line.state} {dispatch.state_label(line.state)}."


def _book(line: Line, _by: Writing) -> str:
    if line.closes:
        return f"Books {line.call_signs[0]} off."
    return f"Books {line.call_signs[0]} on{f' with {line.text}' if line.text else ', with nobody written down'}."


def _place(line: Line, _by: Writing) -> str:
    located = gazetteer.locate(line.text)
    if not located.readings:
        return "No place is known by these words."
    names = "; ".join(reading.name for reading in located.readings[:MOST])
    return f"More than one place fits: {names}." if located.ambiguous else f"Puts it at {located.readings[0].name}."


def _other(line: Line, by: Writing) -> str:
    row = queries.as_row(queries.by_serial_or_reference(by.actor, line.serial, line.reference))
    what = "Closes this as a duplicate of" if line.verb == "/dup" else "Links this with"
    return f"{what} {row.reference}: {row.grade or 'not graded'}, {row.opening_label}, {row.place}. {row.summary}"


def _at(line: Line, by: Writing) -> str:
    at = when(line.at, by) or now()
    return f"Adds a line of {at.astimezone(UK):%d %b %H:%M:%S}, {spoken(now() - at)} ago."


def _fix(line: Line, by: Writing) -> str:
    wrong = queries.line_numbered(by.incident_id, line.number)
    return f"Corrects line {line.number}, “{wrong.text[:120]}”, which stays struck through."


def _defer(line: Line, _by: Writing) -> str:
    until = to_come(line.at, now()) if line.at else now()
    return f"Puts it off until {until.astimezone(UK):%d %b %H:%M}, {spoken(until - now())} from now."


def _result(line: Line, by: Writing) -> str:
    if not line.codes:
        return "Opens the form for the result."
    category, results = dict(queries.choices()["closing_codes"]), dict(queries.choices()["result_codes"])
    said = ", ".join(results.get(code, f"{code}?") for code in line.codes[1:]) or "no result yet"
    closing = f" and closes it{_unless(by)}" if line.closes else ""
    return f"Results it as {category.get(line.codes[0], f'{line.codes[0]}?')}: {said}{closing}."


def _close(_line: Line, by: Writing) -> str:
    return f"Closes it{_unless(by)}."


def _unless(by: Writing) -> str:
    holds = "; ".join(hold.why for hold in queries.holds(by.incident_id))
    return f", once nothing holds it ({holds})" if holds else ""


def _pass(line: Line, _by: Writing) -> str:
    to, _ = queries.split_target(line.reference, line.text)
    label = queries.places_to_pass().get(to, "")
    return f"Offers it to {label}; it stays yours until they accept." if label else f"No desk is called {to[:40]}."


def _says(words: str) -> Callable[[Line, Writing], str]:
    return lambda _line, _by: words


_WILL: dict[str, Callable[[Line, Writing], str]] = {
    "/g": _grade,
    "/u": _send,
    "/st": _state,
    "/l": _place,
    "/book": _book,
    "/at": _at,
    "/fix": _fix,
    "/dup": _other,
    "/link": _other,
    "/own": _says("Makes it yours."),
    "/pass": _pass,
    "/accept": _says("Makes it yours, at your desk."),
    "/refuse": _says("Leaves it whose it is, with the reason."),
    "/unpass": _says("Takes the offer back; it stays yours."),
    "/seen": _says("Says in the log that you have seen it; your strip is silent of it for a while."),
    "/defer": _defer,
    "/back": _says("Brings it back into the queue."),
    "/res": _result,
    "/review": _says("Sends it to a second person, who closes it or gives it back."),
    "/reject": _says("Gives it back to its owner, not closed."),
    "/close": _close,
    "/cancel": _says("Cancels it; the log stays, with the reason."),
    "/reopen": _says("Opens it again; it is yours, its clocks run on, its result is given afresh."),
    "/card": lambda line, by: foresee_card(line, by.incident_id),
    **protecting_lines.WILL,
    "/me": _says("Opens the M/ETHANE of this log."),
    "/?": _says("Shows every command."),
}


def _free_units(rest: str, by: Writing) -> list[Offer]:
    """The nearest that are free, behind those that are named already."""
    if not by.actor.may(CanDispatch.VIEW):
        return []
    *named, begun = rest.upper().split(" ")
    incident = queries.incident(by.actor, by.incident_id)
    near = dispatch.nearest_free(by.actor, incident.lat, incident.lon, most=40)
    return [
        Offer(" ".join(["/u", *named, row.call_sign]), f"{row.call_sign} {row.crew} {row.post}")
        for row in near
        if row.call_sign.startswith(begun) and row.call_sign not in named
    ]


def _places(rest: str, _by: Writing) -> list[Offer]:
    located = gazetteer.locate(rest) if rest.strip() else None
    return [Offer(f"/l {each.name}", f"{each.name} {each.why}") for each in located.readings] if located else []


def _codes(rest: str, _by: Writing) -> list[Offer]:
    """Categories for the first word, results for every other, by their code or a word of theirs."""
    *named, begun = rest.split(" ")
    known = queries.choices()["result_codes" if named else "closing_codes"]
    wanted = begun.lower()
    return [
        Offer(" ".join(["/res", *named, code]), f"{code} {label}")
        for code, label in known
        if code not in named and (code.lower().startswith(wanted) or (wanted and f" {wanted}" in f" {label.lower()}"))
    ]


def _cards(rest: str, _by: Writing) -> list[Offer]:
    return [Offer(line, words) for line, words in cards_that_begin(rest)]


_OFFERS: dict[str, Callable[[str, Writing], list[Offer]]] = {
    "/u": _free_units,
    "/l": _places,
    "/res": _codes,
    "/card": _cards,
    **protecting_lines.OFFERS,
}
