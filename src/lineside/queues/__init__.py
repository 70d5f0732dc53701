"""Queues: who may take which contact, in which order, and who sits ready for one.

Owns the seats (who is at a desk, in which state, with which contact), calls for a supervisor's help, and surges. The
queues with their sign-offs and targets, and the states of a seat, are dated tables. Announces SeatChanged, HelpCalled
and SurgeChanged. It knows a contact only by its key and by plain numbers: what was said is the business of contacts.
"""
