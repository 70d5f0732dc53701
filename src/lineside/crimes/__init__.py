"""Crimes: what was recorded as a notifiable crime, under which class and code, and why a report became none.

Owns crime records, their classification and the decisions not to record, with the edition of the Home Office list each
was taken under; the clock of 24 hours from the first report runs here. Announces CrimeRecorded, CrimeReclassified and
NoCrimeDecided. It does not know how a report came in, who was sent, or what the victim is owed afterwards.
"""
