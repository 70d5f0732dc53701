"""Kernel: who acts, the command, the event, the rule table, the live tail, the worker and the seals.

Owns the audit trail, the event record, answers to repeated requests, seals and tombstones, and published rule
editions. It knows no room and nothing of the trade: every other room stands on it.
"""
