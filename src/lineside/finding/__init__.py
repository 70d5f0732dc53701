"""Finding: how a room finds its own rows by words, numbers and names, by an index and never by reading a whole table.

Owns no row: a room names the SQL of its index and asks `queries.holding` for what holds every word. What may be seen,
and that the look is on record, is the room's own business. Announces nothing.
"""
