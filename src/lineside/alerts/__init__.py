"""Alerts: what other systems tell us to look for or to look at, and what became of each.

Owns each alert with what must not be done, the two-person identity check, camera activations in their bursts, the
outcome, and what its sender has been told. Announces AlertChanged. It opens no incident itself, gives nobody a power
that the sender's basis does not give, and knows not how a feed is spoken to.
"""
