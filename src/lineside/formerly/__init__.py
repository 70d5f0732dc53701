"""Formerly: rows as they stood at any moment.

Owns what the columns of a row were before each change, for the tables whose records say `keeps_former`; the database
writes it, whoever changed the row. A room asks `queries.put_back` for its own rows as they were; what may be seen, and
that the look is on record, is that room's business. Announces nothing.
"""
