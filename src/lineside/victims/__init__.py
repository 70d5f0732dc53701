"""Victims: what each victim of a crime is owed, by when, and whether it was done.

Owns each victim's care: the regime by the place of the offence, who stands for them, enhanced rights with their basis,
assessments, the contact plan, choices, letters, complaints, and every duty with its clock in working days. Announces
VictimChanged. A crime that is recorded opens the clocks, whatever desk recorded it, and once however often it is told.
A missed limit is put on record by the clock and stays there, which the database holds too. It knows no court and no
custody: what happens in the case is recorded as a step by whoever hears of it.
"""
