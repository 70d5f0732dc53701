"""What is decided about victims' rights, as pure functions. No database here."""

from lineside.victims.rules import clocks, letters, plans, standing, tables
from lineside.victims.rules.clocks import OPEN, About
from lineside.victims.rules.letters import Asked
from lineside.victims.rules.plans import Plan, Referral
from lineside.victims.rules.standing import Added, Needs, StandFacts
from lineside.victims.rules.words import said

__all__ = [
    "OPEN",
    "About",
    "Added",
    "Asked",
    "Needs",
    "Plan",
    "Referral",
    "StandFacts",
    "clocks",
    "letters",
    "plans",
    "said",
    "standing",
    "tables",
]
