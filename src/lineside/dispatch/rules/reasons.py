"""The reasons of a recommendation in plain sentences: what speaks for a unit, against it, and why it is left out."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lineside.dispatch.rules.candidates import FROM_POST, OLD, STALE, Candidate, Need, Way

UK = ZoneInfo("Europe/London")
NO_POSITION = "has no position, and the place of its post is not known."
NO_WAY = "has no way there that is known: no vehicle, too far on foot, no train."
SENT_ALREADY = "has been sent to another incident already."
GRADES = {"I": "an immediate incident", "P": "a priority incident", "S": "a scheduled incident"}


def in_state(unit: Candidate, grade: str) -> str:
    return f"is in state {unit.state} {unit.state_label}, from which it is not sent to {GRADES.get(grade, 'this')}."


def goes_off(until: datetime) -> str:
    return f"goes off duty at {until.astimezone(UK):%H:%M}, less than half an hour after it would be there."


def lacks(unit: Candidate, need: Need) -> str:
    """What it lacks alone; it may still be one of several."""
    missing = sorted(need.skills - unit.skills)
    parts = [f"no {', no '.join(missing)}"] if missing else []
    if (unit.officers or 1) < need.officers:
        parts.append("only one officer on record" if unit.officers == 1 else "no crew on record")
    return f"is not enough alone: {' and '.join(parts)}."


def of_unit(unit: Candidate, way: Way, km: float, points: Sequence[tuple[str, float]]) -> list[str]:
    """The way first, then each point for and against, then how far the position is to be trusted."""
    about = "about " if way.is_estimate else ""
    said = " (estimate)" if way.is_estimate else ""
    lines = [f"{unit.call_sign}: {about}{minutes_of(way.minutes)} {way.words}{said}, {km:.1f} km in a straight line."]
    words = {
        "state_7": f"{unit.call_sign} is committed elsewhere; clear it there before you send it",
        "cross_division": f"{unit.call_sign} is of division {unit.area}",
        "hub_uncovered": f"Sending {unit.call_sign} leaves {unit.post} without a unit",
        "knows_site": f"{unit.call_sign} is of the post that this place belongs to and knows it",
        "position_stale": position_of(unit),
        "position_old": position_of(unit),
    }
    lines += [f"{words[code]} ({value:+g})." for code, value in points]
    if unit.vehicle is None and way.mode == "road":
        lines.append(f"No vehicle of {unit.call_sign} is on record; one is assumed.")
    return lines


def position_of(unit: Candidate) -> str:
    """How old the position is, since that lowers what the time is worth."""
    if unit.trust == FROM_POST:
        return f"{unit.call_sign} has sent no position: reckoned from its post, {unit.post}"
    if unit.trust in (STALE, OLD) and unit.position_age_s is not None:
        return f"The position of {unit.call_sign} is {unit.position_age_s / 60:.0f} minutes old"
    return ""


def minutes_of(minutes: float) -> str:
    whole = max(1, round(minutes))
    return f"{whole} minute{'' if whole == 1 else 's'}"


def not_nearest(
    unit: Candidate, km: float, minutes: float, points: Sequence[tuple[str, float]], first: float, signs: Sequence[str]
) -> str:
    """Why the nearest in a straight line does not come first."""
    names = " and ".join(signs)
    why = f"it would be there in {minutes_of(minutes)}, {names} in {minutes_of(first)}"
    against = {
        "state_7": "it is committed elsewhere",
        "cross_division": "it is of another division",
        "hub_uncovered": f"{unit.post} would be left without a unit",
        "position_stale": "its position is not fresh",
        "position_old": "its position is old",
    }
    told = [against[code] for code, value in points if value > 0 and code in against]
    return f"Nearest in a straight line is {unit.call_sign}, {km:.1f} km off, but {'; '.join([why, *told])}."
