"""A router of roads, as a process of its own: it answers as OSRM does to a table of durations.

Room dispatch asks a router itself, within a second and with an estimate at hand, so there is no gateway that waits for
one. Here stands only the peer: so many km/h over the straight line, no road to an island, and a way to be slow or down.
It knows no street and no rule.
"""
