"""Structured entries of a log: decisions by the National Decision Model, and M/ETHANE reports.

Owns each decision in its parts, and each M/ETHANE draft with every version of it. Announces MethaneChanged. A draft is
made of what the contacts of an incident said; a person corrects it, and only what a person saved goes into the log. It
decides nothing: what follows from a decision is done by the rooms that own it.
"""
