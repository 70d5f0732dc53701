"""The internal form: what officers and staff of the force report, signed in.

Crimes and incidents, arrests, sickness and return to work, radios lost and found. Owns the facts of each report, once
for each form however often it is sent. It announces nothing itself: a report becomes a contact of its own channel by
the commands of contacts, and what it says of a radio or an absence goes to those rooms in the same transaction. Why
somebody is sick passes through and is kept nowhere here.
"""
