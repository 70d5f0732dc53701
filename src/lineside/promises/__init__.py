"""Promises: what we said we would tell somebody, by when, and whether we did.

Owns each promise with its limit, who gave it and how it was kept or why not. Announces PromiseChanged. A promise is
kept by an answer or a call that went out after it was given, or ended with a reason; where that answer fails afterwards
it is owed again, and how it was kept stays on record. A limit that was missed is put on record by the clock and stays
there, which the database holds too. It writes the next limit at the contact, so that a reply can tell it. It does not
know cases or victims' rights.
"""
