"""Audit: proves afterwards that what was written is what still stands.

Reads across the rooms: makes and verifies the seals over log, audit and event rows, and gives the trail to read and to
take away, each look and copy on record. Its one change is lawful disposal, which leaves a tombstone. It knows no rule
of the trade.
"""
