"""Whereabouts: where the people who call us are, as far as anybody can tell.

Owns every position that was told of a caller, with source, time and uncertainty, and each enquiry that asked for one.
Nothing here is changed or deleted: a later position stands beside the earlier ones. Announces CallerLocated.
It does not say where an incident is: only a person takes a position into the place box.
"""
