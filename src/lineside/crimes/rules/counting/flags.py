"""The mandatory flags of a crime: those told, those they bring with them, and those that do not belong."""

from lineside.crimes.rules.counting.classing import is_former_partner
from lineside.crimes.rules.counting.facts import relations, someone_is_young
from lineside.crimes.rules.counting.grouping import Crime
from lineside.crimes.rules.counting.report import Act, CountedReport
from lineside.crimes.rules.counting.tables import Tables

INFRASTRUCTURE = ("metal_infrastructure",)
OTHER_METAL = ("metal_non_infrastructure", "metal_noninfrastructure")
BODILY = ("violence", "robbery")


def flags_of(report: CountedReport, crime: Crime, tables: Tables) -> list[str]:
    """CRR pp 26-31. The facts that only decide a class are no crime flags."""
    told = {flag for each in crime.acts for flag in each.act.flags}
    told |= {brought for flag, brought in tables.pairs("implied_flags") if flag in told}
    told -= {*tables.policy["fact_flags"]}
    told |= {brought for code, brought in tables.pairs("implied_by_offence") if code == crime.offence.code}
    if any(_is_domestic(report, each.act, tables) for each in crime.acts if each.victim is not None):
        told.add("domestic")
    if "metal_theft" in told:
        told = (told - {"metal_theft"}) | (set() if told & {*INFRASTRUCTURE, *OTHER_METAL} else {*INFRASTRUCTURE})
    if told & {*INFRASTRUCTURE}:
        told -= {*OTHER_METAL}  # p27: one and only one; the default where there is a doubt
    if crime.offence.kind not in BODILY:
        told -= {"corrosive"}
    if crime.offence.kind not in {*BODILY, "sexual"}:
        told -= {"spiking"}
    return sorted(told)


def _is_domestic(report: CountedReport, act: Act, tables: Tables) -> bool:
    """CRR p28: each 16 or over, and personally connected."""
    if someone_is_young(report, act):
        return False
    close = any(relation in tables.policy["connected"] for relation in relations(report, act))
    return close or is_former_partner(report, act, tables)
