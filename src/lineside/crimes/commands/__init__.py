"""Every change to crimes."""

from lineside.crimes.commands.deciding import decide_no_crime
from lineside.crimes.commands.recording import reclassify_crime, record_crime
from lineside.crimes.rules import Choice, Item, Party, Report

__all__ = ["Choice", "Item", "Party", "Report", "decide_no_crime", "reclassify_crime", "record_crime"]
