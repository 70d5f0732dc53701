"""Handovers: the sheet that a desk gives to the next, as it was given, and who took it, item by item.

Owns each sheet with its items, and the ticks of the person who took over. Announces SheetGiven and SheetTaken. It reads
what the rooms below know (open logs, their holds, units, promised calls, outages) and keeps the words of that moment.
It changes nothing of what it lists, and does not know who ought to come.
"""
