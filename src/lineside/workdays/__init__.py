"""Working days: which days count where a rule says "within five working days", in each nation.

Owns the dated table of bank holidays of England and Wales, of Scotland and of Northern Ireland, and the counting.
It announces nothing, keeps no record and knows nobody's clock: a room above asks it for a day, and keeps that day.
"""
