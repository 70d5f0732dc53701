"""Quality: contacts drawn week by week or taken by hand, and scored by two who do not see each other's marks.

Owns each draw with its proof, each review, its two scorings, what a moderator decided and what the person answered.
Announces ReviewChanged. Questions and weights are a dated scheme, beside the letters of the THRIVE edition that was in
force for the contact. It changes nothing of a contact, and every look at one is on record with this purpose.
"""
