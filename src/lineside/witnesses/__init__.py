"""Witness warning out of hours: witnesses are told of a court day for the criminal justice unit (CJU).

Owns each request with its witnesses, every attempt to reach one, and what became of each. Announces WarningChanged. A
mail of the CJU becomes a request that a person checks before anybody is rung; safe contact is asked of pole each time.
It does not know the case: what may be left on an answering machine is one dated sentence, and no other.
"""
