"""People: officers and staff, what each is at work, and the rota of who sits where from when to when.

Owns staff records, duties, who is booked on, dated sign-offs and probation. Shift patterns, sites, modules and the
numbers a shift needs are dated tables. Announces RotaPlanned, DutyCancelled, BookedOn, BookedOff and SignOffsChanged.
It does not know units on the road, nor which queue a sign-off opens: a role at work gives no right, and an account is
only linked here.
"""
