"""Compliance: every contact, incident and crime tested against NCRS, HOCR and NSIR as it changes, and again each night.

Owns each finding with its paragraph, the counts of each part of a month, the ledger of sweeps, and the registrar's dip
samples with the opinions of two who do not see each other's. Announces FindingChanged, SweepChanged, SampleChanged.
What is tested is data: facts are gathered for many records at once, and rules that know no database judge them. It
changes nothing of what it tests, and a restricted record is found, counted and drawn only for those who may see it.
"""
