"""The text gateway: 61016 by SMPP 3.4, and GOV.UK Notify over HTTP as the second route.

Owns what the protocols need: the parts that came and what they were joined to, the segments that went and their
receipts. A part is committed before the network hears that we have it. Announces nothing itself: what came becomes a
contact by the commands of contacts. It does not know what a text means or whom it concerns.
"""
