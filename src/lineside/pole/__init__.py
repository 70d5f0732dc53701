"""POLE: the register of people, objects and their links that every room looks things up in.

Owns persons, the numbers and addresses they are known by, things (property, vehicles), and links from either to a
contact, an incident or a crime, each with its role. Announces PersonRecorded, ThingRecorded, PersonLinked and
ThingLinked. Each look-up of a person is itself recorded. It does not know what a crime or an incident is; a link holds
only the kind and the key of its subject.
"""
