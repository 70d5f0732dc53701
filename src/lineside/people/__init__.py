"""People: officers and staff, what each is at work, and the rota of who sits where from when to when.

Owns staff records, duties, and who is booked on. Shift patterns, sites and the numbers a shift needs are dated tables.
Announces RotaPlanned, DutyCancelled, BookedOn and BookedOff. It does not know units on the road, nor what anybody may
do: a role at work gives no right, and an account is only linked here.
"""
