"""Triage: judging threat, harm and risk, and what follows from it.

Owns THRIVE assessments and the link between contact and incident. Announces ContactAssessed. Contacts and incidents do
not know each other; they are joined here. It never knows who is free to go, so a grade cannot depend on it.
"""
