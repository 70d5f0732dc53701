"""POLE: the register of people, objects, locations and their links that every room looks things up in.

Owns persons, the numbers and addresses they are known by, things (property, vehicles), locations, and links from each
of them to a contact, an incident or a crime, with its role. Announces PersonRecorded, ThingRecorded, LocationRecorded,
PersonLinked, ThingLinked and LocationLinked. Each look-up of a person is itself recorded. It does not know what a crime
or an incident is; a link holds only the kind and the key of its subject.
"""
