"""Which offences a type of report suggests, the likeliest first; a recorder accepts one or chooses."""

from dataclasses import dataclass
from datetime import date

from lineside.crimes.rules import DATA, Choice, Offence, check_classification
from lineside.kernel.rule_tables import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An offence and why it is proposed."""

    offence: Offence
    because: str


def propose_offences(opening_code: str, on: date) -> list[Proposal]:
    """Offences of the list in force; nothing for a type that suggests none."""
    rows = [row for row in in_force(DATA / "proposals", on).rows if row["code"] == opening_code]
    return [Proposal(offence=check_classification(_choice(row), on), because=row["because"]) for row in rows]


def _choice(row: dict[str, str]) -> Choice:
    return Choice(code=row["offence_code"], offence_class=row["class"], title=row["title"], statute=row["statute"])


def reason_of(chosen: Offence, opening_code: str, on: date) -> str:
    """What a classification says of itself: accepted as proposed and why, or chosen against a proposal."""
    proposed = propose_offences(opening_code, on)
    accepted = next((each for each in proposed if each.offence == chosen), None)
    if accepted:
        return f"Accepted as proposed: {accepted.because}."
    if proposed:
        first = proposed[0].offence
        return f"Chosen by the recorder; {first.offence_class} {first.code} was proposed."
    return "Chosen by the recorder; nothing was proposed."
