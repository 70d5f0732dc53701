"""Extracts: people's old records, moved in from the systems that Lineside replaces.

Owns the ledger: each extract with how far it has come, each record that arrived with its number in the old system, and
each row that was rejected with the reason. A batch is one command with one audit line. It announces nothing: what is
moved in is over, so it opens no clock, ladder, alarm or letter. The records themselves are written by the rooms whose
they are.
"""
