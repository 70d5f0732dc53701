"""How many in Scotland: the Scottish standard knows no principal crime, only continuity of action."""

from lineside.crimes.rules.counting.facts import NotCounted, Told
from lineside.crimes.rules.counting.grouping import Counted, Crime, by, crime_of, together
from lineside.crimes.rules.counting.report import Finding
from lineside.crimes.rules.counting.tables import Tables

DISHONESTY = ("theft", "burglary", "vehicle")
DAMAGE = ("damage",)
CONTINUITY = "Continuity of action: the same kind of crime against the same victim is one."
SUBSUMED = "Of dishonesty, or of damage, at one place and time against one complainer the gravest is counted."


def count_in_scotland(acts: list[Told]) -> Counted:
    """SCRS part 2: one for each kind and victim; dishonesty and damage subsumed within their own group."""
    found = Counted()
    for kind in by(acts, lambda told: (told.act.victim, told.is_after_notice, _kind(told))):
        for group in together(kind):
            principal = min(group, key=lambda told: (told.offence.gravity, told.id))
            found = found.plus(Counted(crimes=(crime_of(principal, group),), findings=_said(group)))
            found = found.plus(
                Counted(not_counted=tuple(_left(told, principal) for told in group if told is not principal))
            )
    return found


def scottish_code(crime: Crime, crimes: tuple[Crime, ...], tables: Tables) -> str | None:
    """The SGJD code where the standard prints one; a weapon used in another crime has a code of its own."""
    row = tables.scottish.get(crime.offence.code or "")
    if row is None:
        return None
    used = any(other.offence.kind in tables.policy["weapons_used_kinds"] and _same(crime, other) for other in crimes)
    return row["used"] if used and row["used"] else row["sgjd"]


def _same(one: Crime, other: Crime) -> bool:
    return bool(one.suspects & other.suspects) or (not one.suspects and not other.suspects)


def _kind(told: Told) -> str:
    if told.offence.kind in DISHONESTY:
        return "dishonesty"
    return "damage" if told.offence.kind in DAMAGE else told.offence.code or told.offence.offence_class


def _left(told: Told, principal: Told) -> NotCounted:
    because = "finished_incident" if told.offence.code == principal.offence.code else "principal_crime"
    return NotCounted(act=told.id, because=because, rule="SCRS part 2")


def _said(group: list[Told]) -> tuple[Finding, ...]:
    if len(group) == 1:
        return ()
    says = CONTINUITY if len({told.offence.code for told in group}) == 1 else SUBSUMED
    return (Finding(rule="SCRS part 2", says=says),)
