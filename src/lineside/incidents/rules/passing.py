"""Ownership and passing it on (control_room.md c.2 guard 5): always one desk and one named owner."""

from datetime import date, timedelta
from uuid import UUID

from lineside.incidents.rules.codes import DATA
from lineside.incidents.rules.ladder import FIRST_DAY
from lineside.incidents.rules.opening import check_text
from lineside.incidents.rules.states import ENDED
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

LONGEST_WHY = 500
OFFERED, ACCEPTED, REFUSED, TAKEN_BACK = "offered", "accepted", "refused", "taken back"


def accept_within(on: date) -> timedelta:
    """How long an offer may stand before the supervisor is told (c.2: ownership not accepted, 2 min)."""
    return timedelta(minutes=in_force(DATA / "passing", max(on, FIRST_DAY)).by_code["accept"]["minutes"])


def check_offering(*, state: str, owner_id: UUID | None, owner: str, asker_id: UUID | None, is_offered: bool) -> None:
    """Only who owns it gives it away, and only once at a time."""
    if state in ENDED:
        raise RuleBroken("It is closed; there is nothing to pass on.")
    if owner_id is not None and owner_id != asker_id:
        raise RuleBroken(f"{owner} owns it; take it over with /own first, or ask them to pass it.", "to")
    if is_offered:
        raise RuleBroken("It is on offer already; take that back with /unpass before you offer it elsewhere.", "to")


def find_target(typed: str, places: dict[str, str]) -> tuple[str, str]:
    """The site, area or desk that was meant: its code and its name, whatever the case it was typed in."""
    wanted = typed.strip().casefold()
    found = {code: label for code, label in places.items() if code.casefold() == wanted}
    if not found:
        known = ", ".join(sorted(places)) or "none"
        raise RuleBroken(f"There is no desk, site or area of that name; there are: {known}.", "to")
    return next(iter(found.items()))


def check_answering(*, is_open: bool, offered_by: UUID | None, answerer: UUID | None) -> None:
    """An offer is answered once, and by somebody else than who made it."""
    if not is_open:
        raise RuleBroken("That offer is answered already; look at who owns it now.")
    if offered_by is not None and offered_by == answerer:
        raise RuleBroken("You offered it yourself; take it back with /unpass, or wait for the other desk.")


def refusal_reason(words: str) -> str:
    """A refusal says why, so that the owner knows what to do instead."""
    return check_text(words, "reason", LONGEST_WHY)


def owner_in_words(name: str) -> str:
    """Whose it is, in a sentence, also while nobody has taken it."""
    return name or "nobody"


def own_words(count: int, name: str) -> str:
    """The sentence to who leaves while logs are theirs (guard 5: on log-off ownership must move)."""
    logs = "1 open log" if count == 1 else f"{count} open logs"
    return f"{name} owns {logs}; choose who takes them over, and book off again."
