"""Heartbeats: which of our processes and gateways is at work, and since when one is not.

Owns the last beat of each part and the turns from up to down and back. Announces GatewayDown, GatewayUp and
PartRetired. A part that stops in silence is found by its silence, so nobody has to tell of its own death. It does not
know what a part does.
"""
