"""Gazetteer: what a place is called, where it is, and which post and area own it.

Owns the place reader and the dated tables of stations, mileposts, locations and the force's own geography; all of
them are files, so it works without a database or a network. Announces nothing. It does not know what happened there.
"""
