"""Safeguarding: somebody vulnerable is referred to the safeguarding unit, which says that it has it and what it does.

Owns each referral with its kind, the basis on which it is made, its steps, and what of it went to another agency.
Announces ReferralChanged. One from a log holds its closing until the unit has accepted it. Who is named and what was
seen stand in no event, no live row and no log. How an agency is spoken to is one mapping file, since there is no port.
"""
