"""What a transfer says in a log and to the desk that takes it: whole sentences, an exercise named first."""

from lineside.exchanges.rules.canonical import CANCEL, CLOSE, INFO, RESOURCE_REQUEST, RESOURCE_STATUS, UPDATE, Exchange

EXERCISE_FIRST = "EXERCISE. "
SAYS = {
    UPDATE: "tells more",
    INFO: "says",
    RESOURCE_REQUEST: "asks for",
    RESOURCE_STATUS: "has sent",
    CLOSE: "closes its part",
    CANCEL: "withdraws it",
}
MOST_IN_LINE = 2000


def marked(words: str, *, is_exercise: bool) -> str:
    return f"{EXERCISE_FIRST}{words}" if is_exercise else words


def subject(said: Exchange, agency: str, *, is_exercise: bool) -> str:
    return marked(f"{agency}: {said.headline or said.type_local or 'an incident'}", is_exercise=is_exercise)[:300]


def as_text(said: Exchange, *, is_exercise: bool) -> str:
    """What a person at the desk reads of it, before they judge; their grade is named as theirs."""
    people = "\n".join(
        " ".join(
            filter(
                None,
                (
                    f"{each.role.title()}:",
                    each.name,
                    each.phone,
                    "" if each.safe_to_call else "NOT SAFE TO CALL",
                    each.vulnerability,
                ),
            )
        )
        for each in said.people
    )
    where = " ".join(filter(None, (said.place, f"({said.place_status})" if said.place_status else "")))
    point = f"{said.lat:.5f}, {said.lon:.5f}" if said.lat is not None and said.lon is not None else ""
    facts = {
        "": "EXERCISE: nothing in this is real." if is_exercise else "",
        "What": said.headline,
        "Told": said.narrative,
        "Major incident": "declared" if said.is_major else "",
        "Hazards": said.hazards,
        "Where": " ".join(filter(None, (where, point))),
        "Train": said.headcode,
        "Access": said.access,
        "RVP": said.rendezvous,
        "Talkgroup": said.talkgroup,
        "Their type and grade": " ".join(filter(None, (said.type_local, said.grade))),
        "Their reference": said.own_ref,
        "Asked for": wanted(said),
        "Sent": sent(said),
        "Their desk": " ".join(filter(None, (said.operator, said.desk, said.phone))),
        "People": people,
    }
    return "\n".join(f"{name}: {value}" if name else value for name, value in facts.items() if value)


def wanted(said: Exchange) -> str:
    return "; ".join(
        f"{each.quantity} {each.kind}{f', {each.why}' if each.why else ''}".strip() for each in said.requested
    )


def sent(said: Exchange) -> str:
    return "; ".join(
        " ".join(filter(None, (each.call_sign, each.kind, each.status, f"ETA {each.eta}" if each.eta else "")))
        for each in said.resources
    )


def line(said: Exchange, agency: str, *, is_exercise: bool) -> str:
    """One line of the log for what an agency says further."""
    told = "; ".join(filter(None, (wanted(said), sent(said), said.narrative or said.headline)))
    words = f"{agency} {SAYS.get(said.kind, 'says')}: {told or 'nothing further'}"
    return marked(words, is_exercise=is_exercise)[:MOST_IN_LINE]
